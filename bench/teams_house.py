"""The house for Teams alone, in a process of its own.

python -m bench.teams_house FOLDER FAR
"""

import asyncio
import os
import sys
from pathlib import Path

from bench.door import Committee, opened
from bot.settings import TeamsTable
from bot.teams import clouds
from bot.teams.login import APP_ID as APP_ID_VARIABLE
from bot.teams.login import PASSWORD
from tests.teams.chats import TENANT
from tests.teams.signing import APP_ID

MEMBERS = {
    f"0000000{n}-0000-0000-0000-00000000000a": name
    for n, name in enumerate(("Inés Calloway", "Paul Okonjo", "Greta Halvorsen"), 1)
}
"""Invented."""


def play_microsoft(at: str) -> None:
    """Only development takes another Microsoft than Microsoft's; everything else here is production's."""
    assert isinstance(clouds.CLOUDS, dict)
    clouds.CLOUDS["public"] = clouds.played_at(at)


if __name__ == "__main__":
    os.environ |= {APP_ID_VARIABLE: APP_ID, PASSWORD: "invented"}
    play_microsoft(sys.argv[2])
    asyncio.run(opened(Path(sys.argv[1]), Committee("teams", TENANT, MEMBERS), TeamsTable(tenant=TENANT)))
