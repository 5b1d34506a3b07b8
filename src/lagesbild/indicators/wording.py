"""Sentences about series: the figure and its interval first, what it is compared to, and what may be said."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from lagesbild.analysis import report
from lagesbild.i18n import N_, Message, Translator
from lagesbild.indicators.figures import FEW, PER, Compared, Coverage, Interval, Line, Point, Verdict
from lagesbild.indicators.models import Break, Indicator, Series, Steps, Value

_QUARTERS = N_("{year} quarter {n}")
_WHY_NOT = {
    Verdict.BROKEN: N_("the source changed between them: they are not compared"),
    Verdict.NOT_FIRM: N_("not compared: a figure is missing, preliminary or of only a part"),
    Verdict.NO_MEASURE: N_("the source gives no interval: nothing says what chance alone would do"),
    Verdict.SIZES: N_("not compared: it is not said what the counts are of"),
    Verdict.SAME: N_("the one compared with"),
}
_TOLD: dict[Verdict, report.Told] = {
    Verdict.MORE: "more",
    Verdict.FEWER: "fewer",
    Verdict.ALIKE: "alike",
    Verdict.SHORT: "short",
}
SHAPES = {Verdict.MORE: "full", Verdict.FEWER: "ring", Verdict.ALIKE: "half"}
FLAGS = {
    Value.Flag.PRELIMINARY: N_("preliminary"),
    Value.Flag.PARTIAL: N_("the source covers only a part"),
    Value.Flag.MISSING: N_("missing"),
    Value.Flag.SUPPRESSED: N_("withheld by the source"),
}
_MARKED = (
    (
        Value.Flag.MISSING,
        N_("Of {period} the source says nothing."),
        N_("Of {n} periods the source says nothing, the latest {period}."),
    ),
    (
        Value.Flag.SUPPRESSED,
        N_("{period} is withheld by the source."),
        N_("{n} periods are withheld by the source, the latest {period}."),
    ),
    (
        Value.Flag.PRELIMINARY,
        N_("{period} is preliminary."),
        N_("{n} periods are preliminary, the latest {period}."),
    ),
    (
        Value.Flag.PARTIAL,
        N_("Of {period} the source covers only a part."),
        N_("Of {n} periods the source covers only a part, the latest {period}."),
    ),
)


def period(t: Translator, steps: str, start: dt.date) -> str:
    """``2024``, ``2024 kvartal 1``, ``2024-03``."""
    if steps == Steps.YEAR:
        return str(start.year)
    if steps == Steps.QUARTER:
        return t.gettext(_QUARTERS).format(year=start.year, n=(start.month + 2) // 3)
    return f"{start:%Y-%m}"


def figure(t: Translator, value: float | None) -> str:
    """A figure to as many decimals as mean something: none from 100, one from 10, else two."""
    if value is None:
        return "–"
    if value == int(value):
        return t.value(int(value))
    return t.value(round(value) if abs(value) >= 100 else round(value, 1 if abs(value) >= 10 else 2))


def span(t: Translator, interval: Interval | None, *, count: bool = False) -> str:
    """The ends, held together; empty where there is none. Of a count they are whole from 10."""
    if interval is None:
        return ""
    if count and not interval.theirs:
        ends = (t.value(round(end) if end >= 10 else round(end, 1)) for end in (interval.low, interval.high))
        return "\u2060–\u2060".join(ends)
    return f"{figure(t, interval.low)}\u2060–\u2060{figure(t, interval.high)}"


def per(t: Translator, indicator: Indicator, series: Series | None = None) -> str:
    """What a rate of ours is per."""
    text = {
        Steps.YEAR: N_("per {n} inhabitants and year"),
        Steps.QUARTER: N_("per {n} inhabitants and quarter"),
        Steps.MONTH: N_("per {n} inhabitants and month"),
    }[Steps(indicator.steps)]
    return t.gettext(text).format(n=t.value(PER))


def measured(t: Translator, indicator: Indicator) -> str:
    """Unit and what it is per: “anmälda brott”, “per 100 000 invånare”."""
    return ", ".join(text for text in (indicator.unit, indicator.per) if text and text not in indicator.name)


def standing(indicator: Indicator, line: Line, t: Translator) -> Message:
    """Where a series stands: the latest figure that may be compared, with its interval."""
    point = line.latest
    if point is None:
        return Message(N_("There is no figure of {place}."), {"place": line.series.name})
    values = {
        "place": line.series.name,
        "period": period(t, indicator.steps, point.start),
        "value": _with_unit(t, indicator, point),
        "span": span(t, point.interval, count=indicator.kind == Indicator.Kind.COUNT),
    }
    if point.interval is None:
        return Message(N_("{place}, {period}: {value}."), values)
    if point.interval.theirs:
        return Message(N_("{place}, {period}: {value} (interval of the source {span})."), values)
    return Message(N_("{place}, {period}: {value} (95 % interval {span})."), values)


def _with_unit(t: Translator, indicator: Indicator, point: Point) -> str:
    said = measured(t, indicator)
    return f"{figure(t, point.value)} {said}" if said else figure(t, point.value)


def beside(found: Verdict, t: Translator) -> str:
    """What may be said of one place beside another."""
    if found in _WHY_NOT:
        return t.gettext(_WHY_NOT[found])
    return report.verdict(_higher(_TOLD[found]), t.language)


def _higher(told: report.Told) -> report.Told:
    return "higher" if told == "more" else "lower" if told == "fewer" else told


def changed(indicator: Indicator, found: Compared, t: Translator) -> str:
    """What may be said of two periods."""
    count = indicator.kind == Indicator.Kind.COUNT
    told = _TOLD.get(found.verdict)
    apart = found.verdict in (Verdict.MORE, Verdict.FEWER) and not count
    if apart and told is not None:
        told = _higher(told)
    return report.change(
        (figure(t, found.now.value), figure(t, found.before.value)),
        (period(t, indicator.steps, found.now.start), period(t, indicator.steps, found.before.start)),
        told if told is not None else t.gettext(_WHY_NOT[found.verdict]),
        t.language,
        percent=abs(found.percent) if count and found.percent is not None else None,
        few=count and max(found.now.value or 0, found.before.value or 0) < FEW,
        intervals=apart,
    )


def limits(
    indicator: Indicator, line: Line, found: Compared | None, breaks: Sequence[Break], t: Translator
) -> list[Message]:
    """What is to be known of a series before anything is made of it."""
    said: list[Message] = []
    for number, each in enumerate(breaks, 1):
        said.append(
            Message(
                N_("Break {n}, {day}: {what} Nothing is compared across it."),
                {"n": number, "day": each.day, "what": _sentence(t.gettext(each.what))},
            )
        )
    counted: dict[str, list[dt.date]] = {}
    for point in line.points:
        if point.flag and point.flag != Value.Flag.NONE:
            counted.setdefault(point.flag, []).append(point.start)
    for flag, one, several in _MARKED:
        if days := counted.get(flag):
            values = {"n": len(days), "period": period(t, indicator.steps, days[-1])}
            said.append(Message(one if len(days) == 1 else several, values))
    if found is not None and indicator.kind == Indicator.Kind.COUNT and found.p is not None:
        varied = report.varied(found.history, found.dispersion, t.language)
        said += [Message("{said}", {"said": varied})] if varied else []
    if any(point.rate is not None and point.rate.small for point in line.points):
        said.append(Message(N_("Fewer than {n} live here: the rate moves much by a few."), {"n": PER}))
    rated = any(point.rate is not None for point in line.points)
    if rated and indicator.base is not None:
        said.append(
            Message(N_("Inhabitants according to “{name}”, of the nearest year."), {"name": indicator.base.name})
        )
    elif rated and line.series.area is not None:
        said.append(Message(N_("Inhabitants are those of the areas as they were read, the same for every period.")))
    return said


def _sentence(text: str) -> str:
    return text if text.endswith((".", "!", "?")) else f"{text}."


def covered(indicator: Indicator, found: Coverage, t: Translator) -> list[Message]:
    """What there is of an indicator and what there is not."""
    said = [
        Message(
            N_("{places} place, {first} to {last}."),
            {
                "places": found.places,
                "first": period(t, indicator.steps, found.first),
                "last": period(t, indicator.steps, found.last),
            },
            N_("{places} places, {first} to {last}."),
            found.places,
        )
    ]
    if found.gaps:
        said.append(
            Message(N_("{n} figures of {all} are missing."), {"n": found.gaps, "all": found.places * found.periods})
        )
    for flag, n in found.flagged.items():
        said.append(Message(N_("{n} figures: {flag}."), {"n": n, "flag": Message(FLAGS[Value.Flag(flag)])}))
    if found.absent:
        names = ", ".join(found.absent[:5])
        more = len(found.absent) - 5
        said.append(
            Message(N_("Nothing is told of {names} and {n} more areas."), {"names": names, "n": more})
            if more > 0
            else Message(N_("Nothing is told of {names}."), {"names": names})
        )
    return said
