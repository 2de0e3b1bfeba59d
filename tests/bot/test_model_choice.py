"""Which model a start uses, what is asked and what is remembered; nothing is searched for or fetched here."""

import os
from pathlib import Path

import pytest

from bot import model_choice
from bot.config import ModelSettings, Settings
from bot.demo_weights import WEIGHTS, DemoModel
from bot.engine import Engine, Host, is_slow
from bot.errors import ModelBusy
from bot.folders import weights_folder
from bot.home import Home, write_choices
from bot.llm.types import Abilities, ChatMessage, Endpoint
from bot.mind import Mind, Voice
from bot.model_choice import Demo, Endpoints, NoModel, Terminal, choose
from bot.persona import load_persona
from bot.quiet import Quiet
from tests.bot.stage import FunctionModel


def terminal(said: list[str], *answers: str | None) -> Terminal:
    """A person who gives these answers, or nobody when there are none."""
    given = iter(answers)

    async def ask(question: str) -> str | None:
        said.append(question)
        return next(given)

    return Terminal(said.append, ask if answers else None, lambda done, total: None)


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Home:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return Home(tmp_path)


def store(model: DemoModel) -> Path:
    """A file that passes for the finished weights: only its size is looked at."""
    path = weights_folder() / WEIGHTS[model].file
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch()
    os.truncate(path, WEIGHTS[model].size)
    return path


async def test_a_configured_model_is_used_without_a_word(home: Home) -> None:
    said: list[str] = []
    settings = Settings(home.folder, models=(ModelSettings("http://h/v1", "m", "k", slow=True),))
    assert await choose(settings, home, terminal=terminal(said, "n")) == Endpoints(
        (Endpoint("http://h/v1", "m", "k", "m"),), True
    )
    assert said == []


async def test_the_demo_model_that_is_there_is_used(home: Home) -> None:
    path = store(DemoModel.SMALL)
    assert await choose(Settings(home.folder, demo_model="small"), home, terminal=terminal([])) == Demo(path)
    assert await choose(Settings(home.folder, demo_model="none"), home, terminal=terminal([])) == NoModel()


async def test_answers_are_asked_once(home: Home) -> None:
    said: list[str] = []
    assert await model_choice._offer_demo(home, terminal(said, "small")) == "small"
    assert "Apache-2.0" in "".join(said)
    assert "1,117 MB" in "".join(said)
    path = store(DemoModel.SMALL)
    assert await choose(Settings(home.folder), home, terminal=terminal(said)) == Demo(path)


async def test_where_nobody_can_answer_it_is_said_what_is_done_and_how_to_change_it(home: Home) -> None:
    said: list[str] = []
    assert await model_choice._offer_demo(home, terminal(said)) == "standard"
    assert (
        said[-1]
        == 'It is used now. RAPPORT_MODEL_URL connects another one; demo_model = "none" in the settings goes without.'
    )


@pytest.mark.parametrize(("answer", "wanted"), [("", "standard"), ("y", "standard"), ("N", "none"), (None, "none")])
async def test_answers_to_the_demo_model(home: Home, answer: str | None, wanted: str) -> None:
    assert await model_choice._offer_demo(home, terminal([], answer)) == wanted


async def test_a_model_found_here_is_offered_or_just_used(home: Home) -> None:
    found = Endpoint("http://127.0.0.1:11434/v1", "qwen", name="ollama")
    said: list[str] = []
    assert await model_choice._offer_found(found, home, terminal=terminal(said)) == Endpoints((found,))
    assert "qwen at http://127.0.0.1:11434/v1" in said[0]
    assert not home.choices.exists()
    assert await model_choice._offer_found(found, home, terminal=terminal(said, "")) == Endpoints((found,))
    kept = await choose(Settings(home.folder), home, terminal=terminal(said))
    assert kept == Endpoints((Endpoint("http://127.0.0.1:11434/v1", "qwen"),))
    assert await model_choice._offer_found(found, home, terminal=terminal(said, "n", "n")) == "none"


async def test_a_broken_answer_file_is_no_answer(home: Home) -> None:
    home.choices.write_text("= nonsense")
    assert model_choice.kept_choice(home) is None
    write_choices(home, demo_model="huge")
    assert model_choice.kept_choice(home) is None


def test_slow_is_one_slot_on_this_machine() -> None:
    assert is_slow((Abilities("http://127.0.0.1:1/v1", True, slots=1),))
    assert not is_slow((Abilities("http://127.0.0.1:1/v1", True, slots=4),))
    assert not is_slow((Abilities("https://api.example.org/v1", True, slots=1),))
    assert not is_slow((Abilities("http://127.0.0.1:1/v1", True),))


async def test_a_mind_is_loading_until_it_is_decided() -> None:
    mind = Mind()
    assert mind.loading
    assert await mind.settled(0.01) is None
    mind.ready(Voice(FunctionModel(lambda messages: [])))
    assert await mind.settled(0.01) is mind.voice
    mind.off("gone")
    assert (mind.voice, mind.reason, mind.loading) == (None, "gone", False)


def test_personas(tmp_path: Path) -> None:
    own = tmp_path / "own.toml"
    own.write_text('name = "Max"\ncharacter = "You are Max."\n')
    assert load_persona(str(own)).opening.startswith("You are Max.\n")
    assert load_persona("rapport").name == "Rapport"
    own.write_text('name = "Max"\n')
    for name, told in (
        (str(own), "character"),
        ("nobody", "Known: .*brief, .*rapport"),
        ("../config", "There is no persona"),
    ):
        with pytest.raises(Exception, match=told):
            load_persona(name)


async def test_a_slow_model_reads_the_opening_while_nobody_waits(home: Home) -> None:
    mind, quiet, model = Mind(), Quiet(), FunctionModel(lambda messages: ["Hm"])
    engine = Engine(
        NoModel(), mind, quiet=quiet, home=home, host=Host(lambda sentence: None, (ChatMessage("system", "Be kind."),))
    )
    await engine._warm(Voice(model, slow=False))
    async with quiet.reply():
        await engine._warm(Voice(model, slow=True))
    assert model.prompts == []
    await engine._warm(Voice(model, slow=True))
    assert model.prompts[0][0].text == "Be kind."
    await engine._warm(Voice(FunctionModel(lambda messages: [ModelBusy()]), slow=True))


def test_an_endpoint_is_called_by_no_path() -> None:
    named = model_choice.to_endpoint(ModelSettings("http://h/v1", "/home/ana/qwen.gguf"))
    assert (named.model, named.name) == ("/home/ana/qwen.gguf", "qwen.gguf")
