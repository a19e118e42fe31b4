"""What an operator can set: askfirst.toml, and ASKFIRST_… in the environment, which wins."""

import re
from datetime import date
from ipaddress import ip_address
from pathlib import Path
from typing import Annotated, ClassVar, Literal
from urllib.parse import urlsplit

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationInfo, field_validator
from pydantic_core import PydanticCustomError
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict

PREFIX = "ASKFIRST_"
BETWEEN = "__"
"""Between a table and a key: ASKFIRST_WEB__PORT is `web.port`."""

Days = Annotated[int, Field(ge=1, le=365)]
Mode = Literal["production", "development"]


class Table(BaseModel):
    """A table of askfirst.toml. An unknown key is an error: a misspelt setting must not be a default in silence."""

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)


class DatabaseTable(Table):
    path: Path = Path("var/askfirst.db")


class SealingTable(Table):
    """Where the master key comes from: the first of these that is set. It never stands in the settings themselves."""

    command: str = ""
    env: str = "ASKFIRST_KEY"
    file: Path = Path("askfirst.key")


class CommitteeTable(Table):
    """The promise shown to reporters is made of `dm`."""

    dm: Literal["notice", "full"] = "notice"


class WebTable(Table):
    """`address` is the page's public name, as reporters type it."""

    host: str = "127.0.0.1"
    port: Annotated[int, Field(ge=1, le=65535)] = 8013
    address: str = ""

    @field_validator("address")
    @classmethod
    def _sealed_on_the_way(cls, address: str) -> str:
        if address and not address.startswith("https://"):
            raise PydanticCustomError("https", "address")
        return address

    @property
    def loopback(self) -> bool:
        return is_loopback(self.host)


class HttpTable(Table):
    """One address for what Slack and Teams send; behind a reverse proxy that ends TLS."""

    host: str = "127.0.0.1"
    port: Annotated[int, Field(ge=1, le=65535)] = 8014

    @property
    def loopback(self) -> bool:
        return is_loopback(self.host)


def is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def slacks_id(kinds: str) -> AfterValidator:
    """An id as Slack shows it: one of these letters, then letters and digits."""

    def checked(value: str) -> str:
        if value and not re.fullmatch(rf"[{kinds}][A-Z0-9]{{1,20}}", value):
            raise PydanticCustomError("slack_id", "id")
        return value

    return AfterValidator(checked)


class SlackTable(Table):
    """The tokens are no settings: they stand in the environment alone (SLACK_BOT_TOKEN …)."""

    team: Annotated[str, slacks_id("TE")] = ""
    channel: Annotated[str, slacks_id("CG")] = ""
    guests: bool = False


GUID = r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}"


def _guid(value: str) -> str:
    if value and not re.fullmatch(GUID, value):
        raise PydanticCustomError("guid", "id")
    return value.lower()


def _channel(value: str) -> str:
    if value and not re.fullmatch(r"19:[\w.-]+@thread\.(tacv2|skype|v2)", value):
        raise PydanticCustomError("teams_channel", "channel")
    return value


def _played(value: str) -> str:
    """At an address of this machine alone."""
    asked = urlsplit(value)
    if value and (asked.scheme != "http" or not is_loopback(asked.hostname or "")):
        raise PydanticCustomError("played_elsewhere", "played_at")
    return value


class TeamsTable(Table):
    """The password is no setting: it stands in the environment alone, as MicrosoftAppPassword."""

    app_id: Annotated[str, AfterValidator(_guid)] = ""
    app_type: Literal["SingleTenant", "UserAssignedMSI"] = "SingleTenant"
    tenant: Annotated[str, AfterValidator(_guid)] = ""
    channel: Annotated[str, AfterValidator(_channel)] = ""
    guests: bool = False
    cloud: Literal["public", "gcc", "gcch", "dod"] = "public"
    forms: Literal["dialog", "card"] = "dialog"
    login: bool = True
    played_at: Annotated[str, AfterValidator(_played)] = ""

    @property
    def for_development(self) -> str:
        """The first setting that only development takes; empty when there is none."""
        chosen = {"login": not self.login, "forms": self.forms == "card", "played_at": bool(self.played_at)}
        return next((name for name, is_set in chosen.items() if is_set), "")


class ClocksTable(Table):
    """The Code says "promptly" and gives no number (R17.3); the defaults stand in the README."""

    acknowledge_business_days: Days = 3
    acknowledge_latest_days: Days = 7
    feedback_months: Annotated[int, Field(ge=1, le=12)] = 3
    unread_days: Days = 2
    check_in_days: tuple[Days, ...] = (30, 60, 90)
    holidays: tuple[date, ...] = ()


class LimitsTable(Table):
    reports_an_hour: Annotated[int, Field(ge=1, le=1000)] = 5
    questions_a_day: Annotated[int, Field(ge=1, le=1000)] = 3


class DraftsTable(Table):
    days: Annotated[int, Field(ge=1, le=30)] = 7


class Settings(BaseSettings):
    """Everything that can be set. Paths are absolute once `load_settings` has read them."""

    model_config: ClassVar[SettingsConfigDict] = SettingsConfigDict(
        extra="forbid",
        frozen=True,
        hide_input_in_errors=True,
        env_prefix=PREFIX,
        env_nested_delimiter=BETWEEN,
    )

    mode: Mode = "production"
    language: str = "en"
    content: Path | None = None
    semantic: bool = True
    database: DatabaseTable = DatabaseTable()
    sealing: SealingTable = SealingTable()
    committee: CommitteeTable = CommitteeTable()
    web: WebTable = WebTable()
    http: HttpTable = HttpTable()
    slack: SlackTable = SlackTable()
    teams: TeamsTable = TeamsTable()
    clocks: ClocksTable = ClocksTable()
    limits: LimitsTable = LimitsTable()
    drafts: DraftsTable = DraftsTable()

    @field_validator("content", mode="before")
    @classmethod
    def _own_or_none(cls, content: object) -> object:
        return content or None

    @field_validator("web")
    @classmethod
    def _stays_home(cls, web: WebTable, info: ValidationInfo) -> WebTable:
        """In development anybody at the page may speak as anybody: it must not be reachable from elsewhere."""
        if info.data.get("mode") == "development" and not web.loopback:
            raise PydanticCustomError("loopback_only", "host")
        return web

    @field_validator("teams")
    @classmethod
    def _plays_at_home(cls, teams: TeamsTable, info: ValidationInfo) -> TeamsTable:
        """What opens the door, or shows a report in a chat, is for trying things out on this machine."""
        if teams.for_development and info.data.get("mode") != "development":
            raise PydanticCustomError("development_only", teams.for_development)
        http = info.data.get("http")
        if teams.for_development and not (isinstance(http, HttpTable) and http.loopback):
            raise PydanticCustomError("loopback_only", teams.for_development)
        return teams

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """The environment before the file, whose content comes as keyword arguments."""
        return env_settings, init_settings
