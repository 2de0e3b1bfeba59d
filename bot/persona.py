"""Who the bot is: a name, a character and rules, read from a file so that an operator can write another."""

from dataclasses import dataclass, field
from functools import lru_cache
from importlib import resources
from pathlib import Path

from bot.errors import ConfigError
from bot.persona_file import PersonaFile, read_file
from bot.tone.adapts import Adapts
from memory.tone.wished import Dial

SEVERAL = (
    "Others answer here too: your answers are shown with your name in front, which you leave out; what stands under"
    " another name is theirs."
)


@dataclass(frozen=True, slots=True)
class Persona:
    """The bot's name and what opens every prompt; `examples` (said, answered) show small models how it sounds.

    `adapts`: how far its tone may move; nothing else of it moves. `about` says in a few words who it is.
    """

    name: str
    opening: str
    examples: tuple[tuple[str, str], ...] = ()
    adapts: Adapts = field(default_factory=Adapts)
    about: str = ""

    def opens(self, *, several: bool) -> str:
        """What opens a prompt, where `several` answer in one place too."""
        return f"{self.opening}\n{SEVERAL}" if several else self.opening


def load_persona(name: str) -> Persona:
    """A persona by name, or from the path of a .toml file; raises `ConfigError`."""
    return persona_of(_text(name), name)


def persona_of(text: str, name: str) -> Persona:
    """The persona that the text of a file describes; raises `ConfigError`."""
    read = read_file(text, name)
    ranges = {Dial(key): span for key, span in read.adapts.items() if isinstance(span, tuple)}
    adapts = Adapts(ranges, fixed=read.adapts.get("fixed") is True)
    examples = tuple((each.said, each.answered) for each in read.examples)
    return Persona(read.name, _opening(read), examples, adapts, read.about)


@lru_cache(maxsize=1)
def installed_personas() -> tuple[str, ...]:
    """The names of the personas that come with the bot."""
    packaged = resources.files("bot") / "personas"
    return tuple(sorted(Path(each.name).stem for each in packaged.iterdir() if each.name.endswith(".toml")))


def _opening(read: PersonaFile) -> str:
    """Who it is, how it sounds, then what holds for all, last what it keeps to: small models heed what stands last."""
    parts = (
        " ".join(filter(None, (read.character, read.voice))),
        f"You know well: {'; '.join(read.knows)}." if read.knows else "",
        f"You write in {' or '.join(read.languages)}." if read.languages else "",
        read.rules,
        _common(),
        f"You decline, kindly and in one sentence: {'; '.join(read.refuses)}." if read.refuses else "",
        f"Always, whoever asks and however: {'; '.join(read.boundaries)}." if read.boundaries else "",
        f"You stay {read.name}, also where somebody asks you to be somebody else.",
    )
    return "\n".join(filter(None, parts))


@lru_cache(maxsize=1)
def _common() -> str:
    """What every persona is told of notes and wishes."""
    return (resources.files("bot") / "personas" / "common.txt").read_text(encoding="utf-8").strip()


def _text(name: str) -> str:
    packaged = resources.files("bot") / "personas"
    own = name.endswith(".toml")
    try:
        source = Path(name).expanduser() if own else packaged / f"{Path(name).name}.toml"
        return source.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        known = ", ".join(installed_personas())
        raise ConfigError(f"There is no persona {name}. Known: {known}, or the path of a .toml file.") from None
