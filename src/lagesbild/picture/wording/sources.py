"""What was read, what it covers and where it breaks, in words."""

from __future__ import annotations

from lagesbild.i18n import N_, Translator
from lagesbild.picture.model import Break, BreakKind, Coverage, Picture, Refused
from lagesbild.picture.wording import counts, dates
from lagesbild.sources.records import Conclusion

_PLACEMENTS = {
    "POINT": N_("a place of their own"),
    "AREA_CENTRE": N_("the centre of an area instead of a place"),
    "MISSING": N_("no place given"),
    "ZERO": N_("the position 0/0"),
    "FAR": N_("a position so far away that it must be wrong"),
    "UNREADABLE": N_("a position that cannot be read"),
}
_PRECISIONS = {
    "MINUTE": N_("to the minute"),
    "HOUR": N_("to the hour"),
    "DAY": N_("to the day"),
    "MONTH": N_("to the month"),
}


_CHANGE = {
    (BreakKind.START, True): N_(
        "{source} begins in earnest {when}: before that {before} {per}, since then {after}. "
        "This is a change in the source, not an increase."
    ),
    (BreakKind.START, False): N_(
        "The series begins {when}: before that {before} {per}, since then {after}. "
        "This is a change in the source, not an increase."
    ),
    (BreakKind.FIELD, True): N_(
        "The column {source} changes {when}: filled in for {before} of 100 before, {after} of 100 since then."
    ),
    (BreakKind.STEP, True): N_(
        "The level of {source} changes at once {when}, from {before} {per} to {after}, in most categories. "
        "A new routine, code or extract is likelier than a change in what happens."
    ),
    (BreakKind.STEP, False): N_(
        "The level changes at once {when}, from {before} {per} to {after}, in most categories. "
        "A new routine, code or extract is likelier than a change in what happens."
    ),
}
"""Breaks by kind and by whether a source is named, where the level on both sides is known."""

_BREAK = {
    (BreakKind.START, True): N_("{source} begins in earnest {when}. This is a change in the source, not an increase."),
    (BreakKind.START, False): N_("The series begins {when}. This is a change in the source, not an increase."),
    (BreakKind.END, True): N_("{source} ends {when}. This is a change in the source, not a decrease."),
    (BreakKind.END, False): N_("The series ends {when}. This is a change in the source, not a decrease."),
    (BreakKind.GAP, True): N_("{source} delivered nothing {when}. Silence is not calm."),
    (BreakKind.GAP, False): N_("Nothing was delivered {when}. Silence is not calm."),
    (BreakKind.FIELD, True): N_("The column {source} stops being filled in as before {when}."),
    (BreakKind.FIELD, False): N_("A column stops being filled in as before {when}."),
    (BreakKind.STEP, True): N_("The level of {source} changes at once {when} in most categories."),
    (BreakKind.STEP, False): N_("The level changes at once {when} in most categories."),
}


def broken(t: Translator, found: Break, coverage: Coverage) -> str:
    """A break, what it means, that it is not a change in what happens, and whether it hinders comparison."""
    said = _what_broke(t, found, coverage)
    if found.small:
        said += " " + t.gettext("It is so small a part that comparisons are still made.")
    return said


def _what_broke(t: Translator, found: Break, coverage: Coverage) -> str:
    key = (found.kind, bool(found.source))
    values = {
        "source": found.source,
        "when": dates.break_time(t, found, coverage),
        "per": dates.per(t, found.unit or coverage.unit),
    }
    if key not in _CHANGE or found.before is None or found.after is None:
        return t.gettext(_BREAK[key]).format(**values)
    said = _hundred if found.kind is BreakKind.FIELD else _mean
    return t.gettext(_CHANGE[key]).format(before=said(t, found.before), after=said(t, found.after), **values)


def of_the_whole(t: Translator, picture: Picture) -> str:
    """That levels before and after breaks are of whole files, where the picture is of one municipality; or nothing."""
    if not picture.elsewhere or all(one.before is None for one in picture.coverage.breaks):
        return ""
    return t.gettext(
        "Levels before and after a change are of the whole file, all municipalities together: that is where a change "
        "in the source is seen."
    )


def arriving(t: Translator, picture: Picture) -> str:
    """What grey ground under the last steps of the sources says, or nothing where there is none."""
    return dates.arriving(t, picture.arriving(picture.coverage.total, picture.until))


def _mean(t: Translator, value: float) -> str:
    return t.value(round(value)) if value >= 10 or float(value).is_integer() else t.value(round(value, 1))


def _hundred(t: Translator, portion: float) -> str:
    return t.value(round(100 * portion))


def placements(t: Translator, coverage: Coverage) -> tuple[tuple[str, int], ...]:
    """What is known of where, in words with counts; what does not occur is left out."""
    return tuple((t.gettext(_PLACEMENTS[name]), n) for name, n in coverage.placement.items() if n)


def precisions(t: Translator, coverage: Coverage) -> tuple[tuple[str, int], ...]:
    """How finely the source says when, in words with counts."""
    known = coverage.precision
    return tuple((t.gettext(said), known[name]) for name, said in _PRECISIONS.items() if known.get(name))


def set_aside(t: Translator, refused: Refused) -> tuple[tuple[str, int], ...]:
    """Why rows did not become incidents, in words with counts."""
    found = (
        (t.gettext("could not be read"), refused.unreadable),
        (t.ngettext("repeats a row read before", "repeat a row read before", refused.repeated), refused.repeated),
        (t.ngettext("title or note", "titles and notes", refused.titles), refused.titles),
        (t.ngettext("sum of other rows", "sums of other rows", refused.totals), refused.totals),
    )
    return tuple((said, n) for said, n in found if n)


def unplaced(t: Translator, picture: Picture) -> str:
    """The remainder that no area holds, so that area counts and total can be added up."""
    if not picture.area_unplaced and not picture.area_outside:
        return t.gettext("Every incident of the period lies in an area.")
    said = []
    if picture.area_unplaced:
        lost = t.ngettext(
            "{n} incident of the period has no place that can be put in an area. It is in the total.",
            "{n} incidents of the period have no place that can be put in an area. They are in the total.",
            picture.area_unplaced,
        )
        said.append(lost.format(n=t.value(picture.area_unplaced)))
    if picture.area_outside:
        outside = t.ngettext(
            "{n} incident of the period lies outside all areas, and is in the total.",
            "{n} incidents of the period lie outside all areas, and are in the total.",
            picture.area_outside,
        )
        said.append(outside.format(n=t.value(picture.area_outside)))
    return " ".join(said)


def option(t: Translator, found: Conclusion) -> str:
    """What overrides a conclusion on the command line, with the place of a heading named in the reader's language."""
    written, heading = found.option.removesuffix("=HEADING"), "=" + t.gettext("HEADING")
    return found.option if written == found.option else written + heading


def summaries(t: Translator, coverage: Coverage) -> str:
    """Rows that bundle many events, or nothing."""
    if not coverage.summaries:
        return ""
    return t.ngettext(
        "{n} row is a summary of many events and is counted apart from incidents.",
        "{n} rows are summaries of many events and are counted apart from incidents.",
        coverage.summaries,
    ).format(n=t.value(coverage.summaries))


def map_remainder(t: Translator, picture: Picture) -> str:
    """What the map does not show: too few in a square, without a place, outside."""
    places = picture.places
    parts = []
    if places.hidden:
        parts.append(
            t.ngettext(
                "{n} incident lies in squares with fewer than {least}, which are not drawn.",
                "{n} incidents lie in squares with fewer than {least}, which are not drawn.",
                places.hidden,
            ).format(n=t.value(places.hidden), least=places.shown_from)
        )
    if places.unplaced:
        whole = places.placed + places.unplaced + places.outside
        part = counts.share(t, places.unplaced, whole)
        said = (
            t.gettext("{share} have no place and are not on the map.")
            if counts.percentage(t, places.unplaced, whole) is None
            else t.gettext("{share}, have no place and are not on the map.")
        )
        parts.append(said.format(share=part))
    if places.outside:
        parts.append(
            t.ngettext("{n} lies outside the map.", "{n} lie outside the map.", places.outside).format(
                n=t.value(places.outside)
            )
        )
    if places.unshared:
        parts.append(
            t.ngettext(
                "{n} is counted but not shared with the whole partnership, and is not on the map.",
                "{n} are counted but not shared with the whole partnership, and are not on the map.",
                places.unshared,
            ).format(n=t.value(places.unshared))
        )
    return " ".join(parts)


def nowhere(t: Translator, coverage: Coverage) -> str:
    """That no incident has a place, or none its hour, so that whole parts of the picture are left out; else nothing."""
    parts = []
    if any(coverage.placement.values()) and not any(coverage.placement.get(name) for name in ("POINT", "AREA_CENTRE")):
        parts.append(t.gettext("No row could be given a place."))
    if any(coverage.precision.values()) and not any(coverage.precision.get(name) for name in ("MINUTE", "HOUR")):
        parts.append(t.gettext("No row has a time of day."))
    return " ".join(parts)


def known(t: Translator, coverage: Coverage) -> str:
    """How finely where and when are known, in one line."""

    def listed(found: tuple[tuple[str, int], ...]) -> str:
        return ", ".join(f"{t.value(n)}{dates.NBSP}{said}" for said, n in found)

    parts = []
    if any(coverage.placement.values()):
        parts.append(t.gettext("Where: {list}.").format(list=listed(placements(t, coverage))))
    if any(coverage.precision.values()):
        parts.append(t.gettext("When: {list}.").format(list=listed(precisions(t, coverage))))
    return " ".join(parts)
