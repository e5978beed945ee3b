"""The command line: the list of commands, and the group that loads them."""

import os
from importlib import import_module

import click

from bot.cli.opening import Workspace, pass_workspace
from bot.wording.catalogues import spoken_in
from bot.wording.wording import speaking

COMMANDS = {  # name: the module that defines it
    "add": "articles",
    "ask": "ask",
    "backup": "upkeep_commands",
    "doctor": "upkeep_commands",
    "edit": "articles",
    "encode": "upkeep_commands",
    "evaluate": "quality_commands",
    "feeds": "feeds",
    "follow": "feeds",
    "index": "upkeep_commands",
    "migrate": "upkeep_commands",
    "read": "articles",
    "refresh": "feeds",
    "remove": "articles",
    "restore": "upkeep_commands",
    "run": "upkeep_commands",
    "scrub": "upkeep_commands",
    "show": "articles",
    "sources": "articles",
    "unanswered": "unanswered",
    "unfollow": "feeds",
}


class Commands(click.Group):
    """The commands; each module is imported when one of its commands is used.

    Importing all of them takes twice as long as importing only the one that "ask" needs.
    """

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """The names of all commands, sorted."""
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 - click's signature
        """The command of that name, if there is one."""
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = getattr(import_module(f"bot.cli.{COMMANDS[cmd_name]}"), cmd_name)
        return command


@click.group(
    cls=Commands,
    commands={name: click.Command(name) for name in COMMANDS},  # for "Did you mean ...?"
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"]},
)
@click.version_option(package_name="quotewire")
@click.pass_context
@pass_workspace
def quotewire(workspace: Workspace, context: click.Context) -> None:
    """Answer questions about news articles with the articles' own sentences.

    Without a command, start a chat in the terminal.
    """
    if context.invoked_subcommand != "run":  # which speaks the languages of its readers
        context.with_resource(speaking(spoken_in(os.environ)))
    if context.invoked_subcommand is None:
        from bot.cli.chat import chat  # imported when needed, like the commands

        with workspace.store() as store:
            settings = workspace.settings
            chat(workspace.library(store), settings.quotewire_fetch_hosts, settings.zone)
