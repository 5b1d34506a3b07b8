"""The few forms that all charts are made of, by Altair, which is loaded where something is drawn.

Colours are by Okabe and Ito (2008), told apart whatever colours one sees; each is also a shape or a fill.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import isfinite
from typing import Any

from lagesbild.analysis.report import figures
from lagesbild.analysis.report.figures import Language

OUT, OTHER, QUIET, BAND, INK, GRID = "#0072b2", "#d55e00", "#62675f", "#d9d2c4", "#1a1f1e", "#e4dfd4"
PITCH, LINE = 44, 30
"""Pixels from row to row, with the name above what is drawn of it, and beside it."""
WIDTH = 350
"""Of every chart, in pixels: as wide as a telephone shows."""
LETTERS, BESIDE = 50, 24
"""Letters of a name that are drawn, above its row and beside it; the table has the whole of it."""
_LETTER, _DIGITS, _TITLE, _EDGE, _RIGHT, _BELOW = 6.6, 36, 22, 8, 14, 46
"""Pixels: a letter, the figures of an axis, its title, the edges beside a chart, and what is below it. Places are
decided here and not by measuring, so that a chart is the same wherever it is drawn."""
_NUMBERS = {
    "sv": {"decimal": ",", "thousands": figures.NBSP, "grouping": [3], "currency": ["", ""], "minus": "−"},
    "en": {"decimal": ".", "thousands": ",", "grouping": [3], "currency": ["", ""], "minus": "−"},
}


@dataclass(frozen=True, slots=True)
class Row:
    """A named figure, perhaps with an interval or with what it is held against.

    Parameters
    ----------
    name : str
        Of the row.
    value : float or None
        What was counted or estimated; None where it may not be shown.
    low, high : float or None
        Interval; an end that is not finite is open.
    beside : float or None
        What the figure is held against.
    out : bool
        Whether chance has been ruled out; drawn filled.
    """

    name: str
    value: float | None
    low: float | None = None
    high: float | None = None
    beside: float | None = None
    out: bool = False


def _altair() -> Any:
    """Altair, untyped: a check of every one of its options would say nothing of the drawing."""
    import altair

    return altair


def counted(rows: Sequence[Row], language: Language, title: str, *, whole: bool = True) -> dict[str, Any]:
    """A bar for what was expected and a dot for what was counted, filled where it is outside by more than chance."""
    alt = _altair()
    return _rows(rows, language, _x(alt, title, whole=whole), bar=True)


def estimated(
    rows: Sequence[Row], language: Language, title: str, *, at: float | None = None, ratio: bool = False
) -> dict[str, Any]:
    """A dot with its interval as a line, and a dashed line at what it is held against."""
    alt = _altair()
    return _rows(rows, language, _x(alt, title, log=ratio), at=at)


def bars(rows: Sequence[Row], language: Language, title: str, *, decimals: int | None = None) -> dict[str, Any]:
    """A bar for each figure with the figure at its end, and a tick at what it is held against."""
    alt = _altair()
    data = _named(rows)
    for row, one in zip(rows, data, strict=True):
        one["said"] = "" if row.value is None else figures.number(row.value, language, decimals)
    bottom = min(0.0, *(row.value or 0.0 for row in rows))
    top = max(0.0, *(one["end"] for one in data), -0.2 * bottom) or 1.0
    y = _y(alt, data)
    x = _x(alt, title, within=(bottom, top + 0.2 * (top - bottom)), whole=decimals is None)
    base = alt.Chart(alt.Data(values=data)).encode(y=y)
    colour = {
        "fill": alt.Fill("fill:N", scale=None, legend=None),
        "stroke": alt.Stroke("stroke:N", scale=None, legend=None),
    }
    layers = [
        base.mark_bar(size=14, strokeWidth=1.5).encode(x=x, **colour),
        base.mark_text(align="left", dx=5, fontSize=14).encode(x=_at(x, "end"), text="said:N"),
    ]
    if any(row.beside is not None for row in rows):
        marked = [one for one in data if one["beside"] is not None]
        ticks = alt.Chart(alt.Data(values=marked)).encode(y=y)
        layers.insert(1, ticks.mark_tick(thickness=2.5, size=18, color=INK).encode(x=_at(x, "beside")))
    return _whole(alt, [*layers, _heads(alt, data)], language, PITCH * len(rows), left=_EDGE)


def week(cells: Sequence[Sequence[float]], days: Sequence[str], language: Language, title: str) -> dict[str, Any]:
    """Seven days by 24 hours, a square the larger the more there is in it."""
    alt = _altair()
    most = max(max(row) for row in cells)
    data = [
        {"day": days[d], "hour": h, "value": round(float(n), 2)}
        for d, row in enumerate(cells)
        for h, n in enumerate(row)
        if n > 0
    ]
    chart = alt.Chart(alt.Data(values=data)).mark_square(color=OUT, opacity=1)
    shown = chart.encode(
        x=alt.X(
            "hour:Q",
            title=title,
            scale=alt.Scale(domain=[-0.7, 23.7], nice=False),
            axis=_axis(alt, values=[0, 6, 12, 18, 23]),
        ),
        y=alt.Y("day:N", title=None, sort=list(days), scale=alt.Scale(domain=list(days)), axis=_names(alt, days)),
        size=alt.Size("value:Q", scale=alt.Scale(domain=[0, most], range=[0, 120]), legend=None),
    )
    return _whole(alt, [shown], language, 7 * 22, left=_room(days))


def matrix(
    cells: Sequence[tuple[str, str, float, str, bool]], language: Language, titles: tuple[str, str]
) -> dict[str, Any]:
    """Cells by column and row with their figure in them; a heavy frame where chance has been ruled out.

    `cells` holds column, row, value (the darker the larger), text, and whether it is framed.
    """
    alt = _altair()
    most = max((value for _, _, value, _, _ in cells if isfinite(value)), default=1.0) or 1.0
    data = [
        {
            "column": column, "row": row, "text": text, "fill": _tint(value / most if isfinite(value) else 0),
            "ink": "#ffffff" if isfinite(value) and value / most > 0.6 else INK,
            "stroke": INK if framed else "#ffffff", "width": 2.5 if framed else 1,
        }
        for column, row, value, text, framed in cells
    ]  # fmt: skip
    columns, rows = list(dict.fromkeys(c[0] for c in cells)), list(dict.fromkeys(c[1] for c in cells))
    base = alt.Chart(alt.Data(values=data)).encode(
        x=alt.X(
            "column:N", title=titles[0], sort=columns, axis=_axis(alt, quiet=True, labelAngle=0, labelOverlap=False)
        ),
        y=alt.Y("row:N", title=titles[1] or None, sort=rows, axis=_names(alt, rows)),
    )
    layers = [
        base.mark_rect(strokeWidth=2).encode(
            fill=alt.Fill("fill:N", scale=None, legend=None),
            stroke=alt.Stroke("stroke:N", scale=None, legend=None),
            strokeWidth=alt.StrokeWidth("width:Q", scale=None, legend=None),
        ),
        base.mark_text(fontSize=14).encode(text="text:N", fill=alt.Fill("ink:N", scale=None, legend=None)),
    ]
    return _whole(alt, layers, language, max(34 * len(rows), 68), left=_room(rows) + (_TITLE if titles[1] else 0))


def ground(
    cells: Iterable[tuple[int, int, str]],
    shape: tuple[int, int],
    kinds: Mapping[str, tuple[str, str]],
    language: Language,
    titles: tuple[str, str],
    *,
    sizes: Mapping[str, float] | None = None,
) -> dict[str, Any]:
    """A grid seen from above, with a mark in each of `cells` (column and row from 0, kind), north upwards.

    `kinds` gives shape and colour of each kind, in the order in which they are named below the map; `sizes` how much
    of a cell its mark fills.
    """
    alt = _altair()
    rows, columns = shape
    left = _DIGITS + _TITLE
    pixels = (WIDTH - left - _RIGHT) / columns
    data = [{"x": x + 1, "y": y + 1, "kind": kind} for x, y, kind in cells]
    used = [kind for kind in kinds if any(one["kind"] == kind for one in data)]
    area = pixels**2 * 0.8
    encode: dict[str, Any] = {
        "x": alt.X("x:Q", title=titles[0], scale=alt.Scale(domain=[0.5, columns + 0.5], nice=False), axis=_axis(alt)),
        "y": alt.Y(
            "y:Q",
            title=titles[1],
            scale=alt.Scale(domain=[0.5, rows + 0.5], nice=False),
            axis=_axis(alt, minExtent=_DIGITS, maxExtent=_DIGITS),
        ),
        "shape": alt.Shape("kind:N", title=None, scale=alt.Scale(domain=used, range=[kinds[kind][0] for kind in used])),
        "color": alt.Color("kind:N", title=None, scale=alt.Scale(domain=used, range=[kinds[kind][1] for kind in used])),
    }
    if sizes is not None:
        encode["size"] = alt.Size(
            "kind:N", title=None, scale=alt.Scale(domain=used, range=[sizes[kind] ** 2 * area for kind in used])
        )
    mark = alt.Chart(alt.Data(values=data)).mark_point(
        filled=True, opacity=1, **({} if sizes is not None else {"size": max(min(area, 160), 12)})
    )
    return _whole(alt, [mark.encode(**encode)], language, round(pixels * rows), left=left, legend=len(used))


def lines(
    points: Sequence[tuple[float, float, str]],
    language: Language,
    titles: tuple[str, str],
    *,
    at: float | None = None,
    diagonal: float | None = None,
) -> dict[str, Any]:
    """Lines of x, y and name, each named at its end; a dashed line at a limit, or from corner to corner."""
    alt = _altair()
    data = [{"x": x, "y": y, "name": name} for x, y, name in points]
    names = list(dict.fromkeys(one["name"] for one in data))
    dashes = [[1, 0], [6, 3], [2, 2], [8, 2, 2, 2]]
    base = alt.Chart(alt.Data(values=data)).encode(
        x=alt.X("x:Q", title=titles[0], axis=_axis(alt)),
        y=alt.Y("y:Q", title=titles[1], axis=_axis(alt, minExtent=_DIGITS, maxExtent=_DIGITS)),
    )
    layers: list[Any] = []
    if at is not None:
        rule = alt.Chart(alt.Data(values=[{"at": at}])).mark_rule(color=QUIET, strokeDash=[4, 3])
        layers.append(rule.encode(y=alt.Y("at:Q", title=titles[1])))
    if diagonal is not None:
        ends = [{"x": 0, "y": 0}, {"x": diagonal, "y": diagonal}]
        line = alt.Chart(alt.Data(values=ends)).mark_line(color=QUIET, strokeDash=[4, 3], strokeWidth=1)
        layers.append(line.encode(x="x:Q", y="y:Q"))
    layers.append(
        base.mark_line(color=OUT, strokeWidth=2).encode(
            strokeDash=alt.StrokeDash(
                "name:N", title=None, sort=names,
                scale=alt.Scale(domain=names, range=[dashes[i % len(dashes)] for i in range(len(names))]),
                legend=alt.Legend() if len(names) > 1 else None,
            )
        )
    )  # fmt: skip
    keys = len(names) if len(names) > 1 else 0
    return _whole(alt, layers, language, 190, left=_DIGITS + _TITLE, legend=keys)


def strip(
    values: Sequence[float], real: float, language: Language, title: str, named: tuple[str, str]
) -> dict[str, Any]:
    """Rings for what chance gave and a filled diamond for the real one, on one line."""
    alt = _altair()
    data = [{"x": value, "kind": named[0]} for value in values] + [{"x": real, "kind": named[1]}]
    scale = {"domain": list(named)}
    point = alt.Chart(alt.Data(values=data)).mark_point(opacity=1, size=90, strokeWidth=1.5)
    shown = point.encode(
        x=alt.X("x:Q", title=title, axis=_axis(alt)),
        y=alt.Y("kind:N", title=None, sort=list(named), axis=_names(alt, named)),
        shape=alt.Shape("kind:N", legend=None, scale=alt.Scale(**scale, range=["circle", "diamond"])),
        fill=alt.Fill("kind:N", legend=None, scale=alt.Scale(**scale, range=["#ffffff", OUT])),
        stroke=alt.Stroke("kind:N", legend=None, scale=alt.Scale(**scale, range=[QUIET, OUT])),
    )
    return _whole(alt, [shown], language, 2 * LINE, left=_room(named))


def _rows(
    rows: Sequence[Row], language: Language, x: Any, *, bar: bool = False, at: float | None = None
) -> dict[str, Any]:
    """Rows of dots with intervals: a grey bar behind the dot, or a line through it."""
    alt = _altair()
    data = _ended(_named(rows), at)
    y = _y(alt, data)
    base = alt.Chart(alt.Data(values=[one for one in data if one["known"]])).encode(y=y)
    spans = [one for one in data if one["low"] is not None]
    span = alt.Chart(alt.Data(values=spans)).encode(y=y, x2="high:Q")
    layers: list[Any] = []
    if bar and spans:
        layers.append(span.mark_bar(size=12, color=BAND).encode(x=_at(x, "low")))
    elif spans:
        layers.append(span.mark_rule(strokeWidth=2, color=QUIET).encode(x=_at(x, "low")))
    if at is not None:
        rule = alt.Chart(alt.Data(values=[{"at": at}])).mark_rule(color=INK, strokeDash=[4, 3])
        layers.append(rule.encode(x=_at(x, "at")))
    layers.append(
        base.mark_point(size=100, opacity=1, strokeWidth=1.75).encode(
            x=_at(x, "value"),
            shape=alt.Shape("shape:N", scale=None, legend=None),
            fill=alt.Fill("fill:N", scale=None, legend=None),
            stroke=alt.Stroke("stroke:N", scale=None, legend=None),
        )
    )
    opened = [one for one in data if one["open"]]
    if opened:
        ends = alt.Chart(alt.Data(values=opened)).mark_point(shape="triangle-right", size=60, color=QUIET, filled=True)
        layers.append(ends.encode(x=_at(x, "high"), y=y))
    return _whole(alt, [*layers, _heads(alt, data)], language, PITCH * len(rows), left=_EDGE)


def _at(x: Any, field: str) -> Any:
    found = x.copy()
    found.shorthand = f"{field}:Q"
    return found


def _ended(data: list[dict[str, Any]], at: float | None) -> list[dict[str, Any]]:
    """Intervals without an end reach a little beyond everything else."""
    ends = [one[k] for one in data for k in ("value", "low", "high") if one[k] is not None and isfinite(one[k])]
    far = 1.15 * max([*ends, at or 0.0])
    for one in data:
        one["open"] = one["high"] is not None and not isfinite(one["high"])
        if one["open"]:
            one["high"] = far
    return data


def _named(rows: Sequence[Row]) -> list[dict[str, Any]]:
    found = []
    for row in rows:
        low, high = (row.low, row.high) if row.low is not None and row.high is not None else (None, None)
        found.append({
            "name": row.name, "value": row.value, "low": low, "high": high, "beside": row.beside,
            "end": max(row.value or 0.0, row.beside or 0.0, 0.0), "known": row.value is not None,
            "shape": "diamond" if row.out else "circle", "fill": OUT if row.out else "#ffffff",
            "stroke": OUT if row.out else QUIET,
        })  # fmt: skip
    return found


def _x(
    alt: Any, title: str, *, log: bool = False, within: tuple[float, float] | None = None, whole: bool = False
) -> Any:
    """The axis of the figures, from 0 where it is not logarithmic; `whole` keeps its marks to whole numbers."""
    scale: dict[str, Any] = {"type": "log"} if log else {"zero": True}
    scale |= {"padding": 10, "nice": False} if within is None else {"domain": within, "nice": False}
    more: dict[str, Any] = {"tickMinStep": 1} if whole else {}
    return alt.X("value:Q", title=title, scale=alt.Scale(**scale), axis=_axis(alt, **more))


def _y(alt: Any, data: Sequence[Mapping[str, Any]]) -> Any:
    names = [one["name"] for one in data]
    return alt.Y("name:N", title=None, sort=names, scale=alt.Scale(domain=names), axis=None)


def _heads(alt: Any, data: Sequence[Mapping[str, Any]]) -> Any:
    """The name of each row above what is drawn of it, where there is room for it whatever it is."""
    heads = [{"name": one["name"], "head": _cut(one["name"])} for one in data]
    text = alt.Chart(alt.Data(values=heads)).mark_text(align="left", baseline="middle", dy=-16, fontSize=13, color=INK)
    return text.encode(x=alt.value(0), y=_y(alt, data), text="head:N")


def _cut(name: str) -> str:
    return name if len(name) <= LETTERS else name[: LETTERS - 1].rstrip() + "…"


def _names(alt: Any, names: Iterable[str]) -> Any:
    """An axis of names, the longest of them cut."""
    room = _room(names)
    cut = f"length(datum.label) > {BESIDE} ? slice(datum.label, 0, {BESIDE - 1}) + '…' : datum.label"
    return _axis(alt, quiet=True, labelExpr=cut, labelLimit=0, labelOverlap=False, minExtent=room, maxExtent=room)


def _room(names: Iterable[str]) -> int:
    """Pixels that the longest name takes."""
    return round(_LETTER * min(max(map(len, names), default=0), BESIDE)) + 10


def _axis(alt: Any, *, quiet: bool = False, **more: Any) -> Any:
    """An axis with its grid, or one of names only."""
    common: dict[str, Any] = {"domain": False, "ticks": False, "labelPadding": 6, "labelOverlap": "greedy"}
    if quiet:
        return alt.Axis(grid=False, **{**common, **more})
    return alt.Axis(tickCount=5, gridColor=GRID, **{**common, **more})


def _whole(
    alt: Any, layers: Sequence[Any], language: Language, height: int, *, left: int, legend: int = 0
) -> dict[str, Any]:
    """Layers as one description, in the numbers of the language, with room for names and for a legend below."""
    below = _BELOW + (19 * legend + 4 if legend else 0)
    chart = alt.layer(*layers).properties(height=height, width=WIDTH - left - _RIGHT)
    spec: dict[str, Any] = chart.to_dict()
    spec["autosize"] = {"type": "none"}
    spec["padding"] = {"left": left, "right": _RIGHT, "top": 6, "bottom": below}
    axis = {"labelFontSize": 13, "titleFontSize": 13, "titleFontWeight": 400, "labelColor": INK, "titleColor": INK}
    spec["config"] = {
        "background": None, "view": {"stroke": None}, "axis": {**axis, "titlePadding": 8},
        "legend": {"orient": "bottom", "labelFontSize": 13, "symbolSize": 110, "columns": 1, "labelLimit": 0,
                   "labelColor": INK, "symbolStrokeWidth": 2, "offset": 8, "rowPadding": 4},
        "locale": {"number": _NUMBERS[language]},
    }  # fmt: skip
    return spec


def _tint(share: float) -> str:
    """From paper to the blue of Okabe and Ito, at most so dark that white is read on it."""
    ends = ((250, 248, 243), (0, 114, 178))
    parts = [round(a + (b - a) * min(max(share, 0.0), 1.0)) for a, b in zip(*ends, strict=True)]
    return "#" + "".join(f"{part:02x}" for part in parts)
