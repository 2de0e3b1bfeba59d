"""Recall of other memories beside ours, on the same turns, questions and vectors, without any language model.

Each peer runs in an environment of its own, made outside this project: their pins fight with ours and with each other.
What stays is a driver of some forty lines a peer, run by the peer's interpreter, and lines of JSON between it and us.
"""
