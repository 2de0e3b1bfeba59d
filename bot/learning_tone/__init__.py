"""How answers come to be as people want them: from what they say and do about those they got."""
