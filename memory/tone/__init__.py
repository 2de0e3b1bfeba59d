"""How people write, measured from their own messages alone, and how they want to be written to. Pure; no model.

Kept apart from what is known of them: a tone holds rates and a few marks from closed lists, never words of theirs.
"""
