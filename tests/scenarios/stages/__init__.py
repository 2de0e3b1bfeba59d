"""One stage for each chat platform, so that the same scenario is played on all of them."""
