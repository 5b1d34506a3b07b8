"""Coordinate systems: known by name and EPSG code, concluded from values, and turned into WGS 84 or metres.

PROJ (through pyproj) does every projection. What is concluded here is only which system some numbers are in.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from pyproj import CRS, Geod, Transformer
from pyproj.exceptions import CRSError

from lagesbild.errors import InputError
from lagesbild.i18n import N_, Message

Degrees = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class CoordinateSystem:
    """A system of two horizontal coordinates."""

    epsg: int
    name: str

    @property
    def code(self) -> str:
        """As options want it: ``"EPSG:3006"``."""
        return f"EPSG:{self.epsg}"


WGS84 = CoordinateSystem(4326, "WGS 84")
SWEREF99_TM = CoordinateSystem(3006, "SWEREF 99 TM")
LOCAL_ZONES = tuple(
    CoordinateSystem(3007 + i, f"SWEREF 99 {meridian}")
    for i, meridian in enumerate(
        (
            *("12 00", "13 30", "15 00", "16 30", "18 00", "14 15"),
            *("15 45", "17 15", "18 45", "20 15", "21 45", "23 15"),
        )
    )
)
RT90 = CoordinateSystem(3021, "RT 90 2.5 gon V")
RT90_ZONES = (
    CoordinateSystem(3019, "RT 90 7.5 gon V"),
    CoordinateSystem(3020, "RT 90 5 gon V"),
    RT90,
    CoordinateSystem(3022, "RT 90 0 gon"),
    CoordinateSystem(3023, "RT 90 2.5 gon O"),
    CoordinateSystem(3024, "RT 90 5 gon O"),
)
WEB_MERCATOR = CoordinateSystem(3857, "Web Mercator")
_NAMED = (WGS84, SWEREF99_TM, *LOCAL_ZONES, *RT90_ZONES, WEB_MERCATOR)

SWEDEN = (10.0, 55.0, 25.0, 69.5)
"""West, south, east and north of Sweden with its waters, in degrees."""


def system(text: str) -> CoordinateSystem:
    """The system a person means by ``EPSG:3006``, ``3006``, ``SWEREF 99 TM``, ``RT90 2,5 gon V`` or ``UTM 33N``.

    Raises `InputError` for a text that names no known system of two horizontal coordinates.
    """
    found = _by_code(text) or named_in(text)
    if found is None:
        raise InputError(
            Message(
                N_("“{text}” is not a known coordinate system. Give an EPSG code, such as EPSG:3006 for SWEREF 99 TM."),
                {"text": text},
            )
        )
    return found


@lru_cache
def _by_code(text: str) -> CoordinateSystem | None:
    match = re.fullmatch(r"\s*(?:(?:urn:ogc:def:crs:)?epsg:(?:[\d.]*:)?)?(\d{4,5})\s*", text, re.IGNORECASE)
    if match is None:
        return WGS84 if re.search(r"CRS:?84$", text.strip(), re.IGNORECASE) else None
    epsg = int(match[1])
    for known in _NAMED:
        if known.epsg == epsg:
            return known
    try:
        crs = CRS.from_epsg(epsg)
    except CRSError:
        return None
    return CoordinateSystem(epsg, crs.name) if crs.is_geographic or crs.is_projected else None


def named_in(text: str) -> CoordinateSystem | None:
    """The system that a heading or other text names, None where it names none (or not which of several)."""
    words = re.sub(r"[^0-9a-zåäö]+", "", text.casefold().replace("öst", "o").replace("väst", "v"))
    code = re.search(r"epsg(\d{4,5})", words)
    if code is not None:
        return _by_code(code[1])
    if "sweref" in words:
        zone = re.search(r"sweref(?:99)?(\d{2})(\d{2})", words)
        if zone is not None:
            return next((s for s in LOCAL_ZONES if s.name.endswith(f"{zone[1]} {zone[2]}")), None)
        return SWEREF99_TM if "tm" in words.split("sweref", 1)[1] else None
    if "rt90" in words:
        gon = re.search(r"rt90(75|5|25|0)gon([vow]?)", words)
        if gon is None:
            return RT90
        name = {"75": "7.5", "25": "2.5"}.get(gon[1], gon[1])
        side = {"w": "V", "v": "V", "o": "O"}.get(gon[2], "")
        return next((s for s in RT90_ZONES if s.name == f"RT 90 {name} gon {side}".strip()), None)
    utm = re.search(r"utm(?:zon|zone|z)?(\d{1,2})([ns]?)", words)
    if utm is not None and 1 <= int(utm[1]) <= 60:
        return utm_zone(int(utm[1]), south=utm[2] == "s", etrs89="etrs" in words or "euref" in words)
    if "wgs84" in words:
        return WGS84
    return WEB_MERCATOR if "webmercator" in words else None


def utm_zone(zone: int, *, south: bool = False, etrs89: bool = False) -> CoordinateSystem:
    """A UTM zone on WGS 84, or on ETRS89 (zones 28 to 38)."""
    if etrs89 and not south and 28 <= zone <= 38:
        return CoordinateSystem(25800 + zone, f"ETRS89 / UTM {zone}N")
    return CoordinateSystem((32700 if south else 32600) + zone, f"UTM {zone}{'S' if south else 'N'}")


@dataclass(frozen=True, slots=True)
class Detected:
    """What two columns of numbers turned out to be.

    Parameters
    ----------
    system : CoordinateSystem or None
        None where `candidates` fit equally well, or nothing fits.
    north_first : bool
        Whether the first column is north (latitude).
    candidates : tuple of CoordinateSystem
        All systems that the values could be in, the likeliest first.
    from_heading : bool
        Whether the headings name the system.
    """

    system: CoordinateSystem | None
    north_first: bool
    candidates: tuple[CoordinateSystem, ...]
    from_heading: bool


@dataclass(frozen=True, slots=True)
class _Range:
    """The box of coordinates that a family of systems gives places in Sweden (or on Earth)."""

    north: tuple[float, float]
    east: tuple[float, float]
    systems: tuple[CoordinateSystem, ...]
    certain: bool
    """Whether the first of `systems` may be concluded though others share the box."""


_SWEDISH_RANGES = (
    _Range((55.0, 69.5), (10.0, 25.0), (WGS84,), certain=True),
    _Range((6.1e6, 7.7e6), (0.26e6, 1.0e6), (SWEREF99_TM, utm_zone(33), utm_zone(32), utm_zone(34)), certain=True),
    _Range((6.1e6, 7.7e6), (1.2e6, 1.9e6), (RT90, *(zone for zone in RT90_ZONES if zone is not RT90)), certain=True),
    _Range((6.1e6, 7.7e6), (0.03e6, 0.26e6), LOCAL_ZONES, certain=False),
    _Range((7.3e6, 11.0e6), (1.1e6, 2.8e6), (WEB_MERCATOR,), certain=True),
)
_GLOBE = _Range((-90.0, 90.0), (-180.0, 180.0), (WGS84,), certain=True)


def detect(
    first: Degrees,
    second: Degrees,
    headings: tuple[str, str] = ("", ""),
    *,
    north_first: bool = True,
    named: CoordinateSystem | None = None,
) -> Detected:
    """Conclude which system two columns of numbers are in, and which of them is north.

    Ranges over Sweden decide by the middle value of each column, so that single errors do not count. A system named
    in the headings goes before the values. Outside Sweden only degrees can be concluded.

    Parameters
    ----------
    first, second : (n,) float64
        NaN where nothing is given.
    headings : pair of str
        What stands above the columns, such as ``"N (SWEREF 99 TM)"``.
    north_first : bool
        The order to believe where values alone cannot tell (degrees outside Sweden).
    named : CoordinateSystem, optional
        The system, where it is known from elsewhere; only the order is then concluded.
    """
    named = named or named_in(headings[0]) or named_in(headings[1])
    a, b = _middle(first), _middle(second)
    if np.isnan(a) or np.isnan(b):
        return Detected(named, north_first, (named,) if named else (), named is not None)
    if named is not None:
        return Detected(named, _order(named, a, b, north_first), (named,), from_heading=True)
    orders = (True, False) if north_first else (False, True)
    for box in (*_SWEDISH_RANGES, _GLOBE):
        for order in orders:
            if _inside(box, *((a, b) if order else (b, a))):
                return Detected(box.systems[0] if box.certain else None, order, box.systems, from_heading=False)
    return Detected(None, north_first, (), from_heading=False)


def _middle(values: Degrees) -> float:
    given = values[np.isfinite(values) & (values != 0)]
    return float(np.median(given)) if given.size else float("nan")


def _inside(box: _Range, north: float, east: float) -> bool:
    return box.north[0] <= north <= box.north[1] and box.east[0] <= east <= box.east[1]


def _order(named: CoordinateSystem, a: float, b: float, otherwise: bool) -> bool:
    """Order within a known system: the one that puts the middle inside its area of use, the given one if both do."""
    fits = [_in_use(named, a, b), _in_use(named, b, a)]
    if all(fits) and named == WGS84:
        fits = [_inside(_SWEDISH_RANGES[0], a, b), _inside(_SWEDISH_RANGES[0], b, a)]
    return fits[0] if fits[0] != fits[1] else otherwise


def can_be_in(named: CoordinateSystem, north: Degrees, east: Degrees) -> bool:
    """Whether the middle of some coordinates is where the system is used; True where there are none."""
    a, b = _middle(north), _middle(east)
    return bool(np.isnan(a) or np.isnan(b)) or _in_use(named, a, b)


def _in_use(named: CoordinateSystem, north: float, east: float) -> bool:
    lon, lat = (float(degrees[0]) for degrees in to_wgs84(np.array([north]), np.array([east]), named))
    if not (np.isfinite(lon) and np.isfinite(lat)):
        return False
    area = _crs(named.epsg).area_of_use
    if named in (*LOCAL_ZONES, *RT90_ZONES, SWEREF99_TM):
        west, south, east_end, north_end = SWEDEN
        return west <= lon <= east_end and south <= lat <= north_end
    # Maps go on using a zone some degrees outside it.
    return area is None or (area.west - 6 <= lon <= area.east + 6 and area.south - 1 <= lat <= area.north + 1)


@lru_cache
def _crs(epsg: int) -> CRS:
    return CRS.from_epsg(epsg)


@lru_cache
def _transformer(source: int, target: int) -> Transformer:
    return Transformer.from_crs(_crs(source), _crs(target), always_xy=True)


def _transform(x: Degrees, y: Degrees, source: int, target: int) -> tuple[Degrees, Degrees]:
    if source == target:
        return x.astype(np.float64), y.astype(np.float64)
    to_x, to_y = _transformer(source, target).transform(x, y)
    lost = ~(np.isfinite(to_x) & np.isfinite(to_y))
    return np.where(lost, np.nan, to_x), np.where(lost, np.nan, to_y)


def to_wgs84(north: Degrees, east: Degrees, source: CoordinateSystem) -> tuple[Degrees, Degrees]:
    """Longitude and latitude (in that order) of coordinates in `source`; NaN where they cannot be in it."""
    lon, lat = _transform(east, north, source.epsg, WGS84.epsg)
    off = ~((np.abs(lon) <= 180) & (np.abs(lat) <= 90))
    return np.where(off, np.nan, lon), np.where(off, np.nan, lat)


def from_wgs84(lon: Degrees, lat: Degrees, target: CoordinateSystem) -> tuple[Degrees, Degrees]:
    """North and east (in that order) in `target`; NaN where the place has no coordinates in it."""
    east, north = _transform(lon, lat, WGS84.epsg, target.epsg)
    return north, east


@dataclass(frozen=True, slots=True, eq=False)
class Projected:
    """Points in metres, in a plane where distances between near points are true.

    Parameters
    ----------
    x, y : (n,) float64
        East and north in metres; NaN where the point is.
    crs : CoordinateSystem
    """

    x: NDArray[np.float64]
    y: NDArray[np.float64]
    crs: CoordinateSystem


def metric_system(lon: Degrees, lat: Degrees) -> CoordinateSystem:
    """SWEREF 99 TM where the middle of the points is in Sweden's extent, else the UTM zone of the middle."""
    given = np.isfinite(lon) & np.isfinite(lat)
    if not given.any():
        return SWEREF99_TM
    middle_lon, middle_lat = float(np.median(lon[given])), float(np.median(lat[given]))
    west, south, east, north = SWEDEN
    if west <= middle_lon <= east and south <= middle_lat <= north:
        return SWEREF99_TM
    return utm_zone(int((middle_lon + 180) // 6) % 60 + 1, south=middle_lat < 0)


def metres(lon: Degrees, lat: Degrees) -> Projected:
    """Points of WGS 84 degrees in metres, in the system that `metric_system` gives."""
    crs = metric_system(lon, lat)
    north, east = from_wgs84(lon, lat, crs)
    return Projected(east, north, crs)


_GEOD = Geod(ellps="WGS84")


def distance_metres(lon: Degrees, lat: Degrees, to_lon: Degrees | float, to_lat: Degrees | float) -> Degrees:
    """Geodesic distance in metres from each point to another (or to one and the same); NaN where a point is."""
    there = np.broadcast_to(to_lon, lon.shape), np.broadcast_to(to_lat, lat.shape)
    _, _, distance = _GEOD.inv(lon, lat, *there)
    return np.asarray(distance, np.float64)
