"""Settings: which source wins, what each mistake is told as, and that no secret shows."""

from pathlib import Path

import pytest

from bot.config import DiscordSettings, LimitSettings, Settings, read_settings
from bot.errors import ConfigError
from bot.folders import default_home
from bot.slack_settings import SlackHttp, SlackInstalling, SlackSettings
from bot.tone_settings import ToneSettings
from memory.tone.wished import Dial, Preset


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
    assert settings.discord is None
    assert settings.limits == LimitSettings(10, 60, person_tokens_per_day=0, space_tokens_per_day=0)
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


def test_discord_needs_no_more_than_a_token(tmp_path: Path) -> None:
    assert read("", tmp_path, {"RAPPORT_DISCORD_TOKEN": " Bot a.b.c "}).discord == DiscordSettings("a.b.c")
    assert read("[discord]\nlisten = true\n", tmp_path).discord is None


def test_discord_is_set_by_file_or_environment(tmp_path: Path) -> None:
    toml = '[discord]\ntoken = "a.b.c"\nlisten = true\nmembers = true\nshards = 4\nshard_ids = [3, 2, 2]\n'
    wanted = DiscordSettings("a.b.c", listen=True, members=True, shards=4, shard_ids=(2, 3))
    assert read(toml, tmp_path).discord == wanted
    named = {"TOKEN": "a.b.c", "LISTEN": "true", "MEMBERS": "yes", "SHARDS": "4", "SHARD_IDS": "2, 3"}
    assert read("", tmp_path, {f"RAPPORT_DISCORD_{name}": value for name, value in named.items()}).discord == wanted


def test_another_server_than_discords_own(tmp_path: Path) -> None:
    named = {"RAPPORT_DISCORD_TOKEN": "t", "RAPPORT_DISCORD_API": "http://127.0.0.1:8090/api/v10/"}
    found = read("", tmp_path, named).discord
    assert found is not None
    assert found.api == "http://127.0.0.1:8090/api/v10"


def test_limits_and_sight_are_set_in_the_file(tmp_path: Path) -> None:
    toml = "[limits]\nperson_answers_per_minute = 3\nspace_tokens_per_day = 500000\nperson_commands_per_minute = 5\n"
    settings = read(toml + '[model]\nurl = "http://h/v1"\nvision = true\n', tmp_path)
    assert settings.limits == LimitSettings(3, 60, 0, 500_000, person_commands_per_minute=5)
    assert settings.models[0].vision is True


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
        ("[recall]\ncall = 1", {}, "Known here: calls."),
        ("[discord]\ntokens = 'hunter2'", {}, "Known here: api, listen, members, shard_ids, shards, token."),
        ("[discord]\nshard_ids = [0]", {}, "The setting discord.shards is missing"),
        ("[discord]\nshards = 2\nshard_ids = [2]", {}, "counts from 0 to 1"),
        ("[discord]\nshards = 0", {}, "greater than or equal to 1"),
        ("[limits]\nperson_tokens_per_day = -1", {}, "greater than or equal to 0"),
        ("", {"RAPPORT_DISCORD_SHARD_IDS": "0;1"}, "The setting discord.shard_ids"),
        ("", {"RAPPORT_DISCORD_API": "discord.com"}, "should look like https://discord.com/api/v10"),
        ("", {"RAPPORT_SLACK_BOT_TOKEN": "xoxb-hunter2"}, "The setting slack.app_token is missing"),
        ("", {"RAPPORT_SLACK_BOT_TOKEN": "xoxb-hunter2"}, "(your app, Basic Information, App-Level Tokens)"),
        ("", {"RAPPORT_DISCORD_LISTEN": "maybe"}, "discord.listen (RAPPORT_DISCORD_LISTEN) is not usable: say true or"),
        ("", {"RAPPORT_DISCORD_SHARDS": "two"}, "discord.shards (RAPPORT_DISCORD_SHARDS) is not usable: say a whole"),
        (
            "[slack]\nbot_token = 'xoxb-hunter2'\nhttp = '0.0.0.0:3000'",
            {},
            "slack.signing_secret is missing; slack.http needs it. Copy it from https://api.slack.com/apps (your app, "
            "Basic Information, App Credentials) into RAPPORT_SLACK_SIGNING_SECRET.",
        ),
        (
            "[slack]\nbot_token = 'b'\nhttp = '3000'\nsigning_secret = 'hunter2'",
            {},
            "slack.http should look like 0.0.0.0:3000",
        ),
        (
            "[slack]\nbot_token = 'b'\napp_token = 'hunter2'\nhttp = '0.0.0.0:1'\nsigning_secret = 's'",
            {},
            "exclude one another",
        ),
        ("[slack]\nclient_id = '1.2'", {}, "slack.client_secret is missing; slack.client_id needs it"),
        ("[slack]\nclient_secret = 'hunter2'", {}, "slack.client_id is missing; slack.client_secret needs it"),
        ("", {"RAPPORT_SLACK_API": "slack.com"}, "should look like https://slack.com/api"),
        ("[slack]\ntoken = 'hunter2'", {}, "Known here: api, app_token, bot_token, client_id, client_secret, http"),
        ("= 1", {}, "not valid TOML"),
        ("", {"RAPPORT_MODEL_URL": "localhost:8080"}, "The setting model.url should look like"),
        ("", {"RAPPORT_MODEL_URL": "http://me:hunter2@host/v1"}, "holds a user name or password"),
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
    assert "hunter2" not in str(caught.value)
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
            "RAPPORT_DISCORD_TOKEN": "a.b.hunter2",
            "RAPPORT_SECRET_KEY": "hunter2",
            "RAPPORT_SLACK_BOT_TOKEN": "xoxb-hunter2",
            "RAPPORT_SLACK_CLIENT_ID": "1.2",
            "RAPPORT_SLACK_CLIENT_SECRET": "hunter2",
            "RAPPORT_SLACK_HTTP": "0.0.0.0:3000",
            "RAPPORT_SLACK_SIGNING_SECRET": "hunter2",
        },
    )
    assert "hunter2" not in repr(settings)
    assert settings.models[0].key == "sk-hunter2"


def test_slack_is_there_by_a_token_or_by_what_installs_it(tmp_path: Path) -> None:
    assert read("[slack]\napp_token = 'xapp-1'", tmp_path, {}).slack is None
    one = read("", tmp_path, {"RAPPORT_SLACK_BOT_TOKEN": " xoxb-1 ", "RAPPORT_SLACK_APP_TOKEN": "xapp-1"}).slack
    assert one == SlackSettings("xoxb-1", "xapp-1")
    several = {
        "RAPPORT_SLACK_CLIENT_ID": "1.2",
        "RAPPORT_SLACK_CLIENT_SECRET": "s",
        "RAPPORT_SLACK_HTTP": "[::1]:0",
        "RAPPORT_SLACK_SIGNING_SECRET": "8f",
        "RAPPORT_SLACK_LISTEN": "true",
        "RAPPORT_SLACK_API": "http://127.0.0.1:1/api/",
    }
    assert read("", tmp_path, several).slack == SlackSettings(
        installing=SlackInstalling("1.2", "s"),
        http=SlackHttp("::1", 0, "8f"),
        listen=True,
        api="http://127.0.0.1:1/api",
    )


def test_help_lines_are_set_by_language(tmp_path: Path) -> None:
    toml = '[safety.help_lines]\nde-AT = "Rettung 144"\ndefault = "Call 112."\n'
    assert read(toml, tmp_path).help_lines == {"de-AT": "Rettung 144", "default": "Call 112."}
    assert read("", tmp_path).help_lines == {}
    for wrong in ('"no tag!" = "x"', 'de = ""', f'de = "{"x" * 501}"'):
        with pytest.raises(ConfigError, match=r"safety\.help_lines"):
            read(f"[safety.help_lines]\n{wrong}\n", tmp_path)


def test_what_holds_of_tone_for_everybody_is_set_by_dial(tmp_path: Path) -> None:
    toml = 'personas = "/etc/rapport/who"\n[tone]\nemoji = -2\nlength = [-2, 0]\npresets = ["screen-reader"]\n'
    settings = read(toml, tmp_path)
    assert settings.tone.ranges == {Dial.EMOJI: (-2, -2), Dial.LENGTH: (-2, 0)}
    assert settings.tone.presets == {Preset.SCREEN_READER} and settings.personas == Path("/etc/rapport/who")
    assert read("", tmp_path, {"RAPPORT_PERSONAS": "/srv/who"}).personas == Path("/srv/who")
    assert read("", tmp_path).tone == ToneSettings() and read("", tmp_path).personas is None
    for wrong in ("emoji = 3", "emoji = [1, 0]", "emoji = true", "colour = 1", "plainness = 1", 'presets = ["x"]'):
        with pytest.raises(ConfigError, match=r"The setting tone\."):
            read(f"[tone]\n{wrong}\n", tmp_path)
