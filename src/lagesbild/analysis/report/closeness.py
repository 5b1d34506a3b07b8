"""Near repeats and possible series as a page lays them out: heading, cells, one series."""

from __future__ import annotations

import math

from lagesbild.analysis.report import figures
from lagesbild.analysis.report.figures import NBSP, Language
from lagesbild.analysis.report.saying import ALPHA, put
from lagesbild.analysis.report.texts import TEXTS

WORTH_SAYING = 1.2
"""Ratio of near pairs to chance from which a repeat pattern is called one."""
FEW = 5
"""Pairs expected below which no ratio is said."""
MANY = 100
"""Pairs expected from which they are said whole: more figures would feign exactness."""
NEVER = 1e-6


def rough(value: float) -> int:
    """To one figure, or two where the first is 1: never more exact than a tail probability is."""
    if value < 10:
        return max(1, round(value))
    size = 10 ** math.floor(math.log10(value))
    step = size // 10 if value < 2 * size else size // 2
    return int(round(value / step) * step)


def followed(pairs: int, expected: float, p: float, tests: int, language: Language) -> str:
    """Whether one incident is followed by another, from the closest of the `tests` bands that were looked at."""
    if p > ALPHA / tests:
        return put("followed_none", {}, language)
    return put("followed" if pairs >= WORTH_SAYING * expected else "followed_little", {}, language)


def how_followed(language: Language) -> str:
    """What a table of pairs shows."""
    return put("followed_how", {}, language)


def band(low: float, high: float, unit: str, language: Language) -> str:
    """A band of "days" or "m": “0–7 dygn”, “100–200 m”."""
    return f"{low:.0f}–{high:.0f}{NBSP}{put(f'unit_{unit}', {}, language)}"


def multiple(pairs: int, expected: float, language: Language) -> str:
    """Pairs against what chance gives, as a multiple; none where too few are expected to say."""
    if not expected >= FEW:
        return put("pairs_few", {}, language)
    return f"{figures.number(pairs / expected, language, 1)}{NBSP}×"


def pairs_expected(expected: float, language: Language) -> str:
    """How many pairs chance gives: whole where they are many."""
    return figures.number(round(expected), language) if expected >= MANY else figures.number(expected, language, 1)


def pairs(found: int, expected: float, language: Language) -> str:
    """Pairs found and those that chance gives."""
    return put("pairs", {"n": found, "expected": pairs_expected(expected, language)}, language)


def as_often(found: int, expected: float, p: float, language: Language) -> str:
    """How often chance gives as many pairs."""
    if p > ALPHA or found <= expected:
        return put("pairs_chance", {}, language)
    return put("pairs_seldom", {"n": rough(1 / max(p, NEVER))}, language)


def twice(points: int, share: float, language: Language) -> str:
    """How many points were hit more than once, and the share of what has a place that they hold."""
    said = put("twice", {"n": points}, language)
    if points < figures.SMALLEST_BASE:
        return said
    return f"{said} {put('twice_share', {'share': figures.percent(share, language)}, language)}"


def series(n: int, language: Language) -> str:
    """How many possible series were found, as a heading."""
    if not n:
        return put("series_none", {}, language)
    words = TEXTS["numbers"][language]
    said = words[n] if n < len(words) else figures.number(n, language)
    return put("series", {"n": n, "words": said[:1].upper() + said[1:]}, language)


def how_series(metres: float, days: float, language: Language) -> str:
    """What a possible series is, and is not."""
    return put("series_how", {"metres": round(metres), "days": round(days)}, language)


def no_series(searched: int, language: Language) -> str:
    """That none was found, and among how many categories."""
    return put("series_searched", {"n": searched}, language)


def one_series(count: int, when: str, metres: float, q: float, language: Language, *, where: str = "") -> str:
    """One possible series: how many, when, how close, where, and how often chance gives it.

    Positions are no finer than ten metres, so that the distance is said up to the next ten.
    """
    values = {
        "count": count, "when": when, "metres": 10 * math.ceil(metres / 10), "where": f", {where}" if where else ""
    }  # fmt: skip
    seldom = put("series_chance", {"n": rough(1 / max(q, NEVER))}, language)
    return f"{put('series_one' if metres else 'series_point', values, language)} {seldom}"
