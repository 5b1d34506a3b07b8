"""Places, repeats and possible series in words."""

from __future__ import annotations

from babel.dates import get_day_names

from lagesbild.analysis import report
from lagesbild.i18n import N_, Translator, capital
from lagesbild.picture import growing
from lagesbild.picture.model import Chain, Emerging, KnoxCell, Picture, PlaceRow, Repeats, Verdict
from lagesbild.picture.wording import counts, dates

MOST_LISTED = 8
"""Places named in a sentence."""
_SHIFTS = (N_("{day} night"), N_("{day} morning"), N_("{day} afternoon"), N_("{day} evening"))


def heading(t: Translator, picture: Picture) -> str:
    """The section of places, as a finding."""
    n = len(picture.places.rows)
    if not n:
        return t.gettext("No places can be ranked")
    return t.ngettext("One place", "{n} places", n).format(n=capital(counts.in_words(t, n)))


def verdict(t: Translator, row: PlaceRow) -> str:
    """What may be said of a place against chance."""
    match row.verdict:
        case Verdict.ABOVE:
            return t.gettext("Holds against chance")
        case Verdict.BELOW:
            return t.gettext("Fewer than expected")
        case Verdict.INSIDE:
            return t.gettext("As expected")
        case _:
            return capital(counts.verdict(t, row.verdict))


def sureness(t: Translator, row: PlaceRow) -> str:
    """How surely a place belongs on the list, in a word and as times of a hundred: “säker, 99 av 100”."""
    times = min(99, max(1, round(100 * row.sure)))
    # the word follows the number that stands beside it
    if times >= 95:
        said = t.gettext("sure, {n} of 100")
    elif times >= 80:
        said = t.gettext("fairly sure, {n} of 100")
    elif times >= 50:
        said = t.gettext("unsure, {n} of 100")
    else:
        said = t.gettext("more chance than not, {n} of 100")
    return said.format(n=times)


def categories(t: Translator, row: PlaceRow, most: int = 3) -> str:
    """What happens there, the `most` common categories first, and how many are of any other."""
    shown = [(name or t.gettext("not given"), n) for name, n in row.categories if n][:most]
    said = [f"{name} {t.value(n)}" for name, n in shown]
    other = row.count - sum(n for _, n in shown)
    if shown and other > 0:
        said.append(t.gettext("other {n}").format(n=t.value(other)))
    return ", ".join(said)


def further(t: Translator, n: int) -> str:
    """What opens the places that are not shown in full."""
    return t.ngettext("One more place", "{n} more places", n).format(n=capital(counts.in_words(t, n)))


def busiest(t: Translator, row: PlaceRow) -> str:
    """The one shift of the week with most incidents, or that none stands out."""
    cells = sorted(((n, -day, -shift) for day, shifts in enumerate(row.clock) for shift, n in enumerate(shifts)))
    most, second = cells[-1], cells[-2]
    if most[0] < 3 or most[0] == second[0]:
        return t.gettext("spread over the week")
    names = get_day_names("wide", "stand-alone", locale=t.language)
    return t.gettext("most {shift}").format(shift=t.gettext(_SHIFTS[-most[2]]).format(day=names[-most[1]]))


def without_dump(picture: Picture, row: PlaceRow) -> PlaceRow | None:
    """The same square or spot as `row` in the ranking without dumping points, where it is on it."""
    same = (one for one in picture.places.without_dumps if (one.lon, one.lat) == (row.lon, row.lat))
    return next(same, None)


def on_dump(picture: Picture, row: PlaceRow) -> bool:
    """Whether a dumping point is this place, or lies in it, so that its count is another without the point."""
    left = without_dump(picture, row)
    return row.dump or (left is not None and left.count != row.count)


def on_dump_said(t: Translator, picture: Picture, row: PlaceRow) -> str:
    """That a place is or holds a dumping point, and its count without it where that is known."""
    left = without_dump(picture, row)
    if left is not None and left.count != row.count:
        return t.gettext("Without the point where the source puts what it cannot place: {n}").format(
            n=t.value(left.count)
        )
    return t.gettext("A point where the source puts what it cannot place")


def without_dumps(t: Translator, picture: Picture) -> str:
    """The order when points that stand for “place unknown” are left out."""
    known = {(row.lon, row.lat): row.name for row in picture.places.rows}
    names = ", ".join(
        f"{row.rank}{dates.NBSP}{known.get((row.lon, row.lat), row.name)} ({t.value(row.count)})"
        for row in picture.places.without_dumps[:MOST_LISTED]
    )
    return t.gettext("Without points where the source puts what it cannot place, the order is: {list}.").format(
        list=names
    )


def how_to_read(t: Translator, picture: Picture) -> str:
    """What the list of places shows, and what is true of every row unless the row says otherwise."""
    rows = picture.places.rows
    parts = [t.gettext("Ranked by count, {over}.").format(over=dates.dates(t, picture.places.over))]
    if any(row.verdict is Verdict.INSIDE for row in rows):
        parts.append(
            t.gettext("Unless a row says otherwise it is as expected: many, but not more than its own history says.")
        )
    parts.append(
        t.gettext("How sure: how many times of 100 the place is on the list when the same weeks are drawn anew.")
    )
    if any(row.clock for row in rows):
        parts.append(
            t.gettext("The squares are days of the week and, from above, night, morning, afternoon and evening.")
        )
    return " ".join(parts)


def map_caption(t: Translator, picture: Picture) -> str:
    """What the map shows and how finely."""
    places = picture.places
    if places.kind == "areas":
        said = t.gettext("Incidents in each area, {over}.").format(over=dates.dates(t, places.over))
    else:
        said = t.gettext("Incidents in squares of {metres} metres, {over}.").format(
            metres=t.value(round(places.cell_metres)), over=dates.dates(t, places.over)
        )
    if any(row.verdict is Verdict.ABOVE for row in places.rows):
        return said + " " + t.gettext("Solid edge: more than expected. Dashed edge: many, but not surely more.")
    return said + " " + t.gettext("Dashed edge: a ranked place, not surely more than expected.")


def emerging_heading(t: Translator, found: Emerging) -> str:
    """The part of what grows, as a finding."""
    if found.refused is not None:
        return t.gettext("What grows cannot be told")
    n = len(growing.grown(found))
    if not n:
        return t.gettext("No place grows more than chance makes it")
    return t.ngettext("One place grows", "{n} places grow", n).format(n=capital(counts.in_words(t, n)))


def how_to_read_emerging(t: Translator, picture: Picture) -> str:
    """What is compared in what grows."""
    said = t.gettext(
        "Squares of {metres} metres, each with its neighbours, {over}, against the same weeks of earlier years. A "
        "square is said to grow where it holds more of all incidents than the lot would give it, more than its own "
        "history leads to expect, and more than elsewhere in the last four weeks."
    )
    places = picture.places
    return said.format(metres=t.value(round(places.cell_metres)), over=dates.dates(t, places.over))


def emerging_patterns(t: Translator, found: Emerging) -> str:
    """What each place that grows has looked like over the last year; nothing where no pattern has a name."""
    named = growing.patterns(found, t.language)
    if not named:
        return ""
    listed = ", ".join(f"{name} ({said})" for name, said in named)
    return t.gettext("Over the last year, in periods of four weeks: {list}.").format(list=listed)


def repeats_heading(t: Translator, found: Repeats) -> str:
    """The section of near repeats, as a finding."""
    if found.refused is not None or not found.table:
        return t.gettext("Repeats cannot be judged")
    closest = found.table[0]
    return report.followed(closest.pairs, closest.expected, closest.p, len(found.table), t.language)


def how_to_read_repeats(t: Translator, found: Repeats) -> str:
    """What the table of pairs shows, and of what."""
    said = report.how_followed(t.language)
    if found.over is not None:
        said += " " + dates.dates(t, found.over) + "."
    if found.categories:
        said += " " + t.gettext("Categories: {list}.").format(list=", ".join(found.categories))
    return said


def places_twice(t: Translator, found: Repeats) -> str:
    """How many points were hit more than once."""
    return report.twice(found.places_twice, found.share_twice, t.language)


def day_band(t: Translator, low: float, high: float) -> str:
    """A band of days: “0–7 dygn”."""
    return report.band(low, high, "days", t.language)


def metre_band(t: Translator, low: float, high: float) -> str:
    """A band of metres: “100–200 m”."""
    return report.band(low, high, "m", t.language)


def ratio(t: Translator, cell: KnoxCell) -> str:
    """Pairs against what chance gives, as a multiple; none where too few are expected to say."""
    return report.multiple(cell.pairs, cell.expected, t.language)


def pairs(t: Translator, cell: KnoxCell) -> str:
    """Pairs found, and those that chance gives."""
    return report.pairs(cell.pairs, cell.expected, t.language)


def cell_chance(t: Translator, cell: KnoxCell) -> str:
    """How often chance gives as many pairs."""
    return report.as_often(cell.pairs, cell.expected, cell.p, t.language)


def chains_heading(t: Translator, picture: Picture) -> str:
    """The section of possible series, as a finding."""
    if not picture.chains.rows and picture.chains.refused is not None:
        return t.gettext("Series cannot be looked for")
    return report.series(len(picture.chains.rows), t.language)


def how_to_read_chains(t: Translator, picture: Picture) -> str:
    """What a possible series is, and is not."""
    return report.how_series(picture.chains.metres, picture.chains.days, t.language)


def chain(t: Translator, found: Chain) -> str:
    """One possible series: how many, when, how close, and how often chance gives it."""
    when = dates.days(t, found.start, found.end)
    return report.one_series(found.count, when, found.metres, found.q, t.language, where=found.name)


def no_chain(t: Translator, picture: Picture) -> str:
    """That none was found, and among how many categories."""
    return report.no_series(picture.chains.tested, t.language)
