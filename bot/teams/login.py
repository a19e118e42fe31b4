"""Who we are to Microsoft: the variables of the environment, named as in Microsoft's samples, then askfirst.toml."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from bot.settings import TeamsTable

APP_ID = "MicrosoftAppId"
PASSWORD = "MicrosoftAppPassword"  # noqa: S105  the variable's name
TYPE = "MicrosoftAppType"
TENANT = "MicrosoftAppTenantId"
VARIABLES = (APP_ID, PASSWORD, TYPE, TENANT)

SINGLE_TENANT, MANAGED = "SingleTenant", "UserAssignedMSI"
Kind = Literal["SingleTenant", "UserAssignedMSI"]


@dataclass(frozen=True, slots=True)
class Login:
    """`password` is the client's secret; a managed identity has none. `type` is as it was written."""

    app_id: str = ""
    password: str = field(default="", repr=False)
    type: str = SINGLE_TENANT
    tenant: str = ""

    @property
    def some(self) -> bool:
        return bool(self.app_id or self.password or self.tenant)

    @property
    def managed(self) -> bool:
        return self.type.lower() == MANAGED.lower()

    @property
    def known_type(self) -> bool:
        """Bots for several tenants can no longer be made, and would let in whoever has an account anywhere."""
        return self.managed or self.type.lower() == SINGLE_TENANT.lower()


def login(table: TeamsTable, environ: Mapping[str, str] | None = None) -> Login:
    """The environment wins. The password never stands in a file of ours."""
    given = os.environ if environ is None else environ

    def told(name: str, otherwise: str) -> str:
        return given.get(name, "").strip() or otherwise

    return Login(
        told(APP_ID, table.app_id),
        told(PASSWORD, ""),
        told(TYPE, table.app_type),
        told(TENANT, table.tenant).lower(),
    )
