"""Settings: built-in defaults, then the TOML file, then the environment, then the command line.

Read once, in `app.py`; every other module takes plain values. Pydantic checks what people wrote (`settings_form`);
that costs a second, frozen shape of the same settings.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import cast
from urllib.parse import urlsplit

from pydantic import SecretStr, ValidationError

from bot.errors import ConfigError
from bot.folders import config_folder, default_home
from bot.settings_form import ENVIRONMENT, DemoModel, Discord, Embeddings, File, Limits, Model, complaint
from bot.slack_settings import SlackSettings, read_slack
from bot.tone_settings import ToneSettings, read_tone

_MODEL_EXAMPLE = "http://127.0.0.1:8080/v1"
_DISCORD_EXAMPLE = "https://discord.com/api/v10"
_SLACK_EXAMPLE = "https://slack.com/api"


@dataclass(frozen=True, slots=True)
class ModelSettings:
    """A chat endpoint; `name` None means the first model it lists, `slow` None means judged by its address.

    `vision`: whether it can see images, None means found out.
    """

    url: str
    name: str | None = None
    key: str | None = field(default=None, repr=False)
    slow: bool | None = None
    vision: bool | None = None


@dataclass(frozen=True, slots=True)
class EmbeddingSettings:
    """An `/v1/embeddings` endpoint; `dimensions` None means asked of the endpoint."""

    url: str
    model: str
    key: str | None = field(default=None, repr=False)
    dimensions: int | None = None


@dataclass(frozen=True, slots=True)
class DiscordSettings:
    """The bot at Discord. `listen` asks for the message content intent, `members` for the server members intent.

    `shards` None means as many as Discord recommends, no `shard_ids` all of them in this process; `api` is the base
    address of another server than Discord's own, with its version (`…/api/v10`).
    """

    token: str = field(repr=False)
    listen: bool = False
    members: bool = False
    shards: int | None = None
    shard_ids: tuple[int, ...] = ()
    api: str | None = None


@dataclass(frozen=True, slots=True)
class LimitSettings:
    """How much a person and a space may have where the space's managers set nothing; 0 means no limit."""

    person_answers_per_minute: int = 10
    space_answers_per_minute: int = 60
    person_tokens_per_day: int = 0
    space_tokens_per_day: int = 0
    person_commands_per_minute: int = 30


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything that can be set. `database` None means the embedded one, `embeddings` None the built-in model.

    `secret_key` None means the one in the data folder; `discord` and `slack` None mean no token was given. `help_lines`
    are what is said first in an emergency, by language tag. `personas` None means the folder in the data folder.
    """

    home: Path
    database: str | None = field(default=None, repr=False)
    embeddings: EmbeddingSettings | None = None
    models: tuple[ModelSettings, ...] = ()
    demo_model: DemoModel | None = None
    persona: str = "rapport"
    personas: Path | None = None
    quiet: float = 20.0
    secret_key: str | None = field(default=None, repr=False)
    recall_calls: int = 0
    discord: DiscordSettings | None = None
    slack: SlackSettings | None = None
    limits: LimitSettings = LimitSettings()
    help_lines: Mapping[str, str] = field(default_factory=dict)
    tone: ToneSettings = field(default_factory=ToneSettings)


def read_settings(environment: Mapping[str, str], overrides: Mapping[str, str]) -> Settings:
    """The settings in force; `overrides` are dotted keys from the command line. Raises `ConfigError`."""
    path = _file(environment)
    tree = _read(path, required=bool(environment.get("RAPPORT_CONFIG")))
    where = dict.fromkeys(_leaves(tree), str(path))
    named = {key: environment[name].strip() for name, key in ENVIRONMENT.items() if environment.get(name, "").strip()}
    for source, values in (("environment", named), ("command line", overrides)):
        for key, value in values.items():
            _put(tree, key, value=value)
            where[key] = source
    try:
        checked = File.model_validate(tree)
    except ValidationError as fault:
        raise ConfigError(complaint(fault, where)) from None
    return _settings(checked, environment)


def _file(environment: Mapping[str, str]) -> Path:
    named = environment.get("RAPPORT_CONFIG")
    return Path(named).expanduser() if named else config_folder(environment) / "rapport.toml"


def _read(path: Path, *, required: bool) -> dict[str, object]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        if required:
            raise ConfigError(f"RAPPORT_CONFIG names {path}, which does not exist.") from None
        return {}
    except (OSError, UnicodeDecodeError) as fault:
        reason = fault.strerror if isinstance(fault, OSError) else "it is not UTF-8 text"
        raise ConfigError(f"The settings in {path} cannot be read: {reason}.") from None
    except tomllib.TOMLDecodeError as fault:
        raise ConfigError(f"The settings in {path} are not valid TOML: {fault}.") from None


def _leaves(tree: Mapping[str, object], prefix: str = "") -> list[str]:
    return [
        leaf
        for key, value in tree.items()
        for leaf in (_leaves(value, f"{prefix}{key}.") if isinstance(value, dict) else [f"{prefix}{key}"])
    ]


def _put(tree: dict[str, object], key: str, *, value: str) -> None:
    *sections, last = key.split(".")
    for section in sections:
        inner = tree.setdefault(section, {})
        if not isinstance(inner, dict):
            return  # the file's own mistake; validation names it
        tree = cast(dict[str, object], inner)
    tree[last] = value


def _settings(checked: File, environment: Mapping[str, str]) -> Settings:
    home = Path(checked.home).expanduser().absolute() if checked.home else default_home(environment)
    first = [checked.model] if checked.model.url or checked.model.name or checked.model.key else []
    return Settings(
        home=home,
        database=_secret(checked.database.dsn),
        embeddings=_embeddings(checked.embeddings),
        models=tuple(
            _model(each, "model" if each is checked.model else "fallback") for each in first + checked.fallback
        ),
        demo_model=checked.demo_model,
        persona=checked.persona,
        personas=Path(checked.personas).expanduser().absolute() if checked.personas else None,
        quiet=checked.quiet_seconds,
        secret_key=_secret(checked.secret_key),
        recall_calls=checked.recall.calls,
        discord=_discord(checked.discord),
        slack=read_slack(
            checked.slack, _url(checked.slack.api, "slack.api", _SLACK_EXAMPLE) if checked.slack.api else None
        ),
        limits=_limits(checked.limits),
        help_lines=checked.safety.help_lines,
        tone=read_tone(checked.tone),
    )


def _secret(value: SecretStr | None) -> str | None:
    return value.get_secret_value() if value else None


def _embeddings(section: Embeddings) -> EmbeddingSettings | None:
    if not section.url:
        if section.model or section.key or section.dimensions:
            raise ConfigError("The setting embeddings.url is missing; the other embeddings settings need it.")
        return None
    if not section.model:
        raise ConfigError("The setting embeddings.model is missing; embeddings.url needs it.")
    url = _url(section.url, "embeddings.url")
    return EmbeddingSettings(url, section.model, _secret(section.key), section.dimensions)


def _model(section: Model, name: str) -> ModelSettings:
    if not section.url:
        raise ConfigError(f"The setting {name}.url is missing; the other {name} settings need it.")
    return ModelSettings(
        _url(section.url, f"{name}.url"), section.name, _secret(section.key), section.slow, section.vision
    )


def _discord(section: Discord) -> DiscordSettings | None:
    if section.shard_ids and section.shards is None:
        raise ConfigError("The setting discord.shards is missing; discord.shard_ids needs it.")
    if section.shards is not None and any(each >= section.shards for each in section.shard_ids):
        raise ConfigError(
            f"The setting discord.shard_ids counts from 0 to {section.shards - 1}, as discord.shards says."
        )
    api = _url(section.api, "discord.api", _DISCORD_EXAMPLE) if section.api else None
    token = (_secret(section.token) or "").strip().removeprefix("Bot ")
    if not token:
        return None  # the other settings may stay in a file while the token is taken out
    shard_ids = tuple(sorted(set(section.shard_ids)))
    return DiscordSettings(token, section.listen, section.members, shards=section.shards, shard_ids=shard_ids, api=api)


def _limits(section: Limits) -> LimitSettings:
    return LimitSettings(
        section.person_answers_per_minute,
        section.space_answers_per_minute,
        person_tokens_per_day=section.person_tokens_per_day,
        space_tokens_per_day=section.space_tokens_per_day,
        person_commands_per_minute=section.person_commands_per_minute,
    )


def _url(text: str, key: str, example: str = _MODEL_EXAMPLE) -> str:
    """A checked http(s) address without its last slash."""
    try:
        parts = urlsplit(text)
        usable = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        usable = False
    if not usable:
        raise ConfigError(f"The setting {key} should look like {example}.")
    if parts.username or parts.password:
        raise ConfigError(f"The setting {key} holds a user name or password. Put the key into its own setting instead.")
    return text.rstrip("/")
