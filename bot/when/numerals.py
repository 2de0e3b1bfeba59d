"""Numbers of words and of digits: "twenty four", "二十三", "the 21st", "nine fifty nine" (two of them). Pure."""

from collections.abc import Sequence
from dataclasses import replace

from bot.when.made import Number, Ordinal
from bot.when.tokens import Token

YEAR_DIGITS = 4


def numerals(tokens: Sequence[Token], *, ones_first: bool = False) -> list[Token]:
    """The tokens with each number as one of them; some languages say "five and forty"."""
    if ones_first:
        tokens = _tens_first(tokens)
    made: list[Token] = []
    at = 0
    while at < len(tokens):
        length = _run(tokens, at)
        if length:
            made.append(_whole(tokens[at : at + length]))
        else:
            made.append(tokens[at])
        at += max(length, 1)
    return _ordinals(made)


def _tens_first(tokens: Sequence[Token]) -> list[Token]:
    """ "Five and forty" in the order of other languages."""
    turned = list(tokens)
    for at in range(len(turned) - 2):
        ones, tens = _word_value(turned[at]), _word_value(turned[at + 2])
        if ones is None or tens is None or "and" not in turned[at + 1].keys:
            continue
        if 0 < ones < 10 and 20 <= tens < 100 and tens % 10 == 0:
            first, last = turned[at], turned[at + 2]
            whole = Token(first.start, last.end, "", first.glued, made=Number(ones + tens))
            turned[at : at + 3] = [whole, *turned[at + 3 : at + 3]]
            return _tens_first(turned)
    return turned


def _run(tokens: Sequence[Token], start: int) -> int:
    """How many tokens from `start` on are one number in words; 0 for none."""
    if digits := _digit_by_digit(tokens, start):
        return digits
    at, lowest, parts = start, 1e9, 0
    while at < len(tokens):
        token = tokens[at]
        if parts and _joins(tokens, at, lowest):
            at += 1
            continue
        magnitude = _magnitude(token, lowest, parts)
        if magnitude is None:
            break
        lowest, parts, at = magnitude, parts + 1, at + 1
    while at > start and not _is_word(tokens[at - 1]):
        at -= 1
    return at - start if parts else 0


def _joins(tokens: Sequence[Token], at: int, lowest: float) -> bool:
    """Whether "and" or a dash stands between tens and ones."""
    if not {"and", "dash"} & tokens[at].keys.keys() or at + 1 == len(tokens):
        return False
    dash = "dash" in tokens[at].keys
    if dash and not (tokens[at].glued and tokens[at + 1].glued):
        return False
    following = _word_value(tokens[at + 1])
    return following is not None and 0 < following < min(lowest, 10 if lowest < 100 else 100) and lowest > 1


def _magnitude(token: Token, lowest: float, parts: int) -> float | None:
    """What may still be added below, if the token belongs to the number."""
    if "scale" in token.keys:
        scale = token.keys["scale"]
        return scale if parts == 0 or lowest < scale or lowest > scale else None
    value = _word_value(token)
    if value is None or value >= lowest:
        return None
    if value == 0 or value != int(value):
        return None if parts else 0.5
    if value < 10:
        return 1
    return 10 if value % 10 == 0 and value < 100 else (100 if value % 100 == 0 else 1)


def _is_word(token: Token) -> bool:
    return "scale" in token.keys or _word_value(token) is not None


def _word_value(token: Token) -> float | None:
    return token.made.value if isinstance(token.made, Number) and token.made.width == 0 else None


def _digit_by_digit(tokens: Sequence[Token], start: int) -> int:
    at = start
    while at < len(tokens) and (at == start or tokens[at].glued) and (value := _word_value(tokens[at])) is not None:
        if value >= 10 or len(tokens[at].text) > 1 or value != int(value):
            break
        at += 1
    return at - start if at - start == YEAR_DIGITS else 0


def _whole(tokens: Sequence[Token]) -> Token:
    first, last = tokens[0], tokens[-1]
    keys = first.keys if len(tokens) == 1 else {}
    if len(tokens) == YEAR_DIGITS and _digit_by_digit(tokens, 0):
        value = float("".join(str(int(_word_value(token) or 0)) for token in tokens))
        return Token(first.start, last.end, "", first.glued, keys, Number(value, YEAR_DIGITS))
    return Token(first.start, last.end, first.text, first.glued, keys, Number(_sum(tokens)))


def _sum(tokens: Sequence[Token]) -> float:
    total = current = 0.0
    for token in tokens:
        value = _word_value(token)
        if "scale" in token.keys:
            current = max(current, 1) * token.keys["scale"]
            if token.keys["scale"] >= 100 or value is not None:
                total, current = total + current, 0.0
        elif value is not None:
            current += value
    return total + current


def _ordinals(tokens: list[Token]) -> list[Token]:
    """Ordinals of words, with tens before them, and of digits with a mark."""
    made: list[Token] = []
    for token in tokens:
        signs = {"dash", "dot"} if "ordmark" in token.keys else {"dash"}  # "2-й", "2.ª"
        dashed = len(made) > 1 and not signs.isdisjoint(made[-1].keys) and made[-1].glued and token.glued
        before = made[-2 if dashed else -1].made if made else None
        if "ordinal" in token.keys:
            value = int(token.keys["ordinal"])
            tens = before.value if isinstance(before, Number) and before.width == 0 else 0
            if tens in (20, 30) and value < 10:
                first = made[-2:].pop(0) if dashed else made[-1]
                del made[-2 if dashed else -1 :]
                made.append(Token(first.start, token.end, "", first.glued, made=Ordinal(int(tens) + value)))
            else:
                made.append(replace(token, made=token.made or Ordinal(value)))
        elif "ordmark" in token.keys and token.glued and isinstance(before, Number) and before.width in (1, 2):
            first = made[-2] if dashed else made[-1]
            del made[-2 if dashed else -1 :]
            made.append(Token(first.start, token.end, "", first.glued, made=Ordinal(before.whole)))
        elif "ordprefix" in token.keys:
            made.append(token)
        elif made and "ordprefix" in made[-1].keys and isinstance(token.made, Number) and token.made.value < 32:
            first = made.pop()
            made.append(Token(first.start, token.end, "", first.glued, made=Ordinal(token.made.whole)))
        else:
            made.append(token)
    return made
