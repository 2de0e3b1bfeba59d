"""Settings: built-in defaults, then the TOML file, then the environment, then the command line.

Read once, in `app.py`; every other module takes plain values. Pydantic checks what people wrote and each of its
complaints becomes one sentence that names the key. That costs a second, frozen shape of the same settings.
"""

import os
import sys
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, cast
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field, SecretStr, ValidationError

from bot.errors import ConfigError

DemoModel = Literal["standard", "small", "none"]
ENVIRONMENT = {
    "RAPPORT_HOME": "home",
    "RAPPORT_DATABASE": "database.dsn",
    "RAPPORT_EMBEDDINGS_URL": "embeddings.url",
    "RAPPORT_EMBEDDINGS_MODEL": "embeddings.model",
    "RAPPORT_EMBEDDINGS_KEY": "embeddings.key",
    "RAPPORT_EMBEDDINGS_DIMENSIONS": "embeddings.dimensions",
    "RAPPORT_MODEL_URL": "model.url",
    "RAPPORT_MODEL": "model.name",
    "RAPPORT_MODEL_KEY": "model.key",
}


@dataclass(frozen=True, slots=True)
class ModelSettings:
    """A chat endpoint; `name` None means the first model it lists, `slow` None means judged by its address."""

    url: str
    name: str | None = None
    key: str | None = field(default=None, repr=False)
    slow: bool | None = None


@dataclass(frozen=True, slots=True)
class EmbeddingSettings:
    """An `/v1/embeddings` endpoint; `dimensions` None means asked of the endpoint."""

    url: str
    model: str
    key: str | None = field(default=None, repr=False)
    dimensions: int | None = None


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything that can be set. `database` None means the embedded one, `embeddings` None the built-in model."""

    home: Path
    database: str | None = field(default=None, repr=False)
    embeddings: EmbeddingSettings | None = None
    models: tuple[ModelSettings, ...] = ()
    demo_model: DemoModel | None = None
    persona: str = "rapport"
    quiet: float = 20.0


class _Section(BaseModel):
    model_config = ConfigDict(extra="forbid", hide_input_in_errors=True)


class _Database(_Section):
    dsn: SecretStr | None = None


class _Embeddings(_Section):
    url: str | None = None
    model: str | None = None
    key: SecretStr | None = None
    dimensions: int | None = Field(default=None, ge=1, le=4000)


class _Model(_Section):
    url: str | None = None
    name: str | None = None
    key: SecretStr | None = None
    slow: bool | None = None


class _File(_Section):
    home: str | None = None
    demo_model: DemoModel | None = None
    persona: str = Field(default="rapport", min_length=1)
    quiet_seconds: float = Field(default=20.0, ge=0, le=3600)
    database: _Database = _Database()
    embeddings: _Embeddings = _Embeddings()
    model: _Model = _Model()
    fallback: list[_Model] = Field(default_factory=list, max_length=5)


def read_settings(environment: Mapping[str, str], overrides: Mapping[str, str]) -> Settings:
    """The settings in force; `overrides` are dotted keys from the command line. Raises `ConfigError`."""
    path = _file(environment)
    tree = _read(path, required="RAPPORT_CONFIG" in environment)
    where = dict.fromkeys(_leaves(tree), str(path))
    named = {key: environment[name].strip() for name, key in ENVIRONMENT.items() if environment.get(name, "").strip()}
    for source, values in (("environment", named), ("command line", overrides)):
        for key, value in values.items():
            _put(tree, key, value=value)
            where[key] = source
    try:
        checked = _File.model_validate(tree)
    except ValidationError as fault:
        raise ConfigError(_sentence(fault, where)) from None
    return _settings(checked, environment)


def config_folder(environment: Mapping[str, str]) -> Path:
    """Where `rapport.toml` is looked for."""
    if sys.platform == "darwin":
        return _user_home(environment) / "Library" / "Application Support" / "rapport"
    root = environment.get("XDG_CONFIG_HOME", "")
    return (Path(root) if os.path.isabs(root) else _user_home(environment) / ".config") / "rapport"


def default_home(environment: Mapping[str, str]) -> Path:
    """Where everything is kept unless RAPPORT_HOME says otherwise."""
    if os.geteuid() == 0:
        # PostgreSQL refuses to run as root, and the account it runs as instead cannot enter root's own folder.
        return Path("/var/lib/rapport")
    if sys.platform == "darwin":
        return config_folder(environment)
    root = environment.get("XDG_DATA_HOME", "")
    return (Path(root) if os.path.isabs(root) else _user_home(environment) / ".local" / "share") / "rapport"


def _user_home(environment: Mapping[str, str]) -> Path:
    return Path(environment.get("HOME") or Path.home())


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


def _sentence(fault: ValidationError, where: Mapping[str, str]) -> str:
    """The first complaint as one sentence; never the value, which may be a secret."""
    error = fault.errors(include_url=False, include_input=False, include_context=True)[0]
    key = ".".join(str(part) for part in error["loc"])
    source = where.get(key) or next((name for leaf, name in where.items() if leaf.startswith(key)), "settings")
    if error["type"] == "extra_forbidden":
        return f"The setting {key} ({source}) is unknown. Known here: {_known(error['loc'])}."
    variable = next((name for name, dotted in ENVIRONMENT.items() if dotted == key and source == "environment"), "")
    shown = f"{key} ({variable or source})"
    return f"The setting {shown} is not usable: {error['msg'][0].lower()}{error['msg'][1:]}."


def _known(loc: tuple[int | str, ...]) -> str:
    sections: dict[str, type[BaseModel]] = {
        "database": _Database,
        "embeddings": _Embeddings,
        "model": _Model,
        "fallback": _Model,
    }
    section = sections.get(str(loc[0]), _File) if len(loc) > 1 else _File
    return ", ".join(sorted(section.model_fields))


def _settings(checked: _File, environment: Mapping[str, str]) -> Settings:
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
        quiet=checked.quiet_seconds,
    )


def _secret(value: SecretStr | None) -> str | None:
    return value.get_secret_value() if value else None


def _embeddings(section: _Embeddings) -> EmbeddingSettings | None:
    if not section.url:
        if section.model or section.key or section.dimensions:
            raise ConfigError("The setting embeddings.url is missing; the other embeddings settings need it.")
        return None
    if not section.model:
        raise ConfigError("The setting embeddings.model is missing; embeddings.url needs it.")
    url = _url(section.url, "embeddings.url")
    return EmbeddingSettings(url, section.model, _secret(section.key), section.dimensions)


def _model(section: _Model, name: str) -> ModelSettings:
    if not section.url:
        raise ConfigError(f"The setting {name}.url is missing; the other {name} settings need it.")
    return ModelSettings(_url(section.url, f"{name}.url"), section.name, _secret(section.key), section.slow)


def _url(text: str, key: str) -> str:
    """A checked http(s) address without its last slash."""
    try:
        parts = urlsplit(text)
        usable = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        usable = False
    if not usable:
        raise ConfigError(f"The setting {key} should look like http://127.0.0.1:8080/v1.")
    if parts.username or parts.password:
        raise ConfigError(f"The setting {key} holds a user name or password. Put the key into its own setting instead.")
    return text.rstrip("/")
