"""The `lagesbild` command and its parts, each loaded only when it is asked for."""

from __future__ import annotations

from importlib import import_module

import click

from lagesbild import __version__
from lagesbild.cli.terminal import HELP, cancelled
from lagesbild.i18n import N_

_ = HELP.gettext

COMMANDS: dict[str, tuple[str, str]] = {
    "picture": ("lagesbild.cli.picture:picture", N_("Make a picture of files, with no set-up at all.")),
    "demo": ("lagesbild.cli.demo:demo", N_("Serve invented municipalities on this machine.")),
    "serve": ("lagesbild.cli.serve:serve", N_("Serve the application on this machine.")),
    "worker": ("lagesbild.cli.worker:worker", N_("Do the background work: pictures, mail, upkeep.")),
    "db": ("lagesbild.cli.db:db", N_("Make, bring up to date, and stop the database.")),
    "backup": ("lagesbild.cli.backup:backup", N_("Write everything to a file, also while in use.")),
    "restore": ("lagesbild.cli.backup:restore", N_("Read a backup into an empty database.")),
    "check": ("lagesbild.cli.check:check", N_("See that everything is as it should be.")),
    "partnership": ("lagesbild.cli.partnership:partnership", N_("Make and list partnerships.")),
    "user": ("lagesbild.cli.user:user", N_("People and what they may do.")),
    "import": ("lagesbild.cli.import_:import_", N_("Read files of incidents into a partnership.")),
    "indicators": ("lagesbild.cli.indicators:indicators", N_("Read a file of statistics into a partnership.")),
}
"""Name, where it is defined, and one line of help: the rooms behind a command take a second or two to load."""


class Lazy(click.Group):
    """A group that loads a command when it is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Names, in the order of the table."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command, loaded."""
        if cmd_name not in COMMANDS:
            return None
        module, name = COMMANDS[cmd_name][0].split(":")
        try:
            command: click.Command = getattr(import_module(module), name)
        except KeyboardInterrupt:
            cancelled()
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The list of commands, without loading any."""
        with formatter.section(_("Commands")):
            formatter.write_dl([(name, _(line)) for name, (_where, line) in COMMANDS.items()])


@click.group(
    cls=Lazy,
    help=_("From incidents to a shared situational picture, and on through the cycle of a samverkan."),
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110},
)
@click.version_option(__version__, prog_name="lagesbild")
def main() -> None:
    """Group of commands; does nothing by itself."""
