"""Which column is what: concluded from headings and from the values below them, said with the way to object."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import numpy as np
import polars as pl

from lagesbild.errors import InputError, UnreadableInput
from lagesbild.i18n import N_, Message
from lagesbild.sources import headings, repeats
from lagesbild.sources.headings import When
from lagesbild.sources.moments import Status, parse_clocks, parse_moments
from lagesbild.sources.parts import split_ranges, with_day
from lagesbild.sources.patterns import Form
from lagesbild.sources.records import Conclusion, ReadOptions, TimePrecision

SAMPLE = 1000
ENOUGH = 0.6
"""Share of a column's values that must fit for the column to be taken for what they are."""

ROLES: Mapping[str, str] = {
    "id": N_("Identity"),
    "time": N_("Date and time"),
    "date": N_("Date"),
    "clock": N_("Time of day"),
    "month": N_("Month"),
    "time_to": N_("Date and time of the end"),
    "date_to": N_("Date of the end"),
    "clock_to": N_("Time of day of the end"),
    "category": N_("Category"),
    "position": N_("Position"),
    "lat": N_("Latitude"),
    "lon": N_("Longitude"),
    "north": N_("North coordinate"),
    "east": N_("East coordinate"),
    "municipality": N_("Municipality"),
    "county": N_("County"),
    "area": N_("Area"),
    "place": N_("Place"),
    "reporter": N_("Reported by"),
    "title": N_("Title"),
}
WHEN_ROLES = ("time", "date", "clock", "month")
END_ROLES = ("time_to", "date_to", "clock_to")
WHERE_ROLES = ("lat", "lon", "north", "east", "position")

PAIR = r"^(?:(?i:srid=\d+;)?(?i:point) ?\(.*\)|[\[(]?-?\d+[.,]?\d*°?\s*[,; ]\s*-?\d+[.,]?\d*°?[\])]?)$"
SURE_PAIR = r"^(?i:point) ?\(.*\)$|^[\[(]?-?\d{1,3}(?:\.\d{3,}\s*[,; ]|,\d{3,}\s*[; ])\s*-?\d{1,3}[.,]\d{3,}[\])]?$"
DEGREES = r"^-?\d{1,3}[.,]\d{3,}$"
PERSON = r"^\p{Lu}[\p{L}'’.-]+,?(?: (?:af|av|de|van|von))?(?: \p{Lu}[\p{L}'’.-]*){1,3}$"
SURNAME = r"\p{L}sson(?:,| \p{Lu}|$)"
"""Ends of names that persons have and units do not, however often each recurs."""
METRES = r"^\d{6,7}([.,]\d+)?$"
PERSONS = N_(
    "“{column}” seems to hold names of persons. It is not used, and no name from it is shown. If it names units: "
    "--column reporter=HEADING."
)


@dataclass(slots=True)
class Columns:
    """Headings by role, and what is to be said about the choice."""

    roles: dict[str, str]
    conclusions: list[Conclusion] = field(default_factory=list)
    notes: list[Message] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Dated:
    """A column that holds dates: what of, and how finely."""

    name: str
    when: When
    end: bool
    utc: bool
    kind: str
    """"time", "date" or "month"."""


def recognise(frame: pl.DataFrame, options: ReadOptions) -> Columns:
    """Roles of the columns of `frame` (text, empty cells null).

    What the user says goes first. A time is taken in the order event, unspecified, planned, reported, changed, no
    such word in the heading; within these local before universal time, with a time of day before without, a day
    before a month, left before right. For other roles the surest heading wins, of equals the left one.
    Raises `InputError` for a heading or role in the options that does not exist, `UnreadableInput` when no column
    says when.
    """
    told = _told(frame, options)
    roles = dict(told)
    dated = [found for name in frame.columns if name not in told.values() and (found := _dated(frame, name, options))]
    others = _choose_times(frame, roles, dated)
    _choose_positions(frame, roles)
    counters = repeats.counters(frame)
    _choose(frame.drop([name for name in counters if name not in told.values()]), roles, "id")
    persons = [name for name in frame.columns if name not in told.values() and _names_persons(frame, name)]
    for role in ("municipality", "county", "area", "category", "place", "reporter"):
        _choose(frame.drop(persons) if role == "reporter" else frame, roles, role)
    notes = [Message(PERSONS, {"column": name}) for name in persons if name not in roles.values()]
    return Columns(roles, _conclusions(frame, roles, told, others), notes)


def completed(frame: pl.DataFrame, options: ReadOptions) -> pl.DataFrame:
    """`frame`, with a date put together from its parts where no column is a date by itself or it is asked for."""
    whole = with_day(frame)
    told = options.columns
    if whole.width == frame.width or whole.columns[-1] in told.values():
        return whole
    said = any(role in told for role in WHEN_ROLES)
    return frame if said or any(_dated(frame, name, options) for name in frame.columns) else whole


def _told(frame: pl.DataFrame, options: ReadOptions) -> dict[str, str]:
    told: dict[str, str] = {}
    by_words = {headings.normal(name): name for name in reversed(frame.columns)}
    for role, heading in options.columns.items():
        if role not in ROLES:
            raise InputError(
                Message(N_("There is no role “{role}”. Roles: {roles}."), {"role": role, "roles": ", ".join(ROLES)})
            )
        name = heading if heading in frame.columns else by_words.get(headings.normal(heading))
        if name is None:
            raise InputError(
                Message(
                    N_("No column is called “{heading}”. Columns: {columns}."),
                    {"heading": heading, "columns": ", ".join(frame.columns)},
                )
            )
        told[role] = name
    return told


def _sample(frame: pl.DataFrame, name: str) -> pl.Series:
    values = frame[name].drop_nulls()
    return values.gather_every(max(1, len(values) // SAMPLE))


def _dated(frame: pl.DataFrame, name: str, options: ReadOptions) -> _Dated | None:
    when = headings.when(name)
    values = _sample(frame, name)
    if not len(values):
        return None
    utc = headings.is_utc(name)
    values, _ = split_ranges(values)
    moments = parse_moments(values, timezone=options.timezone, order=options.date_order, utc=utc)
    fits = moments.status != Status.UNREADABLE
    if when == When.UNNAMED:
        fits &= (moments.form == Form.WRITTEN) & (moments.status == Status.OK)
    if fits.mean() < ENOUGH:
        return None
    fine = moments.precision[fits]
    if (fine == TimePrecision.MONTH).mean() > 0.5:
        kind = "month"
    else:
        kind = "time" if (fine >= TimePrecision.HOUR).mean() > 0.5 and moments.clock.any() else "date"
    return _Dated(name, when, headings.is_end(name), utc, kind)


def _choose_times(frame: pl.DataFrame, roles: dict[str, str], dated: list[_Dated]) -> list[str]:
    """Put the time columns into `roles`; give the dated columns that were passed over."""
    clocks = _clocks(frame, roles, dated)
    if not any(role in roles for role in ("time", "date", "month")):
        starts = [found for found in dated if not found.end] or dated
        if not starts:
            starts = _only_named(frame, roles)
        if not starts:
            raise UnreadableInput(
                Message(
                    N_("No column says when. Columns: {columns}. Name it with --column time=HEADING."),
                    {"columns": ", ".join(frame.columns)},
                )
            )
        best = min(starts, key=lambda found: _worth(found, clocks))
        roles[best.kind] = best.name
    if "date" in roles and "clock" not in roles and clocks:
        start = [name for name in clocks if not headings.is_end(name)]
        nearest = _nearest(frame, roles["date"], start)
        if nearest is not None:
            roles["clock"] = nearest
    _choose_ends(frame, roles, dated, clocks)
    used = set(roles.values())
    return [found.name for found in dated if found.name not in used]


def _worth(found: _Dated, clocks: list[str]) -> tuple[int, bool, int]:
    with_clock = found.kind == "time" or (found.kind == "date" and bool(clocks))
    return found.when, found.utc, {"time": 0, "date": 0 if with_clock else 1, "month": 2}[found.kind]


def _only_named(frame: pl.DataFrame, roles: Mapping[str, str]) -> list[_Dated]:
    """Columns that say they are times though their values cannot be read: every row is refused for its own reason."""
    free = [name for name in frame.columns if name not in roles.values()]
    named = [name for name in free if headings.when(name) <= When.REPORTED and headings.names_a_time(name)]
    named = [name for name in named if _says_something(frame, name)] or named
    return [_Dated(name, headings.when(name), False, False, "time") for name in named]


def _clocks(frame: pl.DataFrame, roles: Mapping[str, str], dated: list[_Dated]) -> list[str]:
    """Columns of times of day: a heading that may be one, and values that are."""
    taken = {found.name for found in dated} | set(roles.values())
    found = []
    for name in frame.columns:
        if name in taken or not headings.is_clock(name):
            continue
        values = _sample(frame, name)
        _, _, status = parse_clocks(values)
        if len(values) and (status == Status.OK).mean() >= ENOUGH:
            found.append(name)
    return found


def _nearest(frame: pl.DataFrame, date: str, clocks: list[str]) -> str | None:
    """The clock that speaks of the same as a date column, else the closest on its right, else on its left."""
    wanted = headings.when(date)
    at = frame.columns.index(date)
    speaking = [name for name in clocks if headings.when(name) in (wanted, When.PLAIN) or wanted == When.PLAIN]
    order = sorted((frame.columns.index(name) < at, abs(frame.columns.index(name) - at), name) for name in speaking)
    return order[0][2] if order else None


def _choose_ends(frame: pl.DataFrame, roles: dict[str, str], dated: list[_Dated], clocks: list[str]) -> None:
    if "month" in roles or any(role in roles for role in END_ROLES):
        return
    main = roles.get("time") or roles["date"]
    same = {headings.when(main), When.PLAIN, When.EVENT} if headings.when(main) <= When.PLAIN else {headings.when(main)}
    ends = [found for found in dated if found.end and found.name not in roles.values() and found.when in same]
    last_clocks = [name for name in clocks if headings.is_end(name) and name not in roles.values()]
    if ends and ends[0].kind in ("time", "date"):
        roles[f"{ends[0].kind}_to"] = ends[0].name
        if ends[0].kind == "date" and last_clocks:
            roles["clock_to"] = last_clocks[0]
    elif last_clocks and ("clock" in roles or "time" in roles):
        roles["clock_to"] = last_clocks[0]


def _choose_positions(frame: pl.DataFrame, roles: dict[str, str]) -> None:
    if any(role in roles for role in WHERE_ROLES):
        return
    up = _best(frame, roles, "vertical", _is_number)
    along = _best(frame, roles, "horizontal", _is_number)
    if up and along:
        small = _largest(frame, up) <= 180 and _largest(frame, along) <= 180
        roles["lat" if small else "north"], roles["lon" if small else "east"] = up, along
        return
    free = [name for name in frame.columns if name not in roles.values()]
    named = (
        name for name in free if headings.rank("position", name) is not None and _share(frame, name, PAIR) >= ENOUGH
    )
    both = (name for name in free if _share(frame, name, SURE_PAIR) >= ENOUGH)
    found = next(named, None)
    if found is None and _choose_neighbours(frame, roles, free):
        return
    found = found or next(both, None)
    if found is not None:
        roles["position"] = found


def _choose_neighbours(frame: pl.DataFrame, roles: dict[str, str], free: list[str]) -> bool:
    """Take the first two columns side by side that hold nothing but coordinates, latitude or north on the left."""
    for first, second in itertools.pairwise(free):
        for pattern, (up, along) in ((DEGREES, ("lat", "lon")), (METRES, ("north", "east"))):
            if _share(frame, first, pattern) >= ENOUGH and _share(frame, second, pattern) >= ENOUGH:
                roles[up], roles[along] = first, second
                return True
    return False


def _share(frame: pl.DataFrame, name: str, pattern: str) -> float:
    values = _sample(frame, name)
    return float(np.mean(values.str.contains(pattern).to_numpy())) if len(values) else 0.0


def _numbers(frame: pl.DataFrame, name: str) -> pl.Series:
    text = _sample(frame, name).str.replace_all(r"[\s°]", "").str.replace(",", ".", literal=True)
    return text.cast(pl.Float64, strict=False)


def _is_number(frame: pl.DataFrame, name: str) -> bool:
    numbers = _numbers(frame, name)
    return len(numbers) > 0 and numbers.is_not_null().sum() >= ENOUGH * len(numbers)


def _largest(frame: pl.DataFrame, name: str) -> float:
    middle = _numbers(frame, name).abs().median()
    return middle if isinstance(middle, float) else 0.0


def _best(
    frame: pl.DataFrame, roles: Mapping[str, str], role: str, fits: Callable[[pl.DataFrame, str], bool]
) -> str | None:
    ranked = [
        (rank, i, name)
        for i, name in enumerate(frame.columns)
        if name not in roles.values() and (rank := headings.rank(role, name)) is not None and fits(frame, name)
    ]
    return min(ranked)[2] if ranked else None


def _says_something(frame: pl.DataFrame, name: str) -> bool:
    return frame[name].is_not_null().any()


def _recurs(frame: pl.DataFrame, name: str) -> bool:
    """Whether values recur as those of a category do: far fewer kinds than rows, and words among them."""
    values = frame[name].drop_nulls()
    return len(values) * 20 >= frame.height and (len(values) < 50 or values.n_unique() * 2 <= len(values))


def _tells_apart(frame: pl.DataFrame, name: str) -> bool:
    """Whether a heading is sure to name an identity, or the values differ as those of one do, repeats allowed for."""
    values = frame[name].drop_nulls()
    sure = (headings.rank("id", name) or 0) < 2
    return len(values) > 0 and (sure or values.n_unique() * 3 >= len(values))


def _names_persons(frame: pl.DataFrame, name: str) -> bool:
    """Whether a heading may be that of reporters, but most values look like names of persons."""
    values = _sample(frame, name)
    if headings.rank("reporter", name) is None or _share(frame, name, PERSON) < ENOUGH:
        return False
    return values.n_unique() * 2 > len(values) or values.str.contains(SURNAME).any()


def _choose(frame: pl.DataFrame, roles: dict[str, str], role: str) -> None:
    if role in roles:
        return
    fits = {"category": _recurs, "id": _tells_apart}.get(role, _says_something)
    found = _best(frame, roles, role, fits)
    if found is not None:
        roles[role] = found


def _conclusions(
    frame: pl.DataFrame, roles: Mapping[str, str], told: Mapping[str, str], others: list[str]
) -> list[Conclusion]:
    found = [
        Conclusion(Message(label), roles[role], f"--column {role}={_quoted(roles[role])}")
        for role, label in ROLES.items()
        if role in roles
    ]
    main = roles.get("time") or roles.get("date") or roles.get("month")
    if main and main not in told.values() and headings.when(main) == When.REPORTED:
        text = N_("The time is that of the report, not of the incident: no column says when the incident was")
        found.append(Conclusion(Message(text), main, "--column time=HEADING"))
    if others:
        found.append(
            Conclusion(Message(N_("Other columns with times, not used")), ", ".join(others), "--column time=HEADING")
        )
    if "category" not in roles:
        found.append(
            Conclusion(
                Message(N_("Category")), Message(N_("none: all incidents are of one kind")), "--column category=HEADING"
            )
        )
    return found


def _quoted(name: str) -> str:
    return f'"{name}"' if " " in name else name
