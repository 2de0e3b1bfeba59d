"""Secrets are taken out before anything is stored, by shape and by the words in front of them.

A secret that reached the database would sit in the transcript, the postings, the vectors and every backup. The price
is a false positive now and then ("password: tomato" loses its tomato), which costs one word of chat. Plain
words after "password is" are kept, because "my password is wrong" is said far oftener than a password without a
digit or sign in it. Phone numbers, account numbers and hashes are not secrets and stay.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise

_API_KEY = re.compile(
    r"""(?<![\w-])(?:
    sk-(?:ant-|proj-|or-|svcacct-|admin-)?[A-Za-z0-9_-]{20,}
  | (?:sk|rk)_(?:live|test)_[A-Za-z0-9]{16,} | whsec_[A-Za-z0-9+/]{24,}
  | xox[abeoprs]-[A-Za-z0-9-]{10,} | xapp-\d-[A-Za-z0-9-]{20,}
  | gh[opsur]_[A-Za-z0-9]{30,} | github_pat_\w{22,} | glpat-[\w-]{20,}
  | (?:AKIA|ASIA)[0-9A-Z]{16} | AIza[\w-]{35} | ya29\.[\w-]{20,} | GOCSPX-[\w-]{20,}
  | hf_[A-Za-z0-9]{30,} | gsk_[A-Za-z0-9]{30,} | r8_[A-Za-z0-9]{30,} | xai-[A-Za-z0-9]{40,}
  | npm_[A-Za-z0-9]{36} | pypi-[\w-]{40,} | dop_v1_[0-9a-f]{64} | shpat_[0-9a-f]{32}
  | SG\.[\w-]{16,}\.[\w-]{16,} | key-[0-9a-f]{32} | \d{8,10}:AA[\w-]{33}
  | [MNO][A-Za-z\d]{23,27}\.[\w-]{6}\.[\w-]{27,} | AGE-SECRET-KEY-1[0-9A-Z]{50,}
    )(?![\w-])""",
    re.VERBOSE,
)
_PRIVATE_KEY = re.compile(
    r"-----BEGIN [A-Z0-9 ]{0,30}PRIVATE KEY(?: BLOCK)?-----.*?(?:-----END [A-Z0-9 ]{0,30}-----|\Z)", re.DOTALL
)
_JWT = re.compile(r"(?<![\w-])eyJ[\w-]{8,}\.eyJ[\w-]{8,}\.[\w-]*")
_BEARER = re.compile(r"\bbearer[ \t]+([A-Za-z0-9._~+/-]{16,}=*)", re.IGNORECASE)
_LOGIN_URL = re.compile(r"\b[a-z][a-z0-9+.-]{1,15}://[^\s/:@]{1,64}:([^\s/@]{1,128})@", re.IGNORECASE)
_PASSWORD_WORD = (
    r"(?:pass(?:word|wd|phrase|code)|pwd|passwor[td]s?|kennwort|contrase[nñ]a|clave secreta|senha|palavra-passe"
    r"|mot de passe|wachtwoord|lösenord|adgangskode|passord|salasana|hasło|heslo|jelszó|parol[aă]|şifre|пароль"
    r"|κωδικός|비밀번호|암호|كلمة (?:المرور|السر)|סיסמה|pin(?:[ -]?code)?)"
)
_SAID = r"(?:is|was|ist|lautet|war|es|é|est|è|jest|je|är|er|on|to|это|είναι|هي|هو)"
# A few words between are fine: "the password for the wifi is …".
_PASSWORD = re.compile(
    rf"(?<!\w){_PASSWORD_WORD}(?:[ \t]+[^\s:=]{{1,20}}){{0,4}}?"
    rf"(?:\s{{0,3}}(?P<sign>[:=：])|\s{{1,3}}{_SAID}(?=\s)|[은는](?=\s))\s{{0,3}}"
    r"(?:[\"'`“„](?P<quoted>[^\"'`”“\n]{4,64})[\"'`”“]|(?P<bare>[^\s\"'`”“]{4,64}))",
    re.IGNORECASE,
)
_PASSWORD_UNSPACED = re.compile(
    r"(?:密码|密碼|口令|パスワード|暗証番号)(?:是|为|為|は)?[:：]?\s{0,3}[\"'「“]?(?P<quoted>[!-~]{4,64})"
)
_ASSIGNED = re.compile(
    r"""(?<!\w)(?:[A-Z0-9]{1,20}[_-]){0,20}
    (?:(?:api|access|secret)[_ -]?key|(?:client[_ -]?)?secret|(?:auth[_ -]?)?token)
    ["']?[ \t]{0,2}(?:[:=]|\bis\b)[ \t]{0,2}["'`]?(?P<value>[A-Za-z0-9+/_.~-]{16,200}={0,2})""",
    re.IGNORECASE | re.VERBOSE,
)
_CARD = re.compile(r"(?<![\w<@#.+-])\d(?:[ -]?\d){12,18}(?![\w-])")
_CARD_BRAND = re.compile(
    r"4\d{12}|4\d{15}|4\d{18}|5[1-5]\d{14}|2[2-7]\d{14}|3[47]\d{13}|6(?:011|5\d\d|4[4-9]\d)\d{12}|35\d{14}|3(?:0[0-5]|[68]\d)\d{11}|62\d{14}"
)


@dataclass(frozen=True, slots=True)
class Redacted:
    """`text` without its secrets, and what kinds were `found`, in order."""

    text: str
    found: tuple[str, ...]


def redact(text: str) -> Redacted:
    """`text` with every secret replaced by "[secret removed: kind]"; unchanged where there is none."""
    found: list[str] = []
    for kind, pattern, spans in _RULES:
        text = _replace(text, kind, (span for match in pattern.finditer(text) for span in spans(match)), found)
    return Redacted(text, tuple(found))


def _replace(text: str, kind: str, spans: Iterator[tuple[int, int]], found: list[str]) -> str:
    pieces, at = [], 0
    for start, end in spans:
        pieces += [text[at:start], f"[secret removed: {kind}]"]
        found.append(kind)
        at = end
    return "".join([*pieces, text[at:]])


def _whole(match: re.Match[str]) -> Iterator[tuple[int, int]]:
    yield match.span()


def _credential(match: re.Match[str]) -> Iterator[tuple[int, int]]:
    if _jumbled(match[1]):
        yield match.span(1)


def _address_login(match: re.Match[str]) -> Iterator[tuple[int, int]]:
    if match[1].casefold() not in ("password", "pass", "…") and not match[1].startswith(("[secret", "<", "{", "$")):
        yield match.span(1)


def _password(match: re.Match[str]) -> Iterator[tuple[int, int]]:
    if match["quoted"]:
        yield match.span("quoted")
        return
    value = match["bare"].rstrip(".,;!?。、)")
    ends_line = match.string[match.end() : match.end() + 1] in ("", "\n")
    if len(value) >= 4 and not value.startswith("[secret") and (_jumbled(value) or (match["sign"] and ends_line)):
        yield match.start("bare"), match.start("bare") + len(value)


def _unspaced(match: re.Match[str]) -> Iterator[tuple[int, int]]:
    if _jumbled(match["quoted"]) and not match["quoted"].startswith("[secret"):
        yield match.span("quoted")


def _jumbled(value: str) -> bool:
    """Looks made up rather than a word: digits, signs inside, or capitals in the middle."""
    inner = value.strip("'\"()*_.,;:!?…")
    signs = any(not c.isalnum() and c not in "'’-./" for c in inner)
    return any(c.isdigit() for c in inner) or signs or any(a.islower() and b.isupper() for a, b in pairwise(inner))


def _card(match: re.Match[str]) -> Iterator[tuple[int, int]]:
    digits = re.sub(r"\D", "", match[0])
    if _CARD_BRAND.fullmatch(digits) and _luhn(digits):
        yield match.span()


def _luhn(digits: str) -> bool:
    doubled = (int(d) * (1 + i % 2) for i, d in enumerate(reversed(digits)))
    return sum(d - 9 if d > 9 else d for d in doubled) % 10 == 0


_Spans = Callable[[re.Match[str]], Iterator[tuple[int, int]]]
_RULES: tuple[tuple[str, re.Pattern[str], _Spans], ...] = (
    ("private key", _PRIVATE_KEY, _whole),
    ("token", _JWT, _whole),
    ("API key", _API_KEY, _whole),
    ("token", _BEARER, _credential),
    ("password", _LOGIN_URL, _address_login),
    ("password", _PASSWORD, _password),
    ("password", _PASSWORD_UNSPACED, _unspaced),
    ("API key", _ASSIGNED, _credential),
    ("card number", _CARD, _card),
)
