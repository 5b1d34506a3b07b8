"""Talking to a person at a terminal: words, progress, and errors as one sentence with an exit code."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import TYPE_CHECKING, Any, NoReturn, ParamSpec, TypeVar

import click
from rich.console import Console
from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from lagesbild.errors import InputError, NothingLeft
from lagesbild.i18n import LANGUAGES, Language, Message, Translator, translator

if TYPE_CHECKING:
    # the readers take half a second to load, which most commands never need
    from lagesbild.sources.records import Progress as Report

UNREADABLE, NOTHING_LEFT, CANCELLED = 2, 3, 130
"""Exit codes beside 0: input that cannot be used, nothing left after refusals, cancelled."""


def help_language() -> Language:
    """Language of `--help`: Swedish where the environment asks for Swedish, else English."""
    asked = os.environ.get("LAGESBILD_LANGUAGE") or os.environ.get("LC_ALL") or os.environ.get("LANG") or ""
    return "sv" if asked.lower().startswith("sv") else "en"


HELP: Translator = translator(help_language())


def cancelled(words: Translator = HELP) -> NoReturn:
    """Say that nothing was changed, and end."""
    click.echo(words.gettext("Cancelled. Nothing was changed."), err=True)
    sys.exit(CANCELLED)


P = ParamSpec("P")
R = TypeVar("R")


def told(command: Callable[P, R]) -> Callable[P, R]:
    """Let `command` say what a user did wrong in one sentence, and end with the exit code that goes with it."""

    @wraps(command)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> R:
        asked = kwargs.get("language")
        words = translator(asked if asked in LANGUAGES else help_language())
        try:
            return command(*args, **kwargs)
        except InputError as error:
            click.echo(words.say(error.message), err=True)
            sys.exit(NOTHING_LEFT if isinstance(error, NothingLeft) else UNREADABLE)
        except KeyboardInterrupt:
            cancelled(words)

    return guarded


@contextmanager
def progress(words: Translator, *, quiet: bool = False) -> Iterator[Report]:
    """A progress bar on standard error, drawn only where someone can see it move."""
    console = Console(stderr=True)
    columns: tuple[Any, ...] = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True, disable=quiet or not console.is_terminal) as bar:
        task = bar.add_task("", total=1.0)

        def report(what: Message, share: float) -> None:
            bar.update(task, description=words.say(what), completed=share)

        yield report


def kept_at_the_end(report: Report) -> Report:
    """Progress of work that is kept as soon as it says that all is done.

    From then until the process has ended, Ctrl-C and SIGTERM are not heeded: "nothing was changed" would be untrue.
    """

    def told_on(what: Message, share: float) -> None:
        report(what, share)
        if share >= 1.0:
            for number in (signal.SIGINT, signal.SIGTERM):
                signal.signal(number, signal.SIG_IGN)

    return told_on
