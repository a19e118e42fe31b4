"""How the peers of Teams' part are served, each in a process of its own; and the plainest one.

python -m bench.teams_peer FAR    a handler of aiohttp that reads the request, checks nothing and answers {}
"""

import asyncio
import json
import sys

from aiohttp import web

PATH = "/api/messages"


async def served(app: web.Application, port: int = 0) -> None:
    """Until it is ended. Prints its port."""
    app.router.add_get("/healthz", _healthy)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", port).start()
    print(json.dumps({"port": runner.addresses[0][1]}), flush=True)
    await asyncio.Event().wait()


async def _healthy(_: web.Request) -> web.Response:
    return web.Response(text="ok")


async def _nothing(request: web.Request) -> web.Response:
    await request.json()
    return web.json_response({})


def _empty() -> web.Application:
    app = web.Application()
    app.router.add_post(PATH, _nothing)
    return app


if __name__ == "__main__":
    asyncio.run(served(_empty(), *map(int, sys.argv[2:])))
