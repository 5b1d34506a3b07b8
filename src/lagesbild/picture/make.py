"""From files to a finished picture in a folder: read, compose, write, and nothing half done.

The only part of the room that touches files and is told the date; everything it calls is pure or writes where told.
"""

from __future__ import annotations

import datetime as dt
import json
import shutil
import tempfile
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from lagesbild.errors import InputError
from lagesbild.i18n import N_, Language, Message, translator
from lagesbild.picture.compose import PeriodChoice, compose
from lagesbild.picture.model import Ground, Picture
from lagesbild.places.areas import Areas
from lagesbild.sources import read, write_refusals
from lagesbild.sources.records import Progress, Reading, ReadOptions

MARK = "picture.json"
"""The file that tells a folder made by us from any other folder."""
COMMON = 20
"""Kinds that are named where one was asked for that does not exist."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What picture to make, apart from which files to read.

    `made` is the date it is made; `name` whom it is about; `ground` what is drawn under the map;
    `found_by_checks` the kinds that mostly come to light through checks.
    """

    made: dt.date
    name: str
    period: PeriodChoice
    areas: Areas | None = None
    municipality: Areas | None = None
    ground: tuple[Ground, ...] = ()
    found_by_checks: frozenset[str] = frozenset()
    demo: bool = False
    seed: int = 1
    reading: ReadOptions = field(default_factory=ReadOptions)


def picture_of(files: Sequence[Path], wanted: Wanted, progress: Progress | None = None) -> tuple[Picture, Reading]:
    """Read `files` and compose the picture.

    Raises
    ------
    UnreadableInput
        A file cannot be read at all.
    NothingLeft
        No record is left after refusals, or none in the municipality or period asked for.
    InputError
        A kind that was named is not in the files.

    """
    reading = read(files, wanted.reading, _part(progress, 0.0, 0.45))
    _require(wanted.found_by_checks, reading)
    picture = compose(
        reading,
        areas=wanted.areas,
        municipality=wanted.municipality,
        period=wanted.period,
        name=wanted.name,
        made=wanted.made,
        seed=wanted.seed,
        demo=wanted.demo,
        ground=wanted.ground,
        found_by_checks=wanted.found_by_checks,
        progress=_part(progress, 0.45, 0.8),
    )
    return picture, reading


def _require(kinds: Collection[str], reading: Reading) -> None:
    """Refuse kinds that no record has: a name that is written in another way would be passed over in silence."""
    labels = reading.records.category
    if missing := sorted(set(kinds) - set(labels.names)):
        common = [labels.names[code] for code in (-labels.counts()).argsort(kind="stable")[:COMMON]]
        raise InputError(
            Message(
                N_("There is no kind “{kind}” in the files. The commonest there are: {kinds}."),
                {"kind": missing[0], "kinds": ", ".join(common)},
            )
        )


def write(
    picture: Picture,
    reading: Reading,
    folder: Path,
    *,
    language: Language,
    pdf: bool = True,
    progress: Progress | None = None,
) -> None:
    """Write the picture as a folder: index.html and en.html, picture.pdf, picture.json, refusals.csv.

    `language` is that of index.html and of the PDF. The folder appears whole or not at all; an earlier picture in it
    is replaced, any other folder is left alone.

    Raises
    ------
    InputError
        `folder` exists and is not an earlier picture, or cannot be written.

    """
    from lagesbild.picture.html import write_html
    from lagesbild.picture.pdf import write_pdf

    if folder.exists() and not (folder / MARK).is_file() and (not folder.is_dir() or any(folder.iterdir())):
        raise InputError(
            Message(
                N_("{folder} exists and is not a picture made here. Name another folder with --out."),
                {"folder": str(folder)},
            )
        )
    languages: tuple[Language, Language] = ("sv", "en") if language == "sv" else ("en", "sv")
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".lagesbild-", dir=folder.parent) as temporary:
            draft = Path(temporary) / "picture"
            draft.mkdir()
            (draft / MARK).write_text(to_json(picture), encoding="utf-8")
            write_refusals(reading, draft / "refusals.csv", translator(language))
            write_html(picture, draft, languages=languages, pdf=pdf, progress=_part(progress, 0.8, 0.95))
            if pdf:
                write_pdf(picture, draft / "picture.pdf", language=language, progress=_part(progress, 0.95, 1.0))
            if folder.exists():
                shutil.rmtree(folder)
            draft.rename(folder)
    except OSError as error:
        raise InputError(
            Message(
                N_("{folder} cannot be written: {why}. Name another folder with --out."),
                {"folder": str(folder), "why": error.strerror or str(error)},
            )
        ) from error


def to_json(picture: Picture) -> str:
    """The picture for programs: UTF-8 JSON, sentences in both languages."""
    return json.dumps(picture.to_dict(), ensure_ascii=False, indent=1, allow_nan=False)


def _part(progress: Progress | None, start: float, end: float) -> Progress | None:
    if progress is None:
        return None
    return lambda what, share: progress(what, start + (end - start) * share)
