"""Whoever somebody is: with another name or group word in an otherwise equal profile nothing is decided otherwise."""
