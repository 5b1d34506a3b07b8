"""Counts against what was expected, a row each: interval strips, small series, and stems."""

from __future__ import annotations

from collections.abc import Sequence

from lagesbild.i18n import Translator
from lagesbild.picture.charts import marks, scales, svg
from lagesbild.picture.charts.theme import BAND, INK, INK_2, INK_3, RULE, RULE_2, STEM, STILL, Theme
from lagesbild.picture.model import CountRow, Picture, Series, Verdict
from lagesbild.picture.wording import counts, dates

OUTSIDE = frozenset({Verdict.ABOVE, Verdict.BELOW})
STRIP = 34.0
"""Height of a strip in pixels."""
LONGEST = 20
"""Letters of what was expected that fit beside a series."""


def axis_of(rows: Sequence[CountRow], left: float, right: float, most: int = 5) -> scales.Axis:
    """The common axis of several rows."""
    values = [float(row.count) for row in rows]
    values += [row.expected.high for row in rows if row.expected is not None]
    return scales.axis(values, left, right, most=most)


def compressed(rows: Sequence[CountRow]) -> bool:
    """Whether the common axis is by square root, because a few counts dwarf the rest; a reader has to be told."""
    return axis_of(rows, 0, 1).root


def strips(rows: Sequence[CountRow], theme: Theme, *, width: float = 304) -> tuple[str, list[str]]:
    """An axis and a strip per row, on one common scale.

    Grey bar: expected. Ring: inside it. Filled dot with a line from the bar: outside. Ring with a thin line from the
    bar: outside, but that may be chance. Small ring without a bar: too few
    to say, or not comparable.
    """
    axis = axis_of(rows, 8, width - 8)
    keys = [str(i) for i in range(len(rows))]
    grid = [
        {"key": key, "x": axis.at(t), "x2": axis.at(t), "y": i * STRIP, "y2": (i + 1) * STRIP, "stroke": RULE}
        for i, key in enumerate(keys)
        for t in axis.ticks
    ]
    middles = [(i + 0.5) * STRIP for i in range(len(rows))]
    layers = [marks.rules(grid), *_interval_layers(rows, axis, middles, keys, theme)]
    sheet = svg.render(layers, width, STRIP * max(len(rows), 1))
    # A thin space between thousands is read in every language.
    said = [f"{tick:,.0f}".replace(",", "\u202f") for tick in axis.ticks]
    marked = zip(axis.ticks, said, strict=True)
    ticks = [{"key": "0", "x": axis.at(tick), "y": 10, "text": text, "fill": INK_2} for tick, text in marked]
    head = svg.render([marks.texts(ticks, align="center")], width, 20)
    return svg.cut(head, 1, width, 20)[0], svg.cut(sheet, len(rows), width, STRIP)


def _interval_layers(
    rows: Sequence[CountRow], axis: scales.Axis, middles: Sequence[float], keys: Sequence[str], theme: Theme
) -> list[marks.Layer]:
    bars, lines, perhaps, hits, rings, few = [], [], [], [], [], []
    for row, y, key in zip(rows, middles, keys, strict=True):
        x = axis.at(row.count)
        dot = {"key": key, "x": x, "y": y}
        if row.expected is None or row.verdict in {Verdict.FEW, Verdict.INCOMPARABLE}:
            few.append(dot | {"stroke": INK_3})
            continue
        low, high = axis.at(row.expected.low), axis.at(row.expected.high)
        bars.append({"key": key, "x": low, "x2": max(high, low + 2), "y": y - 5, "y2": y + 5, "fill": BAND})
        if row.verdict in OUTSIDE:
            edge = high if row.verdict == Verdict.ABOVE else low
            lines.append({"key": key, "x": edge, "x2": x, "y": y, "y2": y, "stroke": theme.accent})
            hits.append(dot | {"fill": theme.accent, "stroke": theme.accent})
        else:
            if row.verdict == Verdict.CHANCE:
                edge = high if row.count > row.expected.high else low
                perhaps.append({"key": key, "x": edge, "x2": x, "y": y, "y2": y, "stroke": INK_3})
            rings.append(dot)
    return [
        marks.rects(bars),
        marks.rules(lines, width=2),
        marks.rules(perhaps),
        marks.dots(few, radius=3.5),
        marks.dots(rings, radius=5),
        marks.dots(hits, radius=5.5),
    ]


def interval_chart(
    t: Translator, rows: Sequence[CountRow], theme: Theme, *, key: str, title: str, width: float = 720
) -> str:
    """All rows in one drawing with names, counts and verdicts, for paper."""
    names, right = 200.0, 130.0
    axis = axis_of(rows, names + 60, width - right - 16)
    pitch, top = 26.0, 30.0
    height = top + pitch * len(rows)
    middles = [top + pitch * (i + 0.5) for i in range(len(rows))]
    keys = [""] * len(rows)
    ticks = [{"x": axis.at(v), "y": 12, "text": t.value(int(v)), "fill": INK_2} for v in axis.ticks]
    grid = [{"x": axis.at(v), "x2": axis.at(v), "y": 24, "y2": height, "stroke": RULE} for v in axis.ticks]
    plain: list[tuple[CountRow, float]] = []
    bold: list[tuple[CountRow, float]] = []
    for row, y in zip(rows, middles, strict=True):
        hit = row.verdict in OUTSIDE
        (bold if hit else plain).append((row, y))
    layers: list[marks.Layer] = [
        marks.rules(grid),
        marks.texts(ticks, align="center"),
        *_interval_layers(rows, axis, middles, keys, theme),
    ]
    weights: tuple[marks.Weight, marks.Weight] = (400, 600)
    for group, weight in zip((plain, bold), weights, strict=True):
        layers.append(
            marks.texts([{"x": 0, "y": y, "text": _fit(row.name, 30)} for row, y in group], size=15, weight=weight)
        )
        layers.append(
            marks.texts(
                [{"x": names + 40, "y": y, "text": t.value(row.count)} for row, y in group],
                size=15,
                weight=600,
                align="right",
            )
        )
        said = [
            {"x": width, "y": y, "text": counts.verdict(t, row.verdict), "fill": INK if weight > 400 else INK_2}
            for row, y in group
        ]
        layers.append(marks.texts(said, size=15, weight=weight, align="right"))
    desc = "; ".join(f"{row.name}: {counts.against(t, row)}, {counts.verdict(t, row.verdict)}" for row in rows)
    return svg.drawing(layers, width, height, title=title, desc=desc, key=key)


def _fit(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"


def sparks(rows: Sequence[CountRow], theme: Theme, *, steps: int = 12) -> list[str]:
    """The last steps of each row as small stems over what was expected."""
    width, height = 110.0, STRIP
    bands: list[marks.Item] = []
    stems: list[marks.Item] = []
    lasts: list[marks.Item] = []
    bases: list[marks.Item] = []
    for i, row in enumerate(rows):
        series = tail(row.series, steps)
        top = max([1.0, *map(float, series.counts), *(h for h in series.high if h is not None)])
        base = (i + 1) * height - 7
        for j, (count, low, high) in enumerate(zip(series.counts, series.low, series.high, strict=True)):
            x = 4 + (width - 8) * (j + steps - len(series.counts)) / max(steps - 1, 1)
            if low is not None and high is not None:
                at = [base - (height - 14) * v / top for v in (low, high)]
                bands.append({"key": str(i), "x": x - 4.8, "x2": x + 4.8, "y": at[0], "y2": at[1], "fill": "#e9e3d6"})
            y = base - max((height - 14) * count / top, 1.0)
            last = j + 1 == len(series.counts)
            colour = (theme.accent if row.verdict in OUTSIDE else INK) if last else RULE_2
            (lasts if last else stems).append({"key": str(i), "x": x, "x2": x, "y": base, "y2": y, "stroke": colour})
        bases.append({"key": str(i), "x": 0, "x2": width, "y": base, "y2": base, "stroke": RULE})
    layers = [marks.rects(bands), marks.rules(bases), marks.rules(stems, width=3), marks.rules(lasts, width=4)]
    sheet = svg.render(layers, width, height * max(len(rows), 1))
    return svg.cut(sheet, len(rows), width, height)


def tail(series: Series, steps: int) -> Series:
    """The last steps of a series."""
    return Series(
        series.unit, series.starts[-steps:], series.counts[-steps:], series.low[-steps:], series.high[-steps:]
    )


def stems(
    t: Translator,
    picture: Picture,
    found: Sequence[tuple[str, CountRow]],
    theme: Theme,
    *,
    key: str,
    width: float = 358,
) -> list[str]:
    """For each title and row: 26 steps over the span expected of each, the last step with its number.

    Those that reports may still arrive for stand on grey.
    """
    height = 116.0
    sheet: dict[str, list[marks.Item]] = {
        name: [] for name in ("ground", "band", "stem", "base", "last", "dot", "n", "by", "end", "now")
    }
    titles = []
    for i, (title, row) in enumerate(found):
        for name, items in _stem_items(
            t, row, theme, width=width, y0=i * height, arriving=picture.arriving(row.series)
        ).items():
            sheet[name] += [{"key": str(i), **item} for item in items]
        steps = tail(row.series, 26)
        said = [f"{dates.step(t, steps.unit, s)} {c}" for s, c in zip(steps.starts, steps.counts, strict=True)]
        titles.append((title, ", ".join(said), f"{key}-{i}"))
    layers: list[marks.Layer] = [
        marks.rects(sheet["ground"]),
        marks.rects(sheet["band"]),
        marks.rules(sheet["stem"], width=3),
        marks.rules(sheet["base"]),
        marks.rules(sheet["last"], width=5),
        marks.dots(sheet["dot"], radius=5),
        marks.texts(sheet["n"], size=17, weight=600),
        marks.texts(sheet["by"]),
        marks.texts(sheet["end"]),
        marks.texts(sheet["now"], weight=600, align="right"),
    ]
    root = svg.render(layers, width, height * max(len(found), 1))
    return svg.cut(root, len(found), width, height, titles=titles)


def _stem_items(
    t: Translator, row: CountRow, theme: Theme, *, width: float, y0: float, arriving: int
) -> dict[str, list[marks.Item]]:
    series = tail(row.series, 26)
    n = len(series.counts)
    left, right, top, base = 6.0, width - 122, y0 + 16, y0 + 92
    highest = max([1.0, *map(float, series.counts), *(h for h in series.high if h is not None)])
    pitch = (right - left) / max(n - 1, 1)
    xs = [right - pitch * (n - 1 - i) for i in range(n)]

    def at(value: float) -> float:
        return base - (base - top) * value / highest

    colour = theme.accent if row.verdict in OUTSIDE else INK
    now, y = xs[-1], at(series.counts[-1])
    beside = now + min(max(12.0, pitch / 2 + 5), 18.0)
    items: dict[str, list[marks.Item]] = {
        "ground": [
            {"x": x - pitch / 2, "x2": right + pitch / 2, "y": y0 + 6, "y2": base, "fill": STILL}
            for x in xs[max(n - arriving, 0) :][:1]
        ],
        "band": [
            {"x": x - pitch / 2, "x2": x + pitch / 2 + 0.3, "y": at(low), "y2": at(high), "fill": "#e4ddce"}
            for x, low, high in zip(xs, series.low, series.high, strict=True)
            if low is not None and high is not None
        ],
        "stem": [
            {"x": x, "x2": x, "y": base, "y2": min(at(c), base - 1.5), "stroke": STEM}
            for x, c in zip(xs[:-1], series.counts[:-1], strict=True)
        ],
        "base": [{"x": 0, "x2": right + 8, "y": base, "y2": base, "stroke": INK_3}],
        "last": [{"x": now, "x2": now, "y": base, "y2": y, "stroke": colour}],
        "dot": [{"x": now, "y": y, "fill": colour, "stroke": colour}],
        "n": [{"x": beside, "y": y, "text": t.value(series.counts[-1]), "fill": colour}],
        "by": [],
        "end": [{"x": 0, "y": base + 14, "text": dates.step(t, series.unit, series.starts[0]), "fill": INK_2}],
        "now": [{"x": now + 8, "y": base + 14, "text": dates.step(t, series.unit, series.starts[-1])}],
    }
    if row.expected is not None:
        middle = at((row.expected.low + row.expected.high) / 2)
        if abs(middle - y) < 20:
            middle = y + 20 if y + 20 < base else y - 20
        said = t.gettext("expected {span}").format(span=counts.span(t, row.expected))
        if len(said) > LONGEST:
            said = counts.span(t, row.expected)
        items["by"].append({"x": beside, "y": middle, "text": said, "fill": INK_2})
    return items


__all__ = ["OUTSIDE", "axis_of", "compressed", "interval_chart", "sparks", "stems", "strips", "tail"]
