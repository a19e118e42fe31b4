"""`python -m bot` is `askfirst`."""

from bot.cli import app

app(prog_name="askfirst")
