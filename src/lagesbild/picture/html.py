"""A picture as one folder of pages that needs nothing else: no network, no script, no server.

The words come from `wording`, the drawings from `charts`; the templates put them on the page.
"""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from lagesbild.i18n import LANGUAGES, N_, Language, Message, Translator, capital, translator
from lagesbild.picture import charts, growing, wording
from lagesbild.picture.charts.theme import Theme
from lagesbild.picture.mapdata import map_data
from lagesbild.picture.model import CountRow, KnoxCell, Picture, Series, Unit, Verdict
from lagesbild.sources.records import Progress

HERE = Path(__file__).parent
STATIC = HERE / "static"
_INDENTED = re.compile(r"\n\s+")
_OUTSIDE = frozenset({Verdict.ABOVE, Verdict.BELOW})

MOST_ROWS = 40
"""Longest table of sources on a page; the rest are in picture.json."""
TOP_ROWS = 16
"""Categories or areas drawn; the others stand in a table that opens."""
ALL_ROWS = 400
"""Longest table of categories or areas that opens; the rest are in picture.json."""
STRIP, RATED_STRIP = 280.0, 216.0
"""Width of interval strips in pixels, and where a column of rates stands beside them, as the style sheet knows it."""
MOST_PLACES = 8
"""Places shown in full; the others stand in a table that opens."""
MOST_EVIDENCE = 25
"""Most incidents listed behind a figure on a page; the rest are in picture.json."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """Drawings without words, the same in every language."""

    category_axis: str
    category_strips: tuple[str, ...]
    category_sparks: tuple[str, ...]
    area_axis: str
    area_strips: tuple[str, ...]
    area_sparks: tuple[str, ...]
    group_axis: str
    group_strips: tuple[str, ...]
    group_sparks: tuple[str, ...]


def write_html(
    picture: Picture,
    folder: Path,
    *,
    languages: Sequence[Language] = LANGUAGES,
    theme: Theme | None = None,
    pdf: bool = False,
    progress: Progress | None = None,
) -> None:
    """Write the pages of `picture` into `folder`, which must exist: a page per language, style, fonts and live map.

    The first language becomes ``index.html``, each other is named by its code (``en.html``). Every page links to the
    others and to ``picture.json``, ``refusals.csv`` and, where there is a `pdf`, ``picture.pdf``, which whoever makes
    the folder writes. The live map is left out, and the drawn one stays, where its script has not been built.
    """
    theme = theme or Theme()
    if progress:
        progress(Message(N_("Drawing charts")), 0.0)
    drawn = drawings_of(picture, theme)
    pages = {language: "index.html" if not i else f"{language}.html" for i, language in enumerate(languages)}
    live = _copy_static(folder)
    for i, language in enumerate(languages):
        if progress:
            progress(Message(N_("Writing pages")), (i + 0.5) / (len(languages) + 0.5))
        text = render(picture, language, theme=theme, pages=pages, drawn=drawn, live=live, pdf=pdf)
        (folder / pages[language]).write_text(text, encoding="utf-8")
    (folder / "picture.css").write_text(style(theme), encoding="utf-8")


def render(
    picture: Picture,
    language: Language,
    *,
    theme: Theme,
    pages: dict[Language, str],
    drawn: Drawn | None = None,
    live: bool = False,
    pdf: bool = False,
) -> str:
    """One page as text. `pages` names the file of each language, `pdf` tells of a document beside it."""
    t = translator(language)
    drawn = drawn or drawings_of(picture, theme)
    environment = environment_of(t)
    page = environment.get_template("picture/folder/page.html")
    text = page.render(
        picture=picture,
        theme=theme,
        pages=pages,
        drawn=drawn,
        charts=charts_of(t, picture, theme),
        live=live,
        pdf=pdf,
        map_json=json_of(map_data(picture, t)) if live and picture.places.rows else "",
        MOST_ROWS=MOST_ROWS,
        TOP_ROWS=TOP_ROWS,
        MOST_EVIDENCE=MOST_EVIDENCE,
        MOST_PLACES=MOST_PLACES,
    )
    return _INDENTED.sub("\n", text)


def style(theme: Theme) -> str:
    """The style sheet with the colours of `theme`."""
    ramp = "".join(f"--s{i}:{colour};--map-step-{i}:{colour};" for i, colour in enumerate(theme.ramp, 1))
    accent = f":root{{--accent:{theme.accent};--accent-deep:{theme.deep};--accent-tint:{theme.tint};{ramp}}}\n"
    sheets = (HERE / "assets" / "page.css", STATIC / "picture" / "parts.css")
    return "".join(sheet.read_text(encoding="utf-8") for sheet in sheets) + accent


def _copy_static(folder: Path) -> bool:
    """Copy fonts and the live map; True where the live map is there."""
    fonts = folder / "fonts"
    fonts.mkdir(exist_ok=True)
    for font in sorted((STATIC / "fonts").glob("*")):
        if font.name.startswith(("SourceSans3", "OFL-SourceSans3")):
            shutil.copyfile(font, fonts / font.name)
    script = STATIC / "map" / "map.js"
    if not script.is_file():
        return False
    target = folder / "map"
    target.mkdir(exist_ok=True)
    for part in sorted(script.parent.iterdir()):
        if part.suffix not in {".br", ".gz"}:
            shutil.copyfile(part, target / part.name)
    return True


def drawings_of(picture: Picture, theme: Theme) -> Drawn:
    """Every drawing without words."""
    found: list[Any] = []
    for rows in (picture.categories, picture.areas, picture.groups):
        order = ranked(rows)
        shown = order[:TOP_ROWS] if len(order) > TOP_ROWS + 4 else order
        width = RATED_STRIP if any(row.rate for row in rows) else STRIP
        axis, strips = charts.strips(shown, theme, width=width) if shown else ("", [])
        found += [safe(axis), tuple(map(safe, strips)), tuple(map(safe, charts.sparks(shown, theme)))]
    return Drawn(*found)


def charts_of(t: Translator, picture: Picture, theme: Theme) -> dict[str, Any]:
    """Every drawing with words in it, for one language."""
    total = (t.gettext("All incidents, {n} steps").format(n=len(picture.total.series.counts[-26:])), picture.total)
    deviating = [(wording.findings.series_name(t, one), one.row) for one in picture.deviations]
    stems = [safe(one) for one in charts.stems(t, picture, [total, *deviating], theme, key="stems")]
    found: dict[str, Any] = {"total": stems[0], "stems": stems[1:]}
    coverage_title = t.gettext("Incidents per source over time")
    clock_title = t.gettext("Incidents by weekday and hour")
    map_title = t.gettext("Map of the ranked places")
    for name, phone in (("desk", False), ("phone", True)):
        found[f"coverage_{name}"] = safe(
            charts.coverage_chart(t, picture, theme, key=f"coverage-{name}", title=coverage_title, phone=phone)
        )
        if picture.clock.refused is None:
            dots = picture.period.unit is Unit.WEEK
            found[f"clock_{name}"] = safe(
                charts.week_clock(
                    t, picture.clock, theme, key=f"clock-{name}", title=clock_title, dots=dots, phone=phone
                )
            )
        if picture.places.refused is None:
            found[f"map_{name}"] = safe(
                charts.place_map(t, picture.places, theme, key=f"map-{name}", title=map_title, phone=phone)
            )
    grows = picture.places.emerging
    if grows is not None and grows.refused is None:
        found["emerging"] = growing.drawn(grows, t.language)
        if found["emerging"] is not None:
            found["emerging_drawn"] = safe(growing.picture_of(found["emerging"], "emerging"))
        found["emerging_said"] = growing.said(grows, t.language)
    found["weeks"] = [safe(one) for one in charts.mini_weeks(t, picture.places.rows[:MOST_PLACES], theme)]
    return found


@lru_cache
def environment_of(t: Translator) -> Environment:
    """What the templates of the parts are drawn with, in one language; kept, so that they are compiled once.

    `links` says where the figures of a part lead (see `parts.Links`); None on a page by itself.
    """
    environment = Environment(
        loader=PackageLoader("lagesbild.picture"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
    )
    environment.install_gettext_translations(t.catalogue, newstyle=True)  # type: ignore[attr-defined]
    environment.globals.update(
        t=t,
        language=t.language,
        Verdict=Verdict,
        capital=capital,
        counts=wording.counts,
        dates=wording.dates,
        findings=wording.findings,
        method=wording.method,
        sources=wording.sources,
        where=wording.where,
        series_table=_series_table,
        compressed=charts.compressed,
        knox_grid=knox_grid,
        knox_class=knox_class,
        links=None,
    )
    environment.filters.update(
        n=t.value,
        say=lambda value: wording.dates.said(t, value) if isinstance(value, Message) else value,
        strong=strong,
        outside=lambda row: row.verdict in _OUTSIDE,
        ranked=ranked,
    )
    return environment


def safe(drawing: str) -> Markup:
    """A drawing of ours as it may stand in a page: an XML writer has escaped every text in it."""
    return Markup(drawing)  # noqa: S704


def strong(said: wording.findings.Said) -> Markup:
    """A sentence with its finding set off and held together."""
    if not said.strong:
        return escape(said.text)
    before, found, after = said.text.partition(said.strong)
    return Markup('{}<b class="nowrap">{}</b>{}').format(before, found, after)


def ranked(rows: Iterable[CountRow]) -> list[CountRow]:
    """The rows in the order of a table: what deviates first, then by count, no more than a page can hold."""
    return sorted(rows, key=lambda row: (row.verdict not in _OUTSIDE, -row.count))[:ALL_ROWS]


def _series_table(t: Translator, series: Series, most: int = 26) -> list[tuple[str, str, str]]:
    """Step, count and expected span of the last steps of a series, latest first."""
    found = []
    steps = zip(series.starts, series.counts, series.low, series.high, strict=True)
    for start, count, low, high in list(steps)[-most:]:
        span = "" if low is None or high is None else f"{t.value(round(low))}–{t.value(round(high))}"
        found.append((wording.dates.step_long(t, series.unit, start), t.value(count), span))
    return found[::-1]


def knox_grid(table: Sequence[KnoxCell]) -> tuple[list[tuple[float, float]], list[tuple[KnoxCell, list[KnoxCell]]]]:
    """Bands of days, and per band of metres its first cell and all its cells in the order of days."""
    days = sorted({(cell.days_from, cell.days_to) for cell in table})
    rows: dict[tuple[float, float], list[KnoxCell]] = {}
    for cell in sorted(table, key=lambda one: (one.metres_from, one.days_from)):
        rows.setdefault((cell.metres_from, cell.metres_to), []).append(cell)
    return days, [(cells[0], cells) for cells in rows.values()]


def knox_class(cell: KnoxCell) -> str:
    """How strongly a cell is tinted: only where there are more pairs than chance gives."""
    if cell.ratio is None or cell.p > 0.05 or cell.pairs <= cell.expected:
        return ""
    return "k3" if cell.ratio >= 2 else "k2" if cell.ratio >= 1.4 else "k1"


def json_of(data: dict[str, Any]) -> Markup:
    """JSON that can stand inside a page."""
    exact = json.dumps(data)
    # Five decimals of a degree are a metre, finer than anything the map shows.
    rounded = json.loads(exact, parse_float=lambda text: round(float(text), 5))
    text = json.dumps(rounded, ensure_ascii=False, separators=(",", ":"))
    return Markup(text.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029"))  # noqa: S704
