"""How an answer sounds: what is wished and measured becomes bounds and a few words for the model. Pure."""
