"""The commands as a group: what is typed wrong is answered in our own words."""

from typing import TYPE_CHECKING, Any

from typer.core import TyperGroup

from bot.commands.misuse import NoSuchCommandError, worded
from bot.commands.words import say
from bot.inert import one_line

if TYPE_CHECKING:  # typer brings its own click, and names its types nowhere else
    from typer._click.core import Command, Context


class Commands(TyperGroup):
    def make_context(
        self, info_name: str | None, args: list[str], parent: "Context | None" = None, **extra: Any
    ) -> "Context":
        with worded(parent.command_path if parent else str(info_name)):
            return super().make_context(info_name, args, parent, **extra)

    def invoke(self, ctx: "Context") -> Any:
        with worded(ctx.command_path):
            return super().invoke(ctx)

    def resolve_command(self, ctx: "Context", args: list[str]) -> "tuple[str | None, Command | None, list[str]]":
        """Names the commands there are."""
        if args and not args[0].startswith("-") and self.get_command(ctx, args[0]) is None:
            known = tuple(self.list_commands(ctx))
            raise NoSuchCommandError(say("no_such_command", {"command": one_line(args[0]), "commands": known}))
        return super().resolve_command(ctx, args)
