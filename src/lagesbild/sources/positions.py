"""Where: columns of text become WGS 84 positions, and every row says what is known of its place."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from lagesbild.errors import InputError
from lagesbild.i18n import N_, Message
from lagesbild.places import coordinates as co
from lagesbild.places.areas import find_municipality
from lagesbild.places.zones import zone_by_names
from lagesbild.sources import coordinate_text, far
from lagesbild.sources.records import Conclusion, Labels, Placement

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

CENTRE_LABELS = ("municipality", "county", "area")
"""Roles whose names may each stand for one and the same point."""
CENTRE_SHARE = 0.95
CENTRE_ROWS = 20


@dataclass(frozen=True, slots=True, eq=False)
class Placed:
    """Positions of n rows.

    Parameters
    ----------
    lon, lat : (n,) float64
        WGS 84 degrees; NaN unless `placement` is POINT or AREA_CENTRE.
    placement : (n,) uint8 of Placement
    conclusions : tuple of Conclusion
        Coordinate system, order of the two numbers, area centres.
    notes : tuple of Message
        What was mended (swapped points, lost signs) and what is far off, counted and with examples.
    """

    lon: Floats
    lat: Floats
    placement: NDArray[np.uint8]
    conclusions: tuple[Conclusion, ...]
    notes: tuple[Message, ...]


@dataclass(frozen=True, slots=True, eq=False)
class _Given:
    """The two numbers of each row with what the headings and the writing say of them."""

    pair: coordinate_text.Pair
    headings: tuple[str, str]
    north_first: bool


@dataclass(frozen=True, slots=True, eq=False)
class _Points:
    """Points as they are given (`north`, `east` in `system`) and in degrees."""

    lon: Floats
    lat: Floats
    north: Floats
    east: Floats
    system: co.CoordinateSystem


def place(
    frame: pl.DataFrame,
    roles: Mapping[str, str],
    *,
    decimal: str = "",
    crs: str | None = None,
    area_centres: bool | None = None,
    groups: Labels | None = None,
) -> Placed:
    """Positions of the rows of `frame`, whose columns are text.

    Parameters
    ----------
    frame : polars.DataFrame
        n rows.
    roles : mapping of role to column
        "lat" and "lon", "north" and "east", or "position" (both numbers, or a WKT point, in one column). Other
        roles are ignored; "municipality", "county" and "area" help to know centres of areas. Without any
        position column every row is MISSING.
    decimal : str
        "," or "." as concluded for the file, "" to conclude from the values.
    crs : str, optional
        ``"EPSG:3006"`` and its like; None lets the values tell. Where they cannot tell, no row gets a place and a
        note asks for it.
    area_centres : bool, optional
        Whether positions are centres of areas; None lets repetition tell.
    groups : Labels, optional
        Who reported each row; a point is then judged far off against the points of its own group.

    Raises `InputError` for an unknown `crs` or one that the numbers cannot be in.
    """
    given = _read(frame, roles, decimal)
    if given is None:
        nowhere = np.full(frame.height, np.nan)
        missing = np.full(frame.height, Placement.MISSING, np.uint8)
        return Placed(nowhere, nowhere.copy(), missing, (), ())
    pair = given.pair
    placement = np.full(frame.height, Placement.POINT, np.uint8)
    zero = _is_null_position(pair.first, pair.second)
    understood = np.isfinite(pair.first) & np.isfinite(pair.second) & ~zero
    placement[~understood] = Placement.UNREADABLE
    placement[pair.blank] = Placement.MISSING
    placement[zero] = Placement.ZERO
    first, second = np.where(understood, pair.first, np.nan), np.where(understood, pair.second, np.nan)
    named = frame[roles["municipality"]] if "municipality" in roles else None
    system, north_first, conclusions, notes = _system(given, first, second, crs, named)
    if system is None:
        placement[understood] = Placement.UNREADABLE
        nowhere = np.full(frame.height, np.nan)
        return Placed(nowhere, nowhere.copy(), placement, conclusions, notes)
    north, east = (first, second) if north_first else (second, first)
    lon, lat = co.to_wgs84(north, east, system)
    points = _Points(lon, lat, north, east, system)
    bulks = far.bulks(lon, lat, groups)
    beyond, nonsense = bulks.outside(lon, lat)
    suspects = np.union1d(np.flatnonzero(understood & np.isnan(lon)), beyond[nonsense])
    notes += _mend(points, bulks, suspects)
    placement[understood & np.isnan(lon)] = Placement.UNREADABLE
    centres, centred = _area_centres(frame, roles, lon, lat, area_centres)
    if centres:
        placement[placement == Placement.POINT] = Placement.AREA_CENTRE
    else:
        beyond = beyond[~bulks.inside(lon[beyond], lat[beyond], beyond)]
        distant = bulks.far(lon, lat, beyond, None if named is None else _rows_in_register(named))
        placement[distant] = Placement.FAR
        notes += _said_of_far(points, bulks, distant)
    unplaced = placement >= Placement.MISSING
    lon[unplaced] = lat[unplaced] = np.nan
    return Placed(lon, lat, placement, conclusions + centred, notes)


def _read(frame: pl.DataFrame, roles: Mapping[str, str], decimal: str) -> _Given | None:
    for north, east in (("lat", "lon"), ("north", "east")):
        if north in roles and east in roles:
            first, second = roles[north], roles[east]
            pair = coordinate_text.columns(frame[first], frame[second], decimal=decimal, metric=north == "north")
            return _Given(pair, (first, second), north_first=True)
    if "position" not in roles:
        return None
    column = roles["position"]
    pair = coordinate_text.pairs(frame[column], decimal=decimal)
    heading = column.casefold()
    lon_at = min((at for word in ("lon", "lng") if (at := heading.find(word)) >= 0), default=-1)
    by_heading = not (0 <= lon_at < heading.find("lat"))
    return _Given(pair, (column, column), by_heading if pair.north_first is None else pair.north_first)


def _is_null_position(first: Floats, second: Floats) -> Bools:
    """0/0, -1/-1 and rows of nines: what registers write for no position."""
    nines = np.isin(np.abs(first), (999.0, 9999.0, 99999.0, 999999.0, 9999999.0))
    null: Bools = (first == second) & ((first == 0) | (first == -1) | nines)
    return null


def _system(
    given: _Given, first: Floats, second: Floats, crs: str | None, municipality: pl.Series | None
) -> tuple[co.CoordinateSystem | None, bool, tuple[Conclusion, ...], tuple[Message, ...]]:
    named = co.system(crs) if crs is not None else None
    if named is None and given.pair.epsg:
        named = co.system(given.pair.epsg)
    found = co.detect(first, second, given.headings, north_first=given.north_first, named=named)
    north, east = (first, second) if found.north_first else (second, first)
    if (
        not found.from_heading
        and found.candidates[:1] in ((co.LOCAL_ZONES[0],), (co.RT90,))
        and municipality is not None
    ):
        zone = zone_by_names(north, east, _rows_in_register(municipality), found.candidates)
        if zone is not None:
            return zone, found.north_first, _stated(given, found, by_names=zone), ()
    if found.system is None:
        return None, True, *_unknown_system(first, found.candidates)
    if not co.can_be_in(found.system, north, east):
        raise InputError(_impossible(found.system, co.detect(first, second)))
    return found.system, found.north_first, _stated(given, found), ()


def _rows_in_register(names: pl.Series) -> NDArray[np.intp]:
    labels = Labels.of(names)
    rows = [find_municipality(name) for name in labels.names]
    return np.array([*(-1 if row is None else row for row in rows), -1], np.intp)[labels.codes]


def _impossible(system: co.CoordinateSystem, looks: co.Detected) -> Message:
    if looks.system is not None:
        return Message(
            N_("The positions cannot be in {system}. They look like {likely} (--crs {code})."),
            {"system": system.name, "likely": looks.system.name, "code": looks.system.code},
        )
    return Message(N_("The positions cannot be in {system}. Give another with --crs."), {"system": system.name})


def _unknown_system(
    first: Floats, candidates: tuple[co.CoordinateSystem, ...]
) -> tuple[tuple[Conclusion, ...], tuple[Message, ...]]:
    if not np.isfinite(first).any():
        return (), ()
    what = Message(N_("Coordinate system"))
    if candidates == co.LOCAL_ZONES:
        value = Message(N_("one of SWEREF 99’s local zones; the numbers cannot tell which"))
        note = Message(
            N_(
                "No row has been given a place: the coordinates are in one of SWEREF 99’s local zones, and the numbers "
                "cannot tell which. Say which with --crs, EPSG:3007 (12 00) to EPSG:3018 (23 15)."
            )
        )
    else:
        value = Message(N_("cannot be told from the numbers"))
        note = Message(
            N_(
                "No row has been given a place: the coordinates are in no system that can be told from the numbers. "
                "Say which with --crs, such as EPSG:3006 for SWEREF 99 TM."
            )
        )
    return (Conclusion(what, value, "--crs EPSG:…"),), (note,)


def _stated(given: _Given, found: co.Detected, by_names: co.CoordinateSystem | None = None) -> tuple[Conclusion, ...]:
    chosen = by_names or found.system
    if chosen is None:
        return ()
    value: str | Message = chosen.name
    if by_names is not None:
        value = Message(N_("{system}, which puts the points in the municipalities named"), {"system": value})
    elif chosen == co.RT90 and not found.from_heading:
        value = Message(N_("{system}, the national one; its regional sisters look the same"), {"system": value})
    system = Conclusion(Message(N_("Coordinate system")), value, f"--crs {chosen.code}")
    first, second = given.headings
    if first == second:
        order = N_("north (latitude) first") if found.north_first else N_("east (longitude) first")
        return system, Conclusion(
            Message(N_("Order of the two coordinates in “{column}”"), {"column": first}), Message(order)
        )
    if found.north_first:
        return (system,)
    swapped = Message(
        N_("“{north}” holds north and “{east}” east, as the values show"), {"north": second, "east": first}
    )
    return system, Conclusion(Message(N_("Order of the coordinates")), swapped)


Way = Callable[[Floats, Floats], tuple[Floats, Floats]]
_EXCHANGE: Way = lambda north, east: (east, north)  # noqa: E731 - a table of ways reads best with the ways in it
_EAST_SIGN: Way = lambda north, east: (north, -east)  # noqa: E731
_NORTH_SIGN: Way = lambda north, east: (-north, east)  # noqa: E731
_EXCHANGED = (
    N_("{n} point had its two coordinates exchanged, which was mended (first: {example})."),
    N_("{n} points had their two coordinates exchanged, which was mended (first: {example})."),
)
_SIGN_LOST = (
    N_("{n} point had lost or gained a minus sign, which was mended (first: {example})."),
    N_("{n} points had lost or gained a minus sign, which was mended (first: {example})."),
)


def _mend(points: _Points, bulks: far.Bulks, suspects: NDArray[np.intp]) -> tuple[Message, ...]:
    """Turn round, in place, the points of `suspects` that are among the others when turned round."""
    ways = [(_EXCHANGE, _EXCHANGED)]
    if points.system == co.WGS84:
        ways += [(_EAST_SIGN, _SIGN_LOST), (_NORTH_SIGN, _SIGN_LOST)]
    mended: dict[tuple[str, str], list[int]] = {}
    for way, words in ways:
        if not suspects.size:
            break
        lon, lat = co.to_wgs84(*way(points.north[suspects], points.east[suspects]), points.system)
        good = bulks.inside(lon, lat, suspects)
        points.lon[suspects[good]], points.lat[suspects[good]] = lon[good], lat[good]
        mended.setdefault(words, []).extend(suspects[good].tolist())
        suspects = suspects[~good]
    return tuple(
        Message(
            words[0],
            {"n": len(rows), "example": _shown(points.north[rows[0]], points.east[rows[0]])},
            words[1],
            len(rows),
        )
        for words, rows in mended.items()
        if rows
    )


def _shown(north: float, east: float) -> str:
    return f"{north:.10g}, {east:.10g}"


def _said_of_far(points: _Points, bulks: far.Bulks, rows: NDArray[np.intp]) -> tuple[Message, ...]:
    """A note for each group that has points far off."""
    notes = []
    for group in np.unique(bulks.group[rows]):
        here = rows[bulks.group[rows] == group]
        examples = list(dict.fromkeys(_shown(points.lat[row], points.lon[row]) for row in here[:100]))[:3]
        values = {
            "n": len(here),
            "km": round(float(bulks.radius[group]) / 1000),
            "middle": f"{bulks.lat[group]:.3f}, {bulks.lon[group]:.3f}",
            "who": bulks.names[group],
            "examples": "; ".join(examples),
        }
        one, many = _FAR_OF_GROUP if bulks.names[group] else _FAR_OF_ALL
        notes.append(Message(one, values, many, len(here)))
    return tuple(notes)


_FAR_OF_ALL = (
    N_(
        "{n} point lies more than {km} km from the middle of all points ({middle}), far outside the rest, "
        "and is taken for a failed geocode: {examples}."
    ),
    N_(
        "{n} points lie more than {km} km from the middle of all points ({middle}), far outside the rest, "
        "and are taken for failed geocodes: {examples}."
    ),
)
_FAR_OF_GROUP = (
    N_(
        "{who}: {n} point lies more than {km} km from the middle of its points ({middle}), far outside the rest, "
        "and is taken for a failed geocode: {examples}."
    ),
    N_(
        "{who}: {n} points lie more than {km} km from the middle of its points ({middle}), far outside the rest, "
        "and are taken for failed geocodes: {examples}."
    ),
)


def _area_centres(
    frame: pl.DataFrame, roles: Mapping[str, str], lon: Floats, lat: Floats, wanted: bool | None
) -> tuple[bool, tuple[Conclusion, ...]]:
    """Whether the positions are centres of areas: nearly every row stands on the one point of its municipality."""
    if wanted is False:
        return False, ()
    what = Message(N_("Positions"))
    if wanted:
        return True, (Conclusion(what, Message(N_("centres of areas, not the places of the incidents")), "--points"),)
    for role in CENTRE_LABELS:
        if role in roles and _one_point_each(frame[roles[role]], lon, lat):
            value = Message(
                N_("centres of areas, not the places of the incidents: each name in “{column}” has one point"),
                {"column": roles[role]},
            )
            return True, (Conclusion(what, value, "--points"),)
    return False, ()


def _one_point_each(names: pl.Series, lon: Floats, lat: Floats) -> bool:
    points = pl.DataFrame({"name": names, "lon": lon, "lat": lat}).lazy()
    by_name = (
        points.filter(pl.col("name").is_not_null() & pl.col("lon").is_not_nan())
        .group_by("name", "lon", "lat")
        .len()
        .group_by("name")
        .agg(pl.col("len").max().alias("largest"), pl.col("len").sum().alias("rows"))
        .filter(pl.col("rows") > 1)
        .select(pl.col("largest").sum(), pl.col("rows").sum())
        .collect()
    )
    largest, rows = by_name.row(0)
    return bool(rows >= CENTRE_ROWS and largest >= CENTRE_SHARE * rows)
