"""How files of incidents are to be read: the options that every command has that reads them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

import click

from lagesbild.cli.terminal import HELP
from lagesbild.i18n import N_, Message
from lagesbild.sources.records import ReadOptions

_ = HELP.gettext
Command = TypeVar("Command", bound=Callable[..., Any])


def pairs(_context: click.Context, parameter: click.Parameter, given: tuple[str, ...]) -> dict[str, str]:
    """What an option says as LEFT=RIGHT, each time that it is given."""
    found = dict(item.split("=", 1) for item in given if "=" in item)
    if len(found) != len(given):
        raise click.BadParameter(HELP.say(Message(N_("write it as {how}"), {"how": str(parameter.metavar)})))
    return found


OPTIONS = (
    click.option("--encoding", help=_("Encoding of text files, e.g. windows-1252.")),
    click.option("--separator", help=_("Separator of columns, e.g. ';' or 'tab'.")),
    click.option("--decimal", type=click.Choice([",", "."]), help=_("Decimal mark.")),
    click.option("--sheet", help=_("Sheet of a workbook.")),
    click.option(
        "--header", type=click.IntRange(min=0), help=_("Line or row that holds the headings, from 1; 0: none.")
    ),
    click.option("--column", "columns", multiple=True, metavar="ROLE=HEADING", callback=pairs, help=_(
        "What a column means. Roles: id, time, date, clock, time_to, date_to, clock_to, month, category, position, "
        "lat, lon, north, east, municipality, county, area, place, reporter, title."
    )),
    click.option("--date-order", type=click.Choice(["ymd", "dmy", "mdy"]), help=_("Order of day and month.")),
    click.option("--crs", help=_("Coordinate system of the positions, e.g. EPSG:3006.")),
    click.option(
        "--repeats",
        type=click.Choice(["auto", "keep", "drop"]),
        default="auto",
        help=_("Rows that are equal in all columns."),
    ),
    click.option(
        "--area-centres/--points", default=None, help=_("Positions are centres of areas, or points of their own.")
    ),
)  # fmt: skip


def reading(command: Command) -> Command:
    """Give a command the options that say how files are read."""
    for option in reversed(OPTIONS):
        command = option(command)
    return command


def options_of(given: Mapping[str, Any], timezone: str) -> ReadOptions:
    """What those options said."""
    separator = given["separator"]
    return ReadOptions(
        encoding=given["encoding"],
        separator="\t" if separator in {"tab", "\\t"} else separator,
        decimal=given["decimal"],
        sheet=given["sheet"],
        header=given["header"],
        columns=given["columns"],
        date_order=given["date_order"],
        timezone=timezone,
        crs=given["crs"],
        repeats=given["repeats"],
        area_centres=given["area_centres"],
    )
