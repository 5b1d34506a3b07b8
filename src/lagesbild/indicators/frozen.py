"""A series as it stands today, to be kept where something rests on it: sentences, limits, figures, source."""

from __future__ import annotations

from typing import Any

from lagesbild.i18n import LANGUAGES, N_, Message, Translator, translator
from lagesbild.indicators import figures, wording
from lagesbild.indicators.figures import Line
from lagesbild.indicators.models import Break, Series
from lagesbild.indicators.readers import said


def of_series(series: Series) -> dict[str, Any] | None:
    """What there is of a series, as plain data; None where there is nothing. Inside the walls.

    ``sentences`` and ``limits`` by language, ``figures`` with each period (first day, value, ends of the interval,
    flag, mark) and with where they are from, ``period`` from the first day to the day after the last.
    """
    row = series.indicator
    breaks = list(row.breaks.in_order())
    found = figures.lines(row, [series], breaks)
    if not found:
        return None
    line = found[0]
    return {
        "sentences": {language: _sentences(translator(language), line) for language in LANGUAGES},
        "limits": {language: _limits(translator(language), line, breaks) for language in LANGUAGES},
        "figures": {
            "n": None,
            "indicator": row.name,
            "code": row.code,
            "place": series.name,
            "unit": row.unit,
            "per": row.per,
            "source": row.source,
            "address": row.address,
            "licence": row.licence,
            "fetched": None if row.fetched is None else row.fetched.isoformat(),
            "breaks": [[one.day.isoformat(), one.what] for one in breaks],
            "values": [
                [
                    one.start.isoformat(),
                    one.value,
                    *((one.interval.low, one.interval.high) if one.interval else (None, None)),
                    str(one.flag),
                    one.mark,
                ]
                for one in line.points
            ],
        },
        "period": {
            "start": line.points[0].start.isoformat(),
            "end": said.after(row.steps, line.points[-1].start).isoformat(),
        },
    }


def _sentences(t: Translator, line: Line) -> list[str]:
    row = line.series.indicator
    compared = figures.usual(row, line)
    texts = [f"{row.name}.", t.say(wording.standing(row, line, t))]
    return texts + ([wording.changed(row, compared, t)] if compared else [])


def _limits(t: Translator, line: Line, breaks: list[Break]) -> list[str]:
    row = line.series.indicator
    told = wording.limits(row, line, figures.usual(row, line), breaks, t)
    if row.source:
        told = [Message(N_("Source: {source}."), {"source": row.source}), *told]
    return [t.say(one) for one in told]
