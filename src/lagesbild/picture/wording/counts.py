"""Counts, what they are compared to, and how unusual they are, in words.

The rules: the count and its interval come first; nothing is said in percent on a base below 20; a count is more
or fewer than expected only where its verdict says so, and no direction is shown by a sign.
"""

from __future__ import annotations

from collections.abc import Sequence

from babel.numbers import format_decimal

from lagesbild.analysis import report
from lagesbild.i18n import N_, Translator
from lagesbild.picture.model import CountRow, Earlier, Interval, Period, Picture, PlaceRow, Unit, Verdict
from lagesbild.picture.wording import dates

_NUMBERS = (
    N_("zero"),
    N_("one"),
    N_("two"),
    N_("three"),
    N_("four"),
    N_("five"),
    N_("six"),
    N_("seven"),
    N_("eight"),
    N_("nine"),
    N_("ten"),
    N_("eleven"),
    N_("twelve"),
)
_VERDICTS = {
    Verdict.ABOVE: N_("more than expected"),
    Verdict.BELOW: N_("fewer than expected"),
    Verdict.INSIDE: N_("as expected"),
    Verdict.CHANCE: N_("outside the expected, but may be chance"),
    Verdict.FEW: N_("too few to say"),
    Verdict.SHORT: N_("history too short to say"),
    Verdict.INCOMPARABLE: N_("cannot be compared"),
}


def in_words(t: Translator, n: int) -> str:
    """A small number as a word, a large one in figures."""
    return t.gettext(_NUMBERS[n]) if n < len(_NUMBERS) else t.value(n)


def span(t: Translator, interval: Interval) -> str:
    """The interval's ends, held together: “4–9”. Ends are whole where the figures are counts."""
    return report.interval(interval.low, interval.high, t.language)


def against(t: Translator, row: CountRow | PlaceRow) -> str:
    """The count with what it is compared to, as one unbreakable unit: “14 mot väntade 4–9”."""
    if row.expected is None or not comparable_row(row):
        return t.value(row.count)
    return report.against(row.count, row.expected.low, row.expected.high, t.language)


def compared(t: Translator, row: CountRow | PlaceRow) -> str:
    """What the count is compared to, without the count: “mot väntade 4–9”, or why there is nothing."""
    if row.expected is None or not comparable_row(row):
        return verdict(t, row.verdict)
    return report.compared(row.expected.low, row.expected.high, t.language)


def verdict(t: Translator, found: Verdict) -> str:
    """What may be said of a count."""
    return t.gettext(_VERDICTS[found])


def chance(t: Translator, one_in: float, unit: Unit) -> str:
    """How often chance alone gives something as unusual, for one series."""
    n = report.rough(one_in)
    if one_in > 10_000:
        return {
            Unit.WEEK: t.gettext("Chance gives as unusual a count in fewer than one week of 10,000."),
            Unit.MONTH: t.gettext("Chance gives as unusual a count in fewer than one month of 10,000."),
            Unit.QUARTER: t.gettext("Chance gives as unusual a count in fewer than one quarter of 10,000."),
            Unit.YEAR: t.gettext("Chance gives as unusual a count in fewer than one year of 10,000."),
            Unit.SPAN: t.gettext("Chance gives as unusual a count in fewer than one period of 10,000."),
        }[unit]
    said = {
        Unit.WEEK: t.gettext("Chance gives as unusual a count in about one week of {n}."),
        Unit.MONTH: t.gettext("Chance gives as unusual a count in about one month of {n}."),
        Unit.QUARTER: t.gettext("Chance gives as unusual a count in about one quarter of {n}."),
        Unit.YEAR: t.gettext("Chance gives as unusual a count in about one year of {n}."),
        Unit.SPAN: t.gettext("Chance gives as unusual a count in about one period of {n}."),
    }[unit]
    return said.format(n=t.value(n))


def share(t: Translator, part: int, whole: int) -> str:
    """A part of a whole: in figures always, in percent too where the whole is large enough."""
    return report.share(part, whole, t.language)


def percentage(t: Translator, part: int, whole: int) -> str | None:
    """The part in percent, or None where the whole is below 20 or the part would round to 0."""
    return report.percentage(part, whole, t.language)


def earlier(t: Translator, found: Earlier | None) -> str:
    """The count of an earlier stretch, or that it may not be compared."""
    if found is None:
        return t.gettext("no data")
    return t.gettext("not comparable") if found.count is None else t.value(found.count)


def comparable(rows: Sequence[CountRow]) -> tuple[int, ...]:
    """Which of the earlier stretches any row has a count for, as indices."""
    most = max((len(row.earlier) for row in rows), default=0)
    return tuple(
        i for i in range(most) if any(len(row.earlier) > i and row.earlier[i].count is not None for row in rows)
    )


def incomparable(t: Translator, rows: Sequence[CountRow]) -> str:
    """Which earlier stretches no row can be compared with, or nothing."""
    kept = comparable(rows)
    lost = [earlier_name(t, old.period) for i, old in enumerate(rows[0].earlier if rows else ()) if i not in kept]
    if not lost:
        return ""
    return t.gettext("Cannot be compared, because the source was another: {list}.").format(list=", ".join(lost))


def any_expected(rows: Sequence[CountRow]) -> bool:
    """Whether any row is shown against a span; else a column of them would be empty."""
    return any(comparable_row(row) for row in rows)


def any_before(rows: Sequence[CountRow]) -> bool:
    """Whether any row may be compared with the stretch just before."""
    return any(row.before is not None and row.before.count is not None for row in rows)


def no_spans(t: Translator, rows: Sequence[CountRow]) -> str:
    """Why no row is shown against a span."""
    if all(row.verdict == Verdict.INCOMPARABLE for row in rows):
        return t.gettext("Nothing is expected of these counts: the source was another before, so there is no history.")
    return t.gettext("Nothing is expected of these counts: incidents are too few or their history too short.")


def about_rates(t: Translator, picture: Picture) -> str:
    """Of what time a rate is, what its brackets hold, and what is in no rate."""
    said = t.gettext(
        "Per 1,000 inhabitants: incidents in {period}, in brackets where the rate lies with 95 per cent certainty. "
        "The order is that of the counts, not of the rates."
    ).format(period=dates.dates(t, picture.period))
    lost = picture.area_unplaced
    if not lost:
        return said
    without = t.ngettext(
        "{n} incident whose area is not known is in no rate.",
        "{n} incidents whose area is not known are in no rate, so the rates are rather too low.",
        lost,
    )
    return f"{said} {without.format(n=t.value(lost))}"


def further(t: Translator, n: int) -> str:
    """What opens the rows that are not drawn."""
    return t.ngettext("One more row", "{n} more rows", n).format(n=t.value(n))


def earlier_name(t: Translator, period: Period) -> str:
    """The heading of an earlier stretch in a table."""
    if period.unit in {Unit.YEAR, Unit.SPAN}:
        return dates.dates(t, period)
    return dates.short(t, period, year=True)


def rate(t: Translator, row: CountRow | PlaceRow) -> str:
    """Incidents per 1,000 inhabitants with the interval, all to as many decimals, or nothing."""
    if row.rate is None:
        return ""
    low, middle, high = (decimal(t, end) for end in (row.rate.low, row.rate.middle, row.rate.high))
    return f"{middle} ({low}\u2060–\u2060{high})"


def decimal(t: Translator, value: float) -> str:
    """A figure to one decimal, that is shown also where it is 0: “4,0”."""
    return format_decimal(value, format="#,##0.0", locale=t.language)


def comparable_row(row: CountRow | PlaceRow) -> bool:
    """Whether the count is shown against a span."""
    return row.expected is not None and row.verdict not in {Verdict.FEW, Verdict.INCOMPARABLE}


def expected(t: Translator, row: CountRow | PlaceRow) -> str:
    """What was expected, where there is little room: the span, or why there is none."""
    if row.expected is None or not comparable_row(row):
        return why_not(t, row.verdict)
    return span(t, row.expected)


def column_name(t: Translator, period: Period) -> str:
    """The heading of an earlier stretch where there is little room: “v. 12 2025”."""
    if period.unit is Unit.WEEK:
        iso = period.start.isocalendar()
        said = t.gettext("wk {n}").format(n=iso.week).replace(" ", dates.NBSP)
        return f"{said} {iso.year}"
    if period.unit in {Unit.MONTH, Unit.QUARTER}:
        return dates.step(t, period.unit, period.start)
    return dates.dates(t, period)


def own_interval(t: Translator, row: CountRow) -> str:
    """How much the count itself could vary with the same risk."""
    return t.gettext("chance alone: {span}").format(span=span(t, row.interval)).replace(" ", dates.NBSP)


def why_not(t: Translator, found: Verdict) -> str:
    """Why there is no expected span, where there is little room."""
    if found == Verdict.INCOMPARABLE:
        return t.gettext("not comparable")
    if found == Verdict.SHORT:
        return t.gettext("short history")
    return t.gettext("too few") if found == Verdict.FEW else t.gettext("no data")
