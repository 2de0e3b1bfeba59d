"""The words for time of languages whose words bend, are joined, or stand without spaces, a module each."""
