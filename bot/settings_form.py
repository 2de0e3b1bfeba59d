"""What people may write as settings: the shape of the TOML file, and a sentence for what does not fit it.

Pydantic, because foreign bytes enter here; each of its complaints becomes one sentence that names the key and where
it was set, never the value, which may be a secret.
"""

from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, SecretStr, ValidationError

from memory.tone.wished import LEAST, MOST, Preset

DemoModel = Literal["standard", "small", "none"]
ENVIRONMENT = {
    "RAPPORT_HOME": "home",
    "RAPPORT_PERSONA": "persona",
    "RAPPORT_PERSONAS": "personas",
    "RAPPORT_SECRET_KEY": "secret_key",
    "RAPPORT_DATABASE": "database.dsn",
    "RAPPORT_EMBEDDINGS_URL": "embeddings.url",
    "RAPPORT_EMBEDDINGS_MODEL": "embeddings.model",
    "RAPPORT_EMBEDDINGS_KEY": "embeddings.key",
    "RAPPORT_EMBEDDINGS_DIMENSIONS": "embeddings.dimensions",
    "RAPPORT_MODEL_URL": "model.url",
    "RAPPORT_MODEL": "model.name",
    "RAPPORT_MODEL_KEY": "model.key",
    "RAPPORT_MODEL_VISION": "model.vision",
    "RAPPORT_RECALL_CALLS": "recall.calls",
    "RAPPORT_DISCORD_TOKEN": "discord.token",
    "RAPPORT_DISCORD_LISTEN": "discord.listen",
    "RAPPORT_DISCORD_MEMBERS": "discord.members",
    "RAPPORT_DISCORD_SHARDS": "discord.shards",
    "RAPPORT_DISCORD_SHARD_IDS": "discord.shard_ids",
    "RAPPORT_DISCORD_API": "discord.api",
    "RAPPORT_SLACK_BOT_TOKEN": "slack.bot_token",
    "RAPPORT_SLACK_APP_TOKEN": "slack.app_token",
    "RAPPORT_SLACK_SIGNING_SECRET": "slack.signing_secret",
    "RAPPORT_SLACK_HTTP": "slack.http",
    "RAPPORT_SLACK_CLIENT_ID": "slack.client_id",
    "RAPPORT_SLACK_CLIENT_SECRET": "slack.client_secret",
    "RAPPORT_SLACK_LISTEN": "slack.listen",
    "RAPPORT_SLACK_API": "slack.api",
}
MOST_SHARDS = 16_000
TAG = r"^(?:default|[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8}){0,6})$"


def _listed(value: object) -> object:
    """A list as the environment can say it, `0, 1, 2`; anything else as it is."""
    return [part.strip() for part in value.split(",")] if isinstance(value, str) else value


def spanned(value: object) -> object:
    """A range as it may be written: `[-1, 1]`, or one number for where a dial stands."""
    return [value, value] if isinstance(value, int | float) and not isinstance(value, bool) else value


def _ordered(value: tuple[float, float]) -> tuple[float, float]:
    if value[0] > value[1]:
        raise ValueError("the lower number comes first")
    return value


Place = Annotated[float, Field(ge=LEAST, le=MOST, allow_inf_nan=False, strict=True)]
Span = Annotated[tuple[Place, Place], BeforeValidator(spanned), AfterValidator(_ordered)]
HelpLine = Annotated[str, Field(min_length=1, max_length=500)]
ShardIds = Annotated[list[Annotated[int, Field(ge=0, lt=MOST_SHARDS)]], BeforeValidator(_listed)]


class Section(BaseModel):
    """What all sections share: unknown keys are refused, values never shown."""

    model_config = ConfigDict(extra="forbid", hide_input_in_errors=True)


class Database(Section):
    """`[database]`."""

    dsn: SecretStr | None = None


class Embeddings(Section):
    """`[embeddings]`."""

    url: str | None = None
    model: str | None = None
    key: SecretStr | None = None
    dimensions: int | None = Field(default=None, ge=1, le=4000)


class Model(Section):
    """`[model]`, and each `[[fallback]]`."""

    url: str | None = None
    name: str | None = None
    key: SecretStr | None = None
    slow: bool | None = None
    vision: bool | None = None


class Recall(Section):
    """`[recall]`."""

    calls: int = Field(default=0, ge=0, le=1)


class Discord(Section):
    """`[discord]`."""

    token: SecretStr | None = None
    listen: bool = False
    members: bool = False
    shards: int | None = Field(default=None, ge=1, le=MOST_SHARDS)
    shard_ids: ShardIds = Field(default_factory=list)
    api: str | None = None


class Slack(Section):
    """`[slack]`."""

    bot_token: SecretStr | None = None
    app_token: SecretStr | None = None
    signing_secret: SecretStr | None = None
    http: str | None = None
    client_id: str | None = None
    client_secret: SecretStr | None = None
    listen: bool = False
    api: str | None = None


class Limits(Section):
    """`[limits]`."""

    person_answers_per_minute: int = Field(default=10, ge=0)
    space_answers_per_minute: int = Field(default=60, ge=0)
    person_tokens_per_day: int = Field(default=0, ge=0)
    space_tokens_per_day: int = Field(default=0, ge=0)
    person_commands_per_minute: int = Field(default=30, ge=0)


class Safety(Section):
    """`[safety]`; the keys of `help_lines` are tags of languages, or `default`."""

    help_lines: dict[Annotated[str, Field(pattern=TAG)], HelpLine] = Field(default_factory=dict, max_length=100)


class Tone(Section):
    """`[tone]`: ranges of dials for everybody, forms that all answers keep to, of how many drafts the best is said."""

    length: Span | None = None
    formality: Span | None = None
    address: Span | None = None
    emoji: Span | None = None
    warmth: Span | None = None
    directness: Span | None = None
    humour: Span | None = None
    presets: list[Preset] = Field(default_factory=list, max_length=len(Preset))
    best_of: int = Field(default=1, ge=1, le=8)


class File(Section):
    """The whole file."""

    home: str | None = None
    demo_model: DemoModel | None = None
    persona: str = Field(default="rapport", min_length=1)
    personas: str | None = None
    quiet_seconds: float = Field(default=20.0, ge=0, le=3600)
    secret_key: SecretStr | None = None
    database: Database = Database()
    embeddings: Embeddings = Embeddings()
    model: Model = Model()
    recall: Recall = Recall()
    discord: Discord = Discord()
    slack: Slack = Slack()
    limits: Limits = Limits()
    safety: Safety = Safety()
    tone: Tone = Tone()
    fallback: list[Model] = Field(default_factory=list, max_length=5)


_PLAIN = {
    **dict.fromkeys(("bool_parsing", "bool_type"), "say true or false"),
    **dict.fromkeys(("int_parsing", "int_type", "int_from_float"), "say a whole number"),
}


def complaint(fault: ValidationError, where: Mapping[str, str]) -> str:
    """The first complaint as one sentence; never the value, which may be a secret."""
    error = fault.errors(include_url=False, include_input=False, include_context=True)[0]
    key = ".".join(str(part) for part in error["loc"])
    source = where.get(key) or next((name for leaf, name in where.items() if leaf.startswith(key)), "settings")
    if error["type"] == "extra_forbidden":
        return f"The setting {key} ({source}) is unknown. Known here: {_known(error['loc'])}."
    variable = next((name for name, dotted in ENVIRONMENT.items() if dotted == key and source == "environment"), "")
    shown = f"{key} ({variable or source})"
    wrong = _PLAIN.get(error["type"]) or f"{error['msg'][0].lower()}{error['msg'][1:]}"
    return f"The setting {shown} is not usable: {wrong}."


def _known(loc: tuple[int | str, ...]) -> str:
    sections: dict[str, type[BaseModel]] = {
        "database": Database,
        "embeddings": Embeddings,
        "model": Model,
        "fallback": Model,
        "recall": Recall,
        "discord": Discord,
        "slack": Slack,
        "limits": Limits,
        "safety": Safety,
        "tone": Tone,
    }
    section = sections.get(str(loc[0]), File) if len(loc) > 1 else File
    return ", ".join(sorted(section.model_fields))
