"""So many at a time: as many tasks as that take the operations one after another."""

import asyncio
from collections.abc import Awaitable, Callable

from bench.rounds import Took, timed

Operation = Callable[[], Awaitable[None]]


async def at_once(tasks: int, count: int, operation: Operation) -> Took:
    """`count` operations, never more than `tasks` of them under way. What one raises ends the measurement."""
    left = iter(range(count))

    async def one() -> None:
        for _ in left:
            await operation()

    async def all_of_them() -> None:
        await asyncio.gather(*(one() for _ in range(tasks)))

    return await timed(count, all_of_them)
