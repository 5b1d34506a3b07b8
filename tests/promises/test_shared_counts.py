"""What is counted for a promise is what the whole partnership shares: the figures come to be read by everyone."""

from __future__ import annotations

import pytest
from django.urls import reverse

from lagesbild.core.models import Audience
from lagesbild.core.scope import scope
from lagesbild.core.system import worker
from lagesbild.evaluation.effect import effect_of
from lagesbild.incidents.models import Incident
from lagesbild.promises import counting
from lagesbild.promises.foreseeing import foresee
from lagesbild.promises.periods import Period
from tests.organisation.house import House
from tests.plans.desk import DAY, TODAY, Desk
from tests.promises.vow import Vow, category, here, incidents, made, seasons
from tests.web.world import text_of

pytestmark = pytest.mark.django_db(transaction=True)
OVER = Period(TODAY - 40 * DAY, TODAY - 10 * DAY)
FAR = (16.05, 59.52)


def keep_to_itself(house: House, audience: str = Audience.OWN) -> None:
    """Let the police keep every incident that there is to itself, or to those who sit in some body."""
    with scope(worker(house.partnership.pk).scope()):
        narrow, _ = Audience.objects.get_or_create(
            partnership=house.partnership, kind=audience, defaults={"name": "En krets"}
        )
        Incident.objects.update(audience=narrow, party=house.police)


def over(desk: Desk, kind: int) -> Vow:
    """A promise whose period is over."""
    return made(desk, starts=OVER.starts, ends=OVER.ends, within=here(kind))


@pytest.mark.parametrize("audience", [Audience.OWN, Audience.BODIES])
def test_what_a_party_keeps_to_itself_is_in_no_figure_of_a_promise(desk: Desk, audience: str) -> None:
    house = desk.house
    kind = category(house)
    vow = over(desk, kind)
    # kept: at the place, elsewhere, and long before anything that is shared
    seasons(house, OVER, [9, 9, 9, 40], kind)
    incidents(house, OVER, 30, kind, at=FAR)
    keep_to_itself(house, audience)
    seasons(house, OVER, [6, 7, 8, 5], kind)
    with scope(house.carl.scope()):
        found = counting.count(vow.promise, on=TODAY, now=True)
        effect = effect_of(vow.promise, TODAY)
        foreseen = foresee(vow.promise)
    assert found.now is not None
    assert (found.now.count, found.now.elsewhere) == (5, 0)
    assert [one.count for one in found.before] == [7, 8], "the first season is not whole: nothing shared lies before it"
    assert int(found.others.sum()) == sum(one.count for one in found.comparable)
    assert effect["now"]["count"] == 5
    assert [one.count for one in foreseen.before] == [7, 8]


def test_the_page_of_a_promise_says_what_is_counted(desk: Desk) -> None:
    house = desk.house
    kind = category(house)
    vow = over(desk, kind)
    seasons(house, OVER, [6, 7, 8, 5], kind)
    address = reverse("promises:detail", kwargs={"slug": house.partnership.slug, "pk": vow.promise.pk})
    page = text_of(house.client("Carl").get(address))
    assert "Det som en part håller för sig själv räknas inte." in page
