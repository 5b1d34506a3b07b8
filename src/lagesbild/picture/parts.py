"""The parts of a picture as they stand in the application, drawn once by the worker and kept.

The same templates as for the page by itself. What differs is where figures lead (`Links`): to the incidents behind
them, and to a slot where the application puts what people think of a finding.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from markupsafe import Markup

from lagesbild.i18n import Language, Translator, capital, translator
from lagesbild.picture import html, wording
from lagesbild.picture.charts import Theme
from lagesbild.picture.html import Drawn, charts_of, environment_of, json_of
from lagesbild.picture.mapdata import map_data
from lagesbild.picture.model import CountRow, Picture, Unit, Verdict
from lagesbild.picture.reported import Heard, Reported, UnitRow

PARTS = (
    "lead",
    "reported",
    "counts",
    "deviations",
    "areas",
    "places",
    "clock",
    "repeats",
    "chains",
    "coverage",
    "unsaid",
    "method",
)
"""Parts by the name of their template, in the order of the coordinator's Monday."""
WORDS = {
    "all": "alla",
    "deviation": "avvikelse",
    "place": "plats",
    "chain": "serie",
    "category": "kategori",
    "area": "omrade",
}
"""What a figure is called in the address of the incidents behind it."""
SLOT = re.compile(r"<!--finding:([a-z]+):(\d+)-->")
_INDENTED = re.compile(r"\n\s+")
FIGURES, BEHIND = "lagesbild.json", "bakom/"


class Links:
    """Where the figures of a part lead, relative to the page of the edition."""

    figures = FIGURES

    def behind(self, what: str) -> str:
        """The incidents behind a figure."""
        kind, _, number = what.partition("-")
        return f"{BEHIND}{WORDS[kind]}{'-' if number else ''}{number}/"

    def named(self, kind: str, rows: Sequence[CountRow], row: CountRow) -> str:
        """The figure of a row in a table."""
        return kind if kind == "all" else f"{kind}-{next(i for i, one in enumerate(rows, 1) if one is row)}"

    def slot(self, kind: str, index: int) -> Markup:
        """Where the application says what people think of a finding."""
        return Markup(f"<!--finding:{kind}:{int(index)}-->")  # noqa: S704 - a kind of ours and a number


class Piece(NamedTuple):
    """A stretch of a part, and the finding whose slot follows it, if any."""

    html: Markup
    finding: tuple[str, int] | None


def draw(picture: Picture, reported: Reported, language: Language, *, theme: Theme, drawn: Drawn) -> dict[str, str]:
    """Every part by its name, and ``map``: JSON for the live map, "" where there is none.

    `drawn` are the drawings without words.
    """
    t = translator(language)
    environment = environment_of(t)
    shown = {
        "picture": picture,
        "reported": reported,
        "theme": theme,
        "drawn": drawn,
        "charts": charts_of(t, picture, theme),
        "links": Links(),
        "live": bool(picture.places.rows) and picture.places.refused is None,
        "lead": lead(t, picture, reported),
        "MOST_ROWS": html.MOST_ROWS,
        "TOP_ROWS": html.TOP_ROWS,
        "MOST_EVIDENCE": html.MOST_EVIDENCE,
        "MOST_PLACES": html.MOST_PLACES,
        "Heard": Heard,
        "reported_heading": reported_heading,
        "unit_weeks": unit_weeks,
        "dot": dot,
    }
    found = {
        name: _INDENTED.sub("\n", environment.get_template(f"picture/parts/{name}.html").render(shown))
        for name in PARTS
        if name != "lead"
    }
    found["lead"] = _INDENTED.sub("\n", environment.get_template("picture/parts/sentences.html").render(shown))
    found["map"] = str(json_of(map_data(picture, t))) if shown["live"] else ""
    return found


def lead(t: Translator, picture: Picture, reported: Reported) -> tuple[wording.findings.Said, ...]:
    """Two sentences: what deviates, and who was silent; where nobody was, what came in."""
    first, second = wording.findings.lead(t, picture)
    silent = silence(t, picture, reported)
    return (first, silent) if silent is not None else (first, second)


def silence(t: Translator, picture: Picture, reported: Reported) -> wording.findings.Said | None:
    """Who was silent, in words, and that nothing is then called a fall."""
    n, total = reported.silent, len(reported.rows)
    if not n or picture.period.unit is not Unit.WEEK:
        return None
    strong = t.ngettext("{n} of {total} units was silent", "{n} of {total} units were silent", n).format(
        n=capital(wording.counts.in_words(t, n)), total=wording.counts.in_words(t, total)
    )
    below = any(row.verdict is Verdict.BELOW for row in (picture.total, *picture.categories, *picture.areas))
    if below:
        said = t.gettext("{silent}. What is fewer this week may be their silence.")
    else:
        said = t.gettext("{silent}. We therefore call nothing a fall this week.")
    return wording.findings.Said(said.format(silent=strong), strong)


def reported_heading(t: Translator, reported: Reported) -> str:
    """The section of who reported, as a finding."""
    n, total = reported.silent, len(reported.rows)
    if not total:
        return t.gettext("Nobody has reported yet")
    if not n:
        said = t.ngettext("The one unit was heard", "All {n} units were heard", total)
        return said.format(n=wording.counts.in_words(t, total))
    words = wording.counts.in_words
    heard = t.ngettext("{n} was heard", "{n} were heard", total - n).format(n=capital(words(t, total - n)))
    silent = t.ngettext("{n} was silent", "{n} were silent", n).format(n=words(t, n))
    return t.gettext("{heard}, {silent}").format(heard=heard, silent=silent)


def unit_weeks(t: Translator, row: UnitRow, reported: Reported) -> str:
    """What the dots of a unit show, for those who do not see them."""
    said = {
        Heard.REPORTED: "",
        Heard.NOTHING: t.gettext("nothing to report"),
        Heard.SILENT: t.gettext("silent"),
        Heard.NOT_YET: t.gettext("had not begun"),
    }
    weeks = zip(reported.weeks, row.counts, row.heard, strict=True)
    return ", ".join(
        f"{wording.dates.step(t, Unit.WEEK, week)}: {said[heard] or t.value(n)}" for week, n, heard in weeks
    )


def dot(n: int) -> str:
    """Radius of the dot of `n` incidents: its surface grows with them, up to what there is room for."""
    return f"{min(10.0, 2.0 + 1.7 * math.sqrt(n)):.1f}"


def counted(picture: Picture, reported: Reported) -> dict[str, int]:
    """How many of what the contents of the page name."""
    return {
        "silent": reported.silent,
        "incidents": picture.total.count,
        "deviations": len(picture.deviations),
        "places": len(picture.places.rows),
        "chances": len(picture.places.chances.maps) if picture.places.chances else 0,
        "chains": len(picture.chains.rows),
        "breaks": len(picture.coverage.breaks),
    }


def pieces(part: str, known: Mapping[tuple[str, int], object], base: str) -> Iterator[Piece]:
    """A part cut at the slots of the findings that are `known`, its links made to lead on from the address `base`."""
    part = part.replace(f'href="{BEHIND}', f'href="{base}{BEHIND}').replace(
        f'href="{FIGURES}', f'href="{base}{FIGURES}'
    )
    at = 0
    for slot in SLOT.finditer(part):
        finding = (slot[1], int(slot[2]))
        if finding in known:
            yield Piece(Markup(part[at : slot.start()]), finding)  # noqa: S704 - drawn by our own templates
            at = slot.end()
    yield Piece(Markup(part[at:]), None)  # noqa: S704 - drawn by our own templates
