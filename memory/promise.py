"""Words in which somebody says that they will do something for another: "I'll send it", "te lo mando". Pure.

Small models call it a fact. With a day named it is a commitment, and may be offered as a reminder.
"""

from memory.cues import any_of
from memory.wording import folded

_PROMISE = any_of(
    r"i(?:'ll| will) (?:send|bring|call|give|forward|drop|return|pay|show|lend|book|pick|write|email|text)"
    r" (?:(?:it|them|that|the \w+|a \w+) )?(?:you|him|her|them|your?|over|to|up|back|round|along)\b",
    r"ich (?:schick|bring|mach|ruf|geb|zahl|schreib|hol|besorg|erledig|überweis)\w* (?:es |das |den |die )?"
    r"(?:dir|euch|ihm|ihr|ihnen|dich|\w+ (?:\w+ )?(?:mit|zurück|vorbei))\b",
    r"(?:te|os|les?) (?:l[oa]s? )?(?:mando|envío|paso|llevo|traigo|llamo|doy|pago|escribo)\b",
    r"je (?:l[ea]s? |l')?(?:te |vous |leur |lui |t')(?:l[ea]s? |l')?(?:envoie|enverrai|ramène|apporte"
    r"|rappelle|appelle|ferai|rends|paie|donne)\b",
    r"(?:te|lhe) (?:passo|mando|envio|levo|trago|ligo|dou|pago|escrevo)\b",
    r"(?:ti|te l[oa]) (?:mando|porto|chiamo|passo|invio|pago|scrivo)\b",
    r"(?:пришлю|отправлю|принесу|позвоню|сделаю|отдам|верну|заплачу|напишу)\b",
    "(?:送り|渡し|届け|持っていき|持って行き|連絡し|返し|払い|提出し)ます", "(?:送る|渡す|返す|連絡する)ね",
)  # fmt: skip


def promises(quote: str) -> bool:
    """Whether `quote` is such a word."""
    return _PROMISE.search(folded(quote)) is not None
