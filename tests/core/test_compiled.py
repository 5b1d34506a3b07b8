"""A question that is written once answers as if it were written anew, within the walls, and keeps little in memory."""

from __future__ import annotations

import datetime as dt
import gc
from collections.abc import Collection
from typing import Any

import pytest
from django.db.models import Count, Exists, F, OuterRef, Prefetch, Q, QuerySet, Subquery, TextField, Value
from django.db.models.functions import Concat, JSONObject, TruncDate
from django.db.models.sql import Query
from django.utils import timezone

from lagesbild.core.compiled import SEVERAL, Compiled, written_once
from lagesbild.core.models import Partnership, Party
from lagesbild.core.scope import Scope, scope
from lagesbild.core.web import navigation
from lagesbild.organisation.models import Body, Seat
from tests.organisation.house import SPRING, House

pytestmark = pytest.mark.django_db


def question(partnership: int) -> QuerySet[Partnership, tuple[Any, ...]]:
    """Of every kind of value, with a sign that a statement has to double, and one that nothing fits."""
    bodies = Body.objects.filter(since=SPRING)
    asked = {
        "told": Subquery(bodies.values(told=JSONObject(name="name", since="since"))[:1]),
        "since": Subquery(bodies.values("since")[:1]),
        "any": Exists(Party.objects.filter(Q(name__contains="50 %") | Q(name="Polisen"))),
        "none": Exists(Party.objects.none()),
        "n": navigation.number(bodies),
        "percent": Concat(F("name"), Value(" 50 % %s"), output_field=TextField()),
    }
    return Partnership.objects.filter(pk=partnership).annotate(**asked).values_list(*asked)


def test_it_answers_as_if_written_anew_each_time_it_is_put(house: House) -> None:
    rows = question(house.partnership.pk)
    with scope(house.carl.scope()):
        written = Compiled(rows)
        before = written.one()
        assert before == rows.get() == (None, None, True, False, 0, "Alfa 50 % %s")
    house.body()
    with scope(house.carl.scope()):
        assert written.one() == rows.all().get()
        assert written.one()[1:] == (SPRING, True, False, 1, "Alfa 50 % %s")


def test_the_walls_are_asked_each_time(house: House) -> None:
    house.body()
    with scope(house.carl.scope()):
        written = Compiled(question(house.partnership.pk))
        assert written.one()[4] == 1
    with scope(Scope(read=(house.partnership.pk + 1,), write=0)), pytest.raises(LookupError):
        written.one()


def test_it_keeps_no_query(house: House) -> None:
    with scope(house.carl.scope()):
        written = Compiled(question(house.partnership.pk))
    seen: set[int] = set()
    left: list[object] = [vars(written)]
    while left:
        one = left.pop()
        if id(one) in seen or isinstance(one, type) or type(one).__module__.startswith("django.db.models.fields"):
            continue
        seen.add(id(one))
        assert not isinstance(one, Query)
        left += [other for other in gc.get_referents(one) if not callable(other)]


def test_the_frame_of_a_page_knows_the_day_there_and_a_quarter_of_an_hour(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    late = dt.datetime(2026, 3, 2, 22, 59, 59, 9, tzinfo=dt.UTC)
    frames = []
    for moment in (late, late + dt.timedelta(seconds=1), late + dt.timedelta(minutes=15)):
        monkeypatch.setattr("django.utils.timezone.now", lambda moment=moment: moment)
        frames.append(navigation.Frame.of(house.carl))
    assert [(one.day.day, f"{one.moment:%H.%M.%S}") for one in frames] == [
        (2, "22.45.00"),
        (3, "23.00.00"),
        (3, "23.00.00"),
    ]
    assert frames[1] == frames[2]


def of_bodies(name: str, day: dt.date) -> QuerySet[Body]:
    """Rows with all that a row may bring: what it is part of, what is part of it, what is computed and left out."""
    seats = Seat.objects.filter(body=OuterRef("pk"), since__lte=day).order_by().values("body")
    asked = Body.objects.filter(Q(name=name) | Q(name__contains="50 %"), since__lte=day).select_related("partnership")
    asked = asked.annotate(n=Subquery(seats.annotate(n=Count("pk")).values("n"))).defer("mandate")
    return asked.prefetch_related(Prefetch("seats", Seat.objects.order_by("-pk"))).order_by("-pk")


def said(row: Any) -> tuple[Any, ...]:
    return row.pk, row.name, row.partnership.name, row.n, [one.pk for one in row.seats.all()]


def test_rows_are_those_of_the_values_that_are_told_and_written_once(house: House) -> None:
    written = []

    @written_once
    def asked(name: str, day: dt.date) -> QuerySet[Body]:
        written.append(name)
        return of_bodies(name, day)

    bodies = [house.body("Styrgrupp"), house.body("Brottsråd 50 %"), house.body("Torget")]
    house.seat(bodies[0])
    house.seat(bodies[2])
    before = SPRING - dt.timedelta(1)
    with scope(house.carl.scope()):
        for name, day, n in (
            ("Styrgrupp", SPRING, 2),
            ("Torget", SPRING, 2),
            ("Ingen", SPRING, 1),
            ("Styrgrupp", before, 0),
        ):
            found = asked(name, day=day)
            assert [said(one) for one in found] == [said(one) for one in of_bodies(name, day)]
            assert len(found) == n
    assert len(written) == 1


def test_one_row_is_had_where_the_walls_let_it_through(house: House, django_assert_num_queries: Any) -> None:
    body = house.body()

    @written_once
    def of(pk: int) -> QuerySet[Body]:
        return Body.objects.filter(pk=pk).select_related("partnership")

    with scope(house.carl.scope()):
        with django_assert_num_queries(1):
            assert of.get(body.pk).partnership.name == "Alfa"
        with pytest.raises(Body.DoesNotExist):
            of.get(body.pk + 1)
    with scope(Scope(read=(house.partnership.pk + 1,), write=0)), pytest.raises(Body.DoesNotExist):
        of.get(body.pk)


def test_a_day_is_that_of_whoever_asks(house: House) -> None:
    @written_once
    def of(pk: int) -> QuerySet[Partnership]:
        late = Value(dt.datetime(2026, 3, 2, 23, 30, tzinfo=dt.UTC))
        return Partnership.objects.filter(pk=pk).annotate(day=TruncDate(late))

    with scope(house.carl.scope()):
        for zone, day in (("UTC", 2), ("Europe/Stockholm", 3), ("UTC", 2)):
            with timezone.override(zone):
                row: Any = of.get(house.partnership.pk)
                assert row.day == dt.date(2026, 3, day)


@pytest.mark.parametrize("n", [0, 1, 3, SEVERAL, SEVERAL + 1])
def test_several_values_are_told_whatever_their_number(house: House, n: int) -> None:
    @written_once
    def among(numbers: Collection[int], day: dt.date) -> QuerySet[Body]:
        return Body.objects.filter(pk__in=list(numbers), since__lte=day).order_by("pk")

    bodies = [house.body(f"Grupp {i}").pk for i in range(3)]
    with scope(house.carl.scope()):
        for first in (0, 1, 2):
            numbers = (bodies[first:] + [bodies[-1] + 1 + i for i in range(n)])[:n]
            asked: list[Collection[int]] = [numbers, set(numbers)]
            for one in asked:
                assert [row.pk for row in among(one, SPRING)] == bodies[first : first + n]
