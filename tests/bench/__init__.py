"""Measurements. `bot` comes first, as in the program: it sets the threads of numpy before numpy is imported."""

import bot as bot
