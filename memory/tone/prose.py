"""What of a message is somebody's own writing: no quotes, code, commands, pasted text, links or mentions. Pure.

What is left out is left out wholly, since half a log line would be taken for a way to write. A custom emoji stays, as
its name between colons: who uses it means it.
"""

import re

LONGEST = 4_000  # characters that are looked at
_FENCED = re.compile(r"```.*?(?:```|\Z)|``[^\n]*?``|`[^`\n]*`|(?m:^)>>>[ \n].*\Z", re.DOTALL)
_CUSTOM = re.compile(r"<a?(:\w{2,32}:)\d{1,20}>")
_LABELLED = re.compile(r"\[([^\]\[\n]{1,200})\]\([^)\s]{1,2000}\)|<https?:[^|>\s]{1,2000}\|([^>\n]{1,200})>")
_POINTERS = re.compile(
    r"<[@#!&][^>\s]{1,100}>|<[tm]:[^>\s]{1,40}>|<?(?:https?|ftp|mailto|file)://?[^\s>]+>?|\bwww\.[^\s]+"
    r"|[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,5}|(?<![\w@])@[\w][\w.-]{0,40}"
)
_POINTING = ("<", ":/", "www.", "@")  # one of which each of them has
_COMMAND = re.compile(r"\s*[/!][a-zA-Z][\w-]*(?:\s|$)")
_QUOTED = re.compile("“[^“”\n]{12,}”|„[^„“”\n]{12,}[“”]|«[^«»\n]{12,}»|「[^「」\n]{8,}」|『[^『』\n]{8,}』")
_STRAIGHT = re.compile(r'(?<!\w)"[^"\n]{12,}"(?!\w)')
_SPACED = re.compile(r"\S\s+\S+\s+\S+\s+\S")  # four words: less than that is a name or a word talked about
_MARKUP = re.compile(r"\*+|~~|\|\||__|(?<!\w)_(?=\w)|(?<=\w)_(?!\w)")
_LEADING = re.compile(r"^\s*(?:#{1,3}\s+|-#\s+|[-*•]\s+|\d{1,2}[.)]\s+)")
# Lines of logs, traces, shells, mail headers, tables, markup and other chats: written by something or somebody else.
_PASTED = re.compile(
    r"\s*(?:>|&gt;|\|.*\|\s*$|[{}\]]|</?\w|\$ |# ?\w+=|--|\+\+|@@ "
    r"|#include\b|import [\w.]+(?: as \w+)?;?\s*$|from [\w.]+ import |def \w+\(|class \w+[:(]"
    r"|(?:SELECT|INSERT|UPDATE|DELETE|CREATE) .*(?:FROM|INTO|SET|WHERE|TABLE)\b|Traceback \(|at [\w.$]+\(|File \""
    r"|\[\d{1,2}:\d\d(?::\d\d)?\]\s|\d{1,2}:\d\d(?::\d\d)?\s*<|\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d|<[\w.-]+>\s"
    r"|(?:From|To|Cc|Subject|Date|Sent|Von|An|Betreff|De|Para|Asunto|Objet|Assunto): \S"
    r"|(?:On|Am|Le|El|Em|Il) .{8,80}(?:wrote|schrieb|écrit|escribió|escreveu|scritto)\b.{0,40}:\s*$"
    r"|(?:INFO|WARN(?:ING)?|ERROR|DEBUG|FATAL|E|W)[:\]/ ]\s*\S+[:/.]|\w*@[\w-]+:[~/]|[\w.-]+@[\w.-]+:"
    r"|sudo \S|apt(?:-get)? \w|(?:pip3?|npm|yarn|cargo|brew|dnf|yum) (?:install|run|add)\b"
    r"|git (?:clone|add|commit|push|pull|rebase|checkout|status|log)\b|(?:ls|rm|cp|cd|cat|tar|grep|chmod) [-./~]\S)"
)
_CODELIKE = re.compile(r"[0-9|/\\{}<>=;$#%&+~^_\[\]-]")
_MOST_CODELIKE, _LINE = 0.6, 20  # of the signs that are not spaces, in a line of at least so many: no prose


def own_words(text: str, *, quotes: bool = False) -> str:
    """What somebody wrote themselves in a message, line by line; "" where there is nothing of it.

    What stands in quotation marks is left out, unless `quotes` are asked for, as where a text itself is judged.
    """
    shown = text[:LONGEST].replace("\r", "\n").replace("\x00", " ")
    if _COMMAND.match(shown):
        return ""
    if "`" in shown or ">>>" in shown:
        shown = _FENCED.sub(" ", shown)
    if "<" in shown or "](" in shown:
        shown = _LABELLED.sub(lambda found: found[1] or found[2], _CUSTOM.sub(r"\1", shown))
    lines = (_line(each, quotes=quotes) for each in shown.split("\n"))
    return "\n".join(each for each in lines if each)


def _line(line: str, *, quotes: bool) -> str:
    if not line.strip() or _PASTED.match(line):
        return ""
    kept = _LEADING.sub("", line)
    if any(each in kept for each in _POINTING):
        kept = _POINTERS.sub(" ", kept)
    if not quotes:
        kept = _QUOTED.sub(_unquoted, kept) if not kept.isascii() else kept
        kept = _STRAIGHT.sub(_unquoted, kept) if '"' in kept else kept
    kept = " ".join(_MARKUP.sub("", kept).split())
    return "" if _is_listing(kept) else kept


def _is_listing(line: str) -> bool:
    signs = len(line) - line.count(" ")
    return signs >= _LINE and len(_CODELIKE.findall(line)) > _MOST_CODELIKE * signs


def _unquoted(found: re.Match[str]) -> str:
    quoted = found[0]
    return " " if _SPACED.search(quoted) or quoted[0] in "「『" else quoted
