"""Words in which somebody says that they will do something for another: "I'll send it", "te lo mando". Pure.

Small models call it a fact. With a day named it is a commitment, and may be offered as a reminder.
"""

from memory.cues import any_of
from memory.wording import folded

_PROMISE = any_of(
    r"i(?:'ll| will) (?:send|bring|call|do|pay|give|get|fix|write|make|book|pick|ask|check|help|forward|drop|finish)\b",
    r"ich (?:schick|bring|mach|ruf|geb|zahl|schreib|hol|besorg|erledig|überweis)\w*\b",
    r"(?:te|os|les?) (?:l[oa]s? )?(?:mando|envío|paso|llevo|traigo|llamo|doy|pago|escribo)\b",
    r"je (?:(?:te|vous|le|la|les) |t'|l')*(?:envoie|enverrai|ramène|apporte|rappelle|appelle|ferai|rends|paie|donne)\b",
    r"(?:te|lhe) (?:passo|mando|envio|levo|trago|ligo|dou|pago|escrevo)\b",
    r"(?:ti|te l[oa]) (?:mando|porto|chiamo|passo|invio|pago|scrivo)\b",
    r"(?:пришлю|отправлю|принесу|позвоню|сделаю|отдам|верну|заплачу|напишу)\b",
    "(?:送り|渡し|届け|持っていき|持って行き|連絡し|返し|払い|提出し)ます", "(?:送る|渡す|返す|連絡する)ね",
)  # fmt: skip


def promises(quote: str) -> bool:
    """Whether `quote` is such a word."""
    return _PROMISE.search(folded(quote)) is not None
