"""The ground of the invented town Åsfors: a river, a lake, blocks, streets, a railway and six areas."""

from __future__ import annotations

import math

from lagesbild.picture.model import Ground, Ring

LON, LAT = 15.48, 59.42


def at(x: float, y: float) -> tuple[float, float]:
    """Metres east and north of the middle of town, as WGS 84 longitude and latitude."""
    return round(LON + x / (111_320 * math.cos(math.radians(LAT))), 6), round(LAT + y / 111_320, 6)


def ring(*points: tuple[float, float]) -> Ring:
    return tuple(at(x, y) for x, y in (*points, points[0]))


def line(*points: tuple[float, float]) -> Ring:
    return tuple(at(x, y) for x, y in points)


def square(column: int, row: int, metres: float = 250) -> Ring:
    x, y = column * metres, row * metres
    return ring((x, y), (x + metres, y), (x + metres, y + metres), (x, y + metres))


_RIVER = ((-3300, 420), (-2300, 520), (-1500, 380), (-700, 480), (100, 620), (900, 420), (1900, 300), (3300, 420))

AREAS: dict[str, Ring] = {
    "Kvarnbacken": ring(*_RIVER[1:4], (-760, 1300), (-900, 2250), (-2100, 2180), (-2350, 1200)),
    "Centrum": ring(*_RIVER[3:6], (1020, 1200), (940, 2140), (100, 2230), (-900, 2250), (-760, 1300)),
    "Nyhem": ring(*_RIVER[5:7], (2700, 340), (2780, 1300), (2600, 2100), (940, 2140), (1020, 1200)),
    "Söderängen": ring(*_RIVER[3:0:-1], (-2420, -500), (-2250, -1500), (-1500, -1560), (-800, -1500), (-820, -400)),
    "Hamnen": ring(*_RIVER[5:2:-1], (-820, -400), (-800, -1500), (200, -1420), (1060, -1520), (960, -500)),
    "Östra bruket": ring((2700, 340), *_RIVER[6:4:-1], (960, -500), (1060, -1520), (1800, -1600), (2720, -1480)),
}


def _water() -> tuple[Ground, ...]:
    north = [(x, y + 70) for x, y in _RIVER]
    south = [(x, y - 70) for x, y in reversed(_RIVER)]
    lake = ((-760, -1500), (-300, -1150), (250, -1180), (420, -1480), (300, -2000), (-500, -2050))
    return Ground("water", (ring(*north, *south),), "Åsån"), Ground("water", (ring(*lake),), "Hammarsjön")


def _blocks() -> Ground:
    rings = []
    for column in range(-9, 10):
        for row in range(-6, 9):
            x, y = column * 250 + 18.0 * math.sin(row), row * 230 + 15.0 * math.sin(column)
            if abs(y + 95 - 450) < 260 or (column * 7 + row * 5) % 6 == 0 or (y < -900 and -900 < x < 500):
                continue
            width, height = 150 + 20 * ((column + row) % 3), 130 + 15 * ((column - row) % 4)
            rings.append(ring((x + 30, y + 30), (x + width, y + 30), (x + width, y + height), (x + 30, y + height)))
    return Ground("block", tuple(rings))


def _streets() -> tuple[Ground, ...]:
    streets = [
        line((-2400, y), (-400, y + 30), (1200, y - 20), (2600, y)) for y in (-1150, -700, -250, 1000, 1450, 1900)
    ]
    streets += [
        line((x, -1500), (x + 25, 300), (x - 15, 700), (x, 2150)) for x in (-1750, -1250, -250, 750, 1500, 2250)
    ]
    roads = (
        line((-2600, -900), (-900, -150), (-120, 560), (250, 1300), (900, 2300)),
        line((-600, 1300), (1200, 1240), (2800, 900)),
    )
    rail = line((-2900, 1650), (-1200, 1500), (200, 1620), (1500, 1800), (2900, 1720))
    return Ground("street", tuple(streets)), Ground("road", roads), Ground("rail", (rail,))


def _labels() -> tuple[Ground, ...]:
    named = {"Åsån": (2150, 330), "Hammarsjön": (-90, -1700), "Storgatan": (640, 1760), "Järnvägen": (-2050, 1580)}
    return tuple(Ground("label", (line(place),), name) for name, place in named.items())


def ground() -> tuple[Ground, ...]:
    """Bottom first."""
    park = Ground("green", (ring((-700, 1050), (-300, 1080), (-280, 1400), (-640, 1420)),), "Stadsparken")
    areas = tuple(Ground("area", (outline,), name) for name, outline in AREAS.items())
    return (park, _blocks(), *_water(), *_streets(), *areas, *_labels())
