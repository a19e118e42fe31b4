"""A bare app of slack_bolt's over HTTP, and /healthz. `python -m bench.slack_page API PORT`"""

import asyncio
import sys

from bench.slack_peer import PATH, peer
from bench.teams_peer import served

if __name__ == "__main__":
    app = peer(sys.argv[1], before=True)
    asyncio.run(served(app.web_app(path=PATH), int(sys.argv[2])))
