"""`lagesbild picture FILE`: a shared situational picture out of a plain file, with no set-up at all."""

from __future__ import annotations

import datetime as dt
import os
from pathlib import Path
from typing import Any

import click

from lagesbild.cli.reading import options_of, reading
from lagesbild.cli.terminal import HELP, progress, told
from lagesbild.errors import InputError
from lagesbild.i18n import LANGUAGES, N_, Language, Message, Translator, translator
from lagesbild.picture.compose import PeriodChoice
from lagesbild.picture.ground import read_ground
from lagesbild.picture.make import Wanted, picture_of, to_json, write
from lagesbild.picture.model import Picture
from lagesbild.picture.wording import findings
from lagesbild.places.areas import municipality, read_areas

_ = HELP.gettext

EXAMPLES = _(
    """\b
Examples:
  lagesbild picture incidents.csv
  lagesbild picture incidents.xlsx --areas districts.gpkg --period 2026-W12
  lagesbild picture events.json --municipality Köping --period month
  lagesbild picture crimes.csv --areas deso.geojson --period 2020-01-01..2023-12-31
  lagesbild picture incidents.csv --column time="Created at" --crs EPSG:3006 --json

Exit codes: 0 made, 2 the input cannot be used, 3 nothing left after refusals, 130 cancelled."""
)


@click.command(
    help=_("Make a shared situational picture (lägesbild) of one or more files of incidents: pages, PDF and data."),
    epilog=EXAMPLES,
)
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path, readable=False))
@click.option("--out", type=click.Path(path_type=Path), help=_("Folder to make. Default: lagesbild-NAME here."))
@click.option("--name", help=_("Whom the picture is about. Default: the municipality or the file."))
@click.option(
    "--period", default="auto", help=_("week, month, quarter, year, 2026-W12, 2026-03, 2026-Q1, 2026 or FROM..TO.")
)
@click.option("--areas", type=click.Path(path_type=Path), help=_("Areas to count in: GeoJSON, GPKG, Shapefile."))
@click.option("--areas-crs", help=_("Coordinate system of the areas when their file does not say, e.g. EPSG:3006."))
@click.option("--area-code", help=_("Attribute with the code of an area."))
@click.option("--area-name", help=_("Attribute with the name of an area."))
@click.option("--area-group", help=_("Attribute with the larger area each belongs to."))
@click.option("--population", help=_("Attribute with the number of inhabitants."))
@click.option("--municipality", "municipality_name", help=_("Only this Swedish municipality, by name or code."))
@click.option("--ground", type=click.Path(path_type=Path), help=_("GeoJSON to draw under the map (kind, name)."))
@click.option(
    "--found-by-checks", multiple=True, metavar="KIND", help=_("Kind that mostly comes to light through checks.")
)
@click.option("--language", type=click.Choice(LANGUAGES), default="sv", show_default=True, help=_("First language."))
@click.option("--pdf/--no-pdf", default=True, help=_("Also make picture.pdf."))
@click.option(
    "--json",
    "as_json",
    is_flag=True,
    help=_("Write the picture as JSON to standard output, and no folder unless --out."),
)
@click.option("--quiet", is_flag=True, help=_("No progress and no summary."))
@reading
@click.option("--timezone", default="Europe/Stockholm", show_default=True, help=_("Time zone of the picture."))
@click.option("--seed", type=click.IntRange(min=0), default=1, show_default=True, help=_("Seed of the simulations."))
@told
def picture(files: tuple[Path, ...], **given: Any) -> None:
    """Make a picture; see the help texts above."""
    language: Language = given["language"]
    words = translator(language)
    for path in files:
        if not os.path.exists(path):  # noqa: PTH110 - false, not an exception, inside a folder that may not be opened
            raise InputError(Message(N_("There is no file {path}."), {"path": str(path)}))
    with progress(words, quiet=given["quiet"] or given["as_json"]) as report:
        made, read = picture_of(files, _wanted(files, given), report)
        folder = given["out"] or (None if given["as_json"] else Path(f"lagesbild-{_slug(made.name)}"))
        if folder is not None:
            write(made, read, folder, language=language, pdf=given["pdf"], progress=report)
    if given["as_json"]:
        click.echo(to_json(made).encode())  # UTF-8 whatever the terminal has: it is for programs
    elif not given["quiet"]:
        click.echo(summary(made, words, folder))


def _wanted(files: tuple[Path, ...], given: dict[str, Any]) -> Wanted:
    areas = given["areas"] and read_areas(
        given["areas"],
        crs=given["areas_crs"],
        code=given["area_code"],
        name=given["area_name"],
        group=given["area_group"],
        population=given["population"],
    )
    place = given["municipality_name"] and municipality(given["municipality_name"])
    return Wanted(
        made=dt.datetime.now().astimezone().date(),
        name=given["name"] or (place.names[0] if place else files[0].name.split(".")[0]),
        period=PeriodChoice.parse(given["period"]),
        areas=areas or None,
        municipality=place or None,
        ground=read_ground(given["ground"]) if given["ground"] else (),
        found_by_checks=frozenset(given["found_by_checks"]),
        seed=given["seed"],
        reading=options_of(given, given["timezone"]),
    )


def _slug(name: str) -> str:
    kept = "".join(letter if letter.isalnum() else "-" for letter in name.lower())
    return "-".join(part for part in kept.split("-") if part) or "bild"


def summary(picture: Picture, words: Translator, folder: Path | None) -> str:
    """What was made, in a few lines: what was read and refused and why, the lead, where to open it."""
    refused = picture.refused
    read = Message(
        N_("{n} row: {read} read, {unreadable} refused, {repeated} repeated, {aside} set aside."),
        {
            "n": picture.rows,
            "read": picture.records + picture.elsewhere,
            "unreadable": refused.unreadable,
            "repeated": refused.repeated,
            "aside": refused.titles + refused.totals,
        },
        N_("{n} rows: {read} read, {unreadable} refused, {repeated} repeated, {aside} set aside."),
        picture.rows,
    )
    lines = [words.say(read)]
    # titles and totals that were set aside stand in no column
    named = [
        dict(zip(("file", "line", "column", "value", "why"), each, strict=True)) for each in refused.examples if each[2]
    ]
    lines += [
        words.say(Message(N_("Refused, for example: {file}, line {line}, {column} “{value}”: {why}"), first))
        for first in named[: bool(refused.unreadable)]
    ]
    lines += [words.say(note) for note in picture.notes]
    lines += [str(said) for said in findings.lead(words, picture)]
    if folder is not None:
        lines.append(words.say(Message(N_("Open {path}"), {"path": str(folder / "index.html")})))
    return "\n".join(lines)
