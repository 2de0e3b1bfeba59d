"""What people allow to be given out to train a language model, without what tells who they are."""
