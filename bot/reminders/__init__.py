"""What people ask to be reminded of: understood, held, listed and told about. `reminding` is the door."""
