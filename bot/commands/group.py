"""The commands as a group: what is typed wrong is answered in our own words."""

from typing import TYPE_CHECKING, Any

from typer.core import TyperCommand, TyperGroup, TyperOption

from bot.commands.misuse import NoSuchCommandError, worded
from bot.commands.words import say
from bot.inert import one_line

if TYPE_CHECKING:  # typer brings its own click, and names its types nowhere else
    from typer._click.core import Command as AnyCommand
    from typer._click.core import Context, Parameter


class Command(TyperCommand):
    """Its help names no type of Python's, and no place in braces."""

    def get_params(self, ctx: "Context") -> "list[Parameter]":
        params = super().get_params(ctx)
        for param in params:
            _plain(param)
        return params

    def collect_usage_pieces(self, ctx: "Context") -> list[str]:
        return [
            piece.strip("{}").upper() if piece.startswith("{") else piece for piece in super().collect_usage_pieces(ctx)
        ]


class Commands(TyperGroup):
    def get_params(self, ctx: "Context") -> "list[Parameter]":
        params = super().get_params(ctx)
        for param in params:
            _plain(param)
        return params

    def make_context(
        self, info_name: str | None, args: list[str], parent: "Context | None" = None, **extra: Any
    ) -> "Context":
        with worded(parent.command_path if parent else str(info_name)):
            return super().make_context(info_name, args, parent, **extra)

    def invoke(self, ctx: "Context") -> Any:
        with worded(ctx.command_path):
            return super().invoke(ctx)

    def resolve_command(self, ctx: "Context", args: list[str]) -> "tuple[str | None, AnyCommand | None, list[str]]":
        """Names the commands there are."""
        if args and not args[0].startswith("-") and self.get_command(ctx, args[0]) is None:
            known = tuple(self.list_commands(ctx))
            raise NoSuchCommandError(say("no_such_command", {"command": one_line(args[0]), "commands": known}))
        return super().resolve_command(ctx, args)


def _plain(param: "Parameter") -> None:
    """A switch is on or off: there is nothing to name."""
    if isinstance(param, TyperOption) and param.is_flag and param.metavar is None:
        param.metavar = ""
