"""What is due is brought to people: `delivery` claims it, `courier` brings one message, `waiting` tells who talks."""
