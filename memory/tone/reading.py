"""How hard a text is to read, 0 easy to 1 hard. Pure.

Sentence length and the share of long words are Björnsson's LIX (1968), made across languages; for Japanese the share of
Han signs stands for long words (Tateisi, Ono and Yamada 1988). Other scripts without spaces have none.
"""

import re

from memory.tone.written import Written

FEWEST = 5  # words
_LONG = 6  # letters
_EASY, _HARD = 10.0, 70.0  # on Björnsson's scale
_HAN = re.compile("[\u3400-\u4dbf\u4e00-\u9fff]")


def reading(text: Written) -> float | None:
    """How hard it is; None where there is too little of it or its script has no words to count."""
    if text.count < FEWEST or (text.unspaced and text.language != "ja"):
        return None
    long = len(_HAN.findall(text.text)) / 2 if text.unspaced else sum(len(each) > _LONG for each in text.words)
    lix = text.count / max(1, len(text.sentences)) + 100 * long / text.count
    return max(0.0, min(1.0, (lix - _EASY) / (_HARD - _EASY)))
