"""What /healthz asks."""

import asyncio

from bot.condition import Condition
from bot.disk import Disk
from storage import outbox

PATIENCE = 5.0
"""Seconds within which a register that is well has answered."""


async def condition(disk: Disk, released: asyncio.Event) -> Condition:
    """Well: the register answers, its disk takes what is written, messages can leave, and none waits that could not be
    delivered."""
    try:
        parked = await asyncio.wait_for(disk.database.run(lambda r: outbox.counts(r).parked), PATIENCE)
    except Exception:  # noqa: BLE001  whatever it is, it is not well
        return Condition.UNWELL
    if disk.trouble or not released.is_set():
        return Condition.UNWELL
    return Condition.PARKED if parked else Condition.WELL
