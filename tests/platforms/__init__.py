"""Chat platforms on loopback: what the bot's processes talk to where the real ones cannot be reached."""
