"""The commands as a group: a name that none of them has is answered in our own words."""

from typing import TYPE_CHECKING

from typer.core import TyperGroup

from bot.commands.words import say

if TYPE_CHECKING:  # typer brings its own click, and names its types nowhere else
    from typer._click.core import Command, Context


class Commands(TyperGroup):
    def resolve_command(self, ctx: "Context", args: list[str]) -> "tuple[str | None, Command | None, list[str]]":
        """Ends with exit code 2 and the commands there are."""
        if args and not args[0].startswith("-") and self.get_command(ctx, args[0]) is None:
            ctx.fail(say("no_such_command", {"command": args[0], "commands": tuple(self.list_commands(ctx))}))
        return super().resolve_command(ctx, args)
