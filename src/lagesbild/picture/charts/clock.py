"""When in the week: the clock of seven days by 24 hours, and the small week of a place."""

from __future__ import annotations

from collections.abc import Sequence
from operator import itemgetter

from babel.dates import get_day_names

from lagesbild.i18n import Translator
from lagesbild.picture.charts import marks, scales, svg
from lagesbild.picture.charts.theme import EMPTY, INK, INK_2, PAPER, RULE_2, Theme, text_on
from lagesbild.picture.model import PlaceRow, WeekClock
from lagesbild.picture.wording import dates

_MOST_DOTS = 9


def week_clock(
    t: Translator,
    clock: WeekClock,
    theme: Theme,
    *,
    key: str,
    title: str,
    dots: bool,
    hour: float = 32,
    phone: bool = False,
) -> str:
    """Shade: incidents per hour of the week over `clock.over`, in classes with their limits printed.

    With `dots`, each incident of the period is a dot, or a number where there are more than nine. The outlined box is
    the busiest run of cells. An hour is `hour` pixels wide. The phone's clock is turned: days across, hours down.
    """
    limits = scales.classes([v for row in clock.history for v in row])
    colours = (EMPTY, *_steps(theme, len(limits)))
    cell_w, cell_h = (43.0, 18.0) if phone else (hour, 28.0)
    left, top = (30.0, 26.0) if phone else (80.0, 44.0)
    columns, rows = (7, 24) if phone else (24, 7)
    right, bottom = left + columns * cell_w, top + rows * cell_h

    def corner(day: int, at: int) -> tuple[float, float]:
        column, row = (day, at) if phone else (at, day)
        return left + column * cell_w, top + row * cell_h

    cells: list[marks.Item] = []
    points: list[dict[str, float]] = []
    numbers: list[marks.Item] = []
    for day in range(7):
        for at in range(24):
            x, y = corner(day, at)
            colour = colours[scales.place(clock.history[day][at], limits)]
            cells.append({"x": x, "x2": x + cell_w - 1, "y": y, "y2": y + cell_h - 1, "fill": colour})
            n = round(clock.now[day][at]) if dots else 0
            if n > _MOST_DOTS or (phone and n > 5):
                numbers.append({"x": x + cell_w / 2, "y": y + cell_h / 2, "text": t.value(n), "fill": text_on(colour)})
            else:
                points += _points(n, x + (cell_w - 1) / 2, y + (cell_h - 1) / 2, across=5 if phone else 3)
    box = []
    if clock.peak_box is not None:
        day, last, at, after = clock.peak_box
        (x, y), (x2, y2) = corner(day, at), corner(last, after - 1)
        box.append({"x": x, "x2": x2 + cell_w - 1, "y": y, "y2": y2 + cell_h - 1, "fill": "none", "stroke": INK})
    layers: list[marks.Layer] = [
        marks.rects(sorted(cells, key=itemgetter("fill"))),
        marks.rects(box, width=2),
        marks.dots([p | {"fill": INK, "stroke": PAPER} for p in points], radius=3.4, width=1),
        marks.texts(numbers, align="center", weight=600),
        *_frame(t, left, top, cell_w, cell_h, phone=phone),
    ]
    if not phone:
        layers += _margins(t, clock, left=left, top=top, cell_w=cell_w, cell_h=cell_h)
    width = 358.0 if phone else right + 66
    height = bottom + (58 if phone else 78)
    layers += _legend(t, limits, colours, x=left if not phone else 0, y=bottom + (30 if phone else 50), phone=phone)
    desc = _described(t, clock)
    return svg.drawing(layers, width, height, title=title, desc=desc, key=key)


def _steps(theme: Theme, n: int) -> tuple[str, ...]:
    """Colours of `n` classes, spread over the scale where they are few."""
    spread = {1: (2,), 2: (1, 3), 3: (0, 2, 4), 4: (0, 1, 3, 4)}.get(n, range(5))
    return tuple(theme.ramp[i] for i in spread)


def _points(n: int, x: float, y: float, *, across: int) -> list[dict[str, float]]:
    """Dots in a square about the middle of a cell."""
    found = []
    lines = -(-n // across)
    for i in range(n):
        row, column = divmod(i, across)
        in_row = min(across, n - row * across)
        found.append({"x": x + (column - (in_row - 1) / 2) * 8, "y": y + (row - (lines - 1) / 2) * 8})
    return found


def _frame(t: Translator, left: float, top: float, cell_w: float, cell_h: float, *, phone: bool) -> list[marks.Layer]:
    """Names of days and hours."""
    if phone:
        days = [{"x": left + (i + 0.5) * cell_w, "y": top - 12, "text": name} for i, name in enumerate(short_days(t))]
        hours = [{"x": left - 6, "y": top + h * cell_h, "text": f"{h:02d}", "fill": INK_2} for h in range(0, 25, 3)]
        return [marks.texts(days, align="center", size=15), marks.texts(hours, align="right")]
    days = [{"x": 0, "y": top + (i + 0.5) * cell_h, "text": name} for i, name in enumerate(dates.weekdays(t))]
    bottom = top + 7 * cell_h
    hours = [{"x": left + h * cell_w, "y": bottom + 16, "text": f"{h:02d}", "fill": INK_2} for h in range(0, 25, 3)]
    ticks = [{"x": h["x"], "x2": h["x"], "y": bottom, "y2": bottom + 5, "stroke": RULE_2} for h in hours]
    return [marks.texts(days, size=15), marks.rules(ticks), marks.texts(hours, align="center")]


def _margins(
    t: Translator, clock: WeekClock, *, left: float, top: float, cell_w: float, cell_h: float
) -> list[marks.Layer]:
    """Sums per hour above and per day to the right."""
    hours = [sum(row[h] for row in clock.history) for h in range(24)]
    days = [sum(row) for row in clock.history]
    tall = 34 / max(*hours, 1)
    above = [
        {
            "x": left + h * cell_w + 1,
            "x2": left + (h + 1) * cell_w - 2,
            "y": top - 6 - n * tall,
            "y2": top - 6,
            "fill": "#cfc8b8",
        }
        for h, n in enumerate(hours)
    ]
    edge = left + 24 * cell_w + 8
    beside: list[marks.Item] = []
    sums: list[marks.Item] = []
    for day, n in enumerate(days):
        y, length = top + (day + 0.5) * cell_h, 20 * n / max(*days, 1)
        beside.append({"x": edge, "x2": edge + length, "y": y - 6.5, "y2": y + 6.5, "fill": "#cfc8b8"})
        sums.append({"x": edge + 56, "y": y, "text": t.value(round(n)), "fill": INK_2})
    return [marks.rects([*above, *beside]), marks.texts(sums, align="right")]


def _legend(
    t: Translator, limits: Sequence[int], colours: Sequence[str], *, x: float, y: float, phone: bool
) -> list[marks.Layer]:
    """Each class as a field with its limits."""
    said = ("0", *scales.limits_said(t, limits))
    if phone:
        wide = 358 / len(said)
        fields = [
            {"x": i * wide, "x2": (i + 1) * wide - 2, "y": y - 9, "y2": y + 3, "fill": c, "stroke": RULE_2}
            for i, c in enumerate(colours[: len(said)])
        ]
        words = [{"x": (i + 0.5) * wide, "y": y + 16, "text": s, "fill": INK_2} for i, s in enumerate(said)]
        return [marks.rects(fields, width=0.5), marks.texts(words, align="center")]
    title = t.gettext("Incidents per hour of the week:")
    start = x + 8 + 6.4 * len(title)
    wide = 84.0
    fields = [
        {"x": start + i * wide, "x2": start + i * wide + 22, "y": y - 6, "y2": y + 6, "fill": c, "stroke": RULE_2}
        for i, c in enumerate(colours[: len(said)])
    ]
    words = [{"x": start + i * wide + 28, "y": y, "text": s, "fill": INK_2} for i, s in enumerate(said)]
    return [
        marks.texts([{"x": x, "y": y, "text": title, "fill": INK_2}]),
        marks.rects(fields, width=0.5),
        marks.texts(words),
    ]


def _described(t: Translator, clock: WeekClock) -> str:
    parts = []
    for name, row in zip(dates.weekdays(t), clock.history, strict=True):
        busiest = max(range(24), key=lambda hour: row[hour])
        parts.append(
            t.gettext("{day}: {n} incidents, most at {hour}").format(
                day=name, n=t.value(round(sum(row))), hour=f"{busiest:02d}–{busiest + 1:02d}"
            )
        )
    return "; ".join(parts)


def short_days(t: Translator) -> tuple[str, ...]:
    """Monday to Sunday in two letters."""
    names = get_day_names("short", "stand-alone", locale=t.language)
    return tuple(names[i].rstrip(".") for i in range(7))


def mini_weeks(t: Translator, rows: Sequence[PlaceRow], theme: Theme) -> list[str]:
    """Per place: seven days by four shifts of six hours, shaded within all places together."""
    known = [row for row in rows if row.clock]
    limits = scales.classes([v for row in known for day in row.clock for v in day], most=4)
    colours = ("#ece5d8", *theme.ramp[1:])
    width, height, wide, high = 126.0, 54.0, 18.0, 9.0
    letters = short_days(t)
    cells: list[marks.Item] = []
    names: list[marks.Item] = []
    for i, row in enumerate(known):
        y0 = i * height
        for day, shifts in enumerate(row.clock):
            name = {"text": letters[day], "fill": INK_2}
            names.append({"key": str(i), "x": (day + 0.5) * wide, "y": y0 + 46, **name})
            for shift, n in enumerate(shifts):
                x, y = day * wide, y0 + shift * high
                colour = colours[min(scales.place(n, limits), 4)]
                cells.append({"key": str(i), "x": x, "x2": x + wide - 1, "y": y, "y2": y + high - 1, "fill": colour})
    if not known:
        return ["" for _ in rows]
    root = svg.render([marks.rects(cells), marks.texts(names, size=12, align="center")], width, height * len(known))
    drawn = iter(svg.cut(root, len(known), width, height))
    return [next(drawn) if row.clock else "" for row in rows]
