"""`lagesbild demo`: an invented town's reports, their picture, served on this machine."""

from __future__ import annotations

import datetime as dt
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import click

from lagesbild.cli.picture import summary
from lagesbild.cli.terminal import HELP, progress, told
from lagesbild.demo import NAME, write_files
from lagesbild.errors import InputError
from lagesbild.i18n import LANGUAGES, N_, Language, Message, Translator, translator
from lagesbild.picture.compose import PeriodChoice
from lagesbild.picture.ground import read_ground
from lagesbild.picture.make import Wanted, picture_of, write
from lagesbild.places.areas import read_areas

_ = HELP.gettext
HOST = "127.0.0.1"


@click.command(help=_("Invent a town and its reports, make its picture and serve it on this machine."))
@click.option(
    "--folder", type=click.Path(path_type=Path), default=Path("demo-data"), show_default=True, help=_("Folder to use.")
)
@click.option(
    "--port",
    type=click.IntRange(0, 65_535),
    default=8000,
    show_default=True,
    help=_("Port; the next free one if it is taken."),
)
@click.option("--serve/--no-serve", default=True, help=_("Serve the picture when it is made."))
@click.option("--language", type=click.Choice(LANGUAGES), default="sv", show_default=True, help=_("First language."))
@click.option("--seed", type=click.IntRange(min=0), default=1, show_default=True, help=_("Seed of the town."))
@told
def demo(folder: Path, port: int, serve: bool, language: Language, seed: int) -> None:
    """Make and serve the demo; see the help texts above."""
    words = translator(language)
    with progress(words) as report:
        incidents, areas, ground = _files(folder, seed)
        wanted = Wanted(
            made=dt.datetime.now().astimezone().date(),
            name=NAME,
            period=PeriodChoice.parse("week"),
            areas=read_areas(areas),
            ground=read_ground(ground),
            demo=True,
            seed=seed,
        )
        made, reading = picture_of([incidents], wanted, report)
        write(made, reading, folder / "lagesbild", language=language, progress=report)
    click.echo(summary(made, words, folder / "lagesbild"))
    if serve:
        _serve(folder / "lagesbild", port, words)


def _files(folder: Path, seed: int) -> tuple[Path, Path, Path]:
    try:
        return write_files(folder, seed)
    except OSError as error:
        values = {"folder": str(folder), "why": error.strerror or str(error)}
        raise InputError(
            Message(N_("{folder} cannot be written: {why}. Name another folder with --folder."), values)
        ) from error


class _Quiet(SimpleHTTPRequestHandler):
    """Serves files without writing a line for each."""

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name the base class uses
        """Say nothing."""


def _serve(folder: Path, port: int, words: Translator) -> None:
    """Serve `folder` on this machine until Ctrl-C."""
    with _server(folder, port) as server:
        address = f"http://{HOST}:{server.server_address[1]}/"
        click.echo(words.say(Message(N_("Serving on {address}  (Ctrl-C ends)"), {"address": address})))
        try:
            server.serve_forever()
        except KeyboardInterrupt:
            click.echo(words.gettext("Stopped."))


def _server(folder: Path, port: int) -> ThreadingHTTPServer:
    for candidate in range(port, min(port + 20, 65_536)):
        try:
            return ThreadingHTTPServer((HOST, candidate), partial(_Quiet, directory=str(folder)))
        except OSError:
            continue
    raise InputError(
        Message(
            N_("Ports {first} to {last} are taken. Name another with --port."),
            {"first": str(port), "last": str(min(port + 19, 65_535))},
        )
    )
