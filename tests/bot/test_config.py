"""Settings: which source wins, what each mistake is told as, and that no secret shows."""

from pathlib import Path

import pytest

from bot.config import Settings, read_settings
from bot.errors import ConfigError
from bot.folders import default_home


def read(toml: str, folder: Path, environment: dict[str, str] | None = None, **overrides: str) -> Settings:
    path = folder / "rapport.toml"
    path.write_text(toml, "utf-8")
    return read_settings({"RAPPORT_CONFIG": str(path), "HOME": str(folder), **(environment or {})}, overrides)


def test_defaults(tmp_path: Path) -> None:
    settings = read_settings({"HOME": str(tmp_path)}, {})
    assert settings.database is None
    assert settings.embeddings is None
    assert settings.models == ()
    assert settings.recall_calls == 0
    assert settings.home == default_home({"HOME": str(tmp_path)})


def test_environment_beats_file_and_command_line_beats_both(tmp_path: Path) -> None:
    toml = 'home = "/a"\ndemo_model = "standard"\n[model]\nurl = "http://one:1/v1"\nname = "first"\n'
    settings = read(toml, tmp_path, {"RAPPORT_HOME": "/b", "RAPPORT_MODEL": "second"}, demo_model="none")
    assert settings.home == Path("/b")
    assert settings.demo_model == "none"
    assert settings.models[0].name == "second"
    assert settings.models[0].url == "http://one:1/v1"


def test_a_call_for_recall_is_allowed_by_file_or_environment(tmp_path: Path) -> None:
    assert read("[recall]\ncalls = 1\n", tmp_path).recall_calls == 1
    assert read("", tmp_path, {"RAPPORT_RECALL_CALLS": "1"}).recall_calls == 1


def test_fallbacks_come_after_the_model(tmp_path: Path) -> None:
    toml = '[model]\nurl = "http://one:1/v1/"\n[[fallback]]\nurl = "http://two:2/v1"\nslow = true\n'
    assert [each.url for each in read(toml, tmp_path).models] == ["http://one:1/v1", "http://two:2/v1"]


@pytest.mark.parametrize(
    ("toml", "environment", "told"),
    [
        ("colour = 1", {}, "The setting colour ("),
        ("[model]\nurll = 'x'", {}, "The setting model.urll ("),
        ("[model]\nname = 'x'", {}, "The setting model.url is missing"),
        ("[embeddings]\nurl = 'http://a/v1'", {}, "The setting embeddings.model is missing"),
        ("[embeddings]\nmodel = 'x'", {}, "The setting embeddings.url is missing"),
        ("demo_model = 'huge'", {}, "'standard', 'small' or 'none'"),
        ("quiet_seconds = -1", {}, "greater than or equal to 0"),
        ("[recall]\ncalls = 2", {}, "less than or equal to 1"),
        ("database = 'x'", {}, "The setting database ("),
        ("= 1", {}, "not valid TOML"),
        ("", {"RAPPORT_MODEL_URL": "localhost:8080"}, "The setting model.url should look like"),
        ("", {"RAPPORT_MODEL_URL": "http://me:secret@host/v1"}, "holds a user name or password"),
        ("", {"RAPPORT_EMBEDDINGS_DIMENSIONS": "many"}, "embeddings.dimensions (RAPPORT_EMBEDDINGS_DIMENSIONS)"),
        ("", {"RAPPORT_CONFIG": "/nowhere/rapport.toml"}, "which does not exist"),
    ],
)
def test_a_mistake_is_one_sentence_that_names_the_key(
    tmp_path: Path, toml: str, environment: dict[str, str], told: str
) -> None:
    with pytest.raises(ConfigError) as caught:
        read(toml, tmp_path, environment)
    assert told in str(caught.value)
    assert "secret" not in str(caught.value)
    assert "\n" not in str(caught.value)


def test_secrets_are_not_shown(tmp_path: Path) -> None:
    settings = read(
        "",
        tmp_path,
        {
            "RAPPORT_DATABASE": "postgresql://u:hunter2@h/d",
            "RAPPORT_MODEL_URL": "http://h/v1",
            "RAPPORT_MODEL_KEY": "sk-hunter2",
            "RAPPORT_EMBEDDINGS_URL": "http://h/v1",
            "RAPPORT_EMBEDDINGS_MODEL": "m",
            "RAPPORT_EMBEDDINGS_KEY": "hunter2",
        },
    )
    assert "hunter2" not in repr(settings)
    assert settings.models[0].key == "sk-hunter2"
