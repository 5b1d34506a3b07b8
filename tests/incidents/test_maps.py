"""What a map is given: every incident once, at any zoom, for any period; only what one may see."""

from __future__ import annotations

import datetime as dt

import pytest

from lagesbild.core.scope import scope
from lagesbild.core.system import worker
from lagesbild.incidents import actions, cells, grid, maps
from lagesbild.incidents.models import CellCount
from tests.incidents.town import NOON, Town

pytestmark = pytest.mark.django_db(transaction=True)
ALL = grid.Box(10.0, 55.0, 25.0, 70.0)


def tell(town: Town, n: int, audience: int | None = None) -> list[int]:
    """Incidents some days and some hundred metres apart, over three years."""
    carl = town.actor("coordinator", town.school)
    told = [
        town.told(
            lon=19.5 + i * 0.004,
            lat=61.9 + i * 0.003,
            start=NOON + dt.timedelta(days=37 * i),
            end=NOON + dt.timedelta(days=37 * i, minutes=1),
            category=(town.fire, town.noise)[i % 2],
        )
        for i in range(n)
    ]
    made = actions.report_several(actor=carl, party=town.school, audience=audience or town.shared, told=told)
    return [one.pk for one in made]


def total(town: Town, **asked: object) -> int:
    plain: dict[str, object] = {"box": ALL, "zoom": 8.0}
    with scope(town.actor("coordinator", town.school).scope()):
        return maps.marks(maps.Wanted(**(plain | asked))).total  # type: ignore[arg-type]


@pytest.mark.parametrize("zoom", [3, 6, 9, 12, 14, 15, 18])
def test_every_incident_is_on_the_map_once_at_any_zoom(town: Town, zoom: float) -> None:
    tell(town, 25)
    assert total(town, zoom=zoom) == 25
    assert total(town, zoom=zoom, categories=(town.noise,)) == 12


@pytest.mark.parametrize("zoom", [6, 12, 18])
@pytest.mark.parametrize(("first", "last"), [(0, 25), (3, 20), (1, 2), (0, 0), (24, 25)])
def test_a_period_holds_what_begins_in_it(town: Town, zoom: float, first: int, last: int) -> None:
    tell(town, 25)
    start, end = (NOON + dt.timedelta(days=37 * i) for i in (first, last))
    assert total(town, zoom=zoom, start=start, end=end) == last - first
    assert total(town, zoom=zoom, start=start) == 25 - first
    assert total(town, zoom=zoom, end=end) == last


def test_what_no_longer_counts_leaves_the_map_and_comes_back(town: Town) -> None:
    carl = town.actor("coordinator", town.school)
    first, second, third = tell(town, 3)
    actions.set_aside(actor=carl, incident=first, reason="test")
    actions.mark_duplicate(actor=carl, incident=second, of=third)
    assert [total(town, zoom=zoom) for zoom in (5, 12, 17)] == [1, 1, 1]
    actions.undo(actor=carl, incident=first)
    actions.sort(actor=carl, incident=third, category=town.noise)
    assert total(town, categories=(town.noise,)) == 1
    assert total(town) == 2


def test_what_is_for_the_own_party_is_on_no_other_map(town: Town) -> None:
    tell(town, 4, audience=town.own)
    with scope(town.actor("coordinator", town.guards).scope()):
        for zoom in (5.0, 17.0):
            assert maps.marks(maps.Wanted(box=ALL, zoom=zoom)).total == 0


def test_adding_up_the_counts_changes_nothing_that_is_seen(town: Town) -> None:
    carl = town.actor("coordinator", town.school)
    numbers = tell(town, 6)
    for number in numbers[:3]:
        actions.set_aside(actor=carl, incident=number, reason="other")
    with scope(worker(town.partnership).scope()):
        before = CellCount.objects.count()
        cells.compact(town.partnership)
        assert CellCount.objects.count() < before
    assert total(town) == 3


def test_a_box_shows_what_lies_in_it(town: Town) -> None:
    tell(town, 10)
    box = grid.Box(19.499, 61.899, 19.509, 61.907)
    assert total(town, box=box, zoom=17) == 3
