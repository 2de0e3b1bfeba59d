"""Whose a statement is: what is said to somebody, or passed on in another's words, is not of who says it. Pure.

Models take "you are a pirate" and "Bob wrote: I sold my car" for their speaker's own life. The lists only make learning
more careful. It cost: who speaks of themselves as "you", and "my boss thinks that I ..." where the boss is right.
"""

import re

from memory.grounding import locate, sentence
from memory.wording import content, covered, folded, words

_YOU = re.compile(
    r"(?:(?:and|but|well|so|hey|hi|oh|und|aber|na|y|pero|e|mas|et|mais|и|а|но),? |\w+[,:] )?(?:(?:you(?:'re|'ve|rs?)?"
    r"|u r|du|dein\w*|tú|usted|eres|você|vocês|tu|teus?|tuas?|ton|ta|tes|vous|votre|vos|ты|тво[йяеи]|вы|ваша?)"
    r"(?! know| see| guessed)(?!\w)|あなた|君[はがの]|你|您|너는|당신|أنت )"
)
ME = re.compile(
    r"(?<!\w)(?:i|me|my|mine|myself|we|us|our|ich|mich|mir|mein\w*|bin|hab\w*|wir|uns\w*|yo|mis?|conmigo|nos|nosotr[ao]s"
    r"|soy|estoy|tengo|vivo|nuestr\w+|je?|chuis?|moi|mon|ma|mes|suis|nous|notre|on|eu|meus?|minhas?|comigo|sou|tenho|nós"
    r"|io|mi[oa]|sono|noi|я|меня|мне|мной|мо[йяеи]|мы|нас|нам)(?!\w)|私|僕|俺|我|나|내|저|أنا|मैं|मेर[ाीे]|मुझे"
)
_ME_SAYS = re.compile(r"(?<!\w)(?:i|we|ich|wir|yo|je|j'ai|eu|io|я|мы)(?!\w)")
# What another said word for word follows it, or what another only thinks.
_REPORT = re.compile(
    r"(?:\b(?:sa(?:id|ys)|wrote|writes|sag(?:te|t)|schr(?:ieb|eibt)|dijo|dice|escrib\w+|dit|écri\w+|disse|diz|escreve\w*"
    r"|ha detto|scri\w+|сказал[аи]?|говорит|написал[аи]?|пишет)\s*(?::|:?\s*[\"'“„«])"
    r"|\b(?:thinks|believes|assumes|claims|pretends)(?: that)?"
    r"|\b(?:they|people|everybody|everyone|parents|friends) (?:all )?(?:think|believe|assume)(?: that)?"
    r"|\b(?:glaub(?:t|en)|denk(?:t|en)|behaupte[tn]+)(?: immer)?,?(?: dass)?"
    r"|\b(?:cree|creen|piensan?|croi(?:t|ent)|pensent?|acham?|pensam?|pensano|crede|credono) (?:que|che)"
    r"|\b(?:думает|думают|считает|считают), что)"
    r"\s*(?:i|i'm|i've|my|ich|mein\w*|yo|mi|je|j'|mon|ma|eu|meu|minha|io|я)?\s*$"
)
_THEIRS = re.compile(r"(?:her|his|their|seine?|её|ее|его|их) |彼女?の|她的|他的")


def is_anothers(fact: str, quote: str, line: str) -> str | None:
    """Why `fact`, which rests on `quote` in `line` and is about its speaker, is of somebody else; None where it is not.

    `fact` comes without the speaker's name.
    """
    said = folded(quote.strip("\"'«»“”"))
    if _YOU.match(said) and not ME.search(said):
        return "said to somebody else"
    if _THEIRS.match(said) and not ME.search(said):
        return "said of somebody else"
    span = locate(quote, line)
    before = _before(folded(sentence(line, span)), fact) if span else ""
    told = _REPORT.search(before)
    return "said by somebody else" if told and not _ME_SAYS.search(before, 0, told.start()) else None


def _before(said: str, fact: str) -> str:
    """What stands in the sentence before any word of the fact."""
    own = content(fact)
    at = (found.start() for found in re.finditer(r"\S+", said) if covered(words(found[0]), own))
    return said[: next(at, 0)]
