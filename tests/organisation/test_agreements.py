"""The bodies and functions of the five agreements, as they stand there."""

from __future__ import annotations

import datetime as dt
import threading

import pytest
from django.db import connection

from lagesbild.accounts.models import Role
from lagesbild.core.actions import Actor
from lagesbild.core.models import Party
from lagesbild.core.scope import scope
from lagesbild.errors import InputError
from lagesbild.i18n import translator
from lagesbild.organisation import actions, cadence, structure
from lagesbild.organisation.actions import Appointment, Charter
from lagesbild.organisation.models import Body, Holder
from lagesbild.organisation.queries import vacant
from tests.organisation.house import SPRING, House

pytestmark = pytest.mark.django_db(transaction=True)


def found(house: House, name: str, kind: str, above: Body | None = None, often: tuple[int, str] | None = None) -> Body:
    times, per = often or (None, "regularly")
    charter = Charter(
        name=name,
        kind=kind,
        convener=house.municipality.pk,
        reports_to=above.pk if above else None,
        times=times,
        per=per,
    )
    return actions.create_body(actor=house.carl, charter=charter, since=SPRING)


def name_function(house: House, name: str, kind: str, party: Party) -> None:
    actions.create_function(actor=house.carl, name=name, kind=kind, party=party.pk, since=SPRING)


def meets(body: Body) -> str:
    return translator("sv").say(cadence.worded(body))


def test_koping(house: House) -> None:
    steering = found(house, "Styrgrupp (BRÅ-beredning)", "steering")
    project = found(house, "Projektgrupp (BRÅ)", "project", steering)
    est = found(house, "Arbetsgrupp EST", "est", project)
    focus = found(house, "Fokusområde ANDT, unga", "focus", est, (4, "year"))
    found(house, "Länsbrå", "county")
    for party in (house.municipality, house.police):
        name_function(house, f"Samordnare, {party.name}", "coordinator", party)
    assert meets(focus) == "minst 4 gånger om året"
    with scope(house.carl.scope()):
        top = structure.tree(SPRING)
        assert [node.body.name for node in top] == ["Länsbrå", "Styrgrupp (BRÅ-beredning)"]
        assert [node.body for node in top[1].walk()] == [steering, project, est, focus]
        assert len(vacant(SPRING).functions) == 2, "one in each organisation"


def test_vasteras(house: House) -> None:
    est = found(house, "EST", "est", None, (1, "week"))
    for party in (house.municipality, house.police):
        name_function(house, f"Kontaktperson, {party.name}", "contact", party)
    assert meets(est) == "varje vecka"
    with scope(house.carl.scope()):
        assert {one.party for one in vacant(SPRING).functions} == {house.municipality, house.police}


def test_lekeberg(house: House) -> None:
    council = found(house, "Lekebergs Brottsförebygganderåd (BRÅ)", "project", None, (4, "year"))
    titles = [
        "Kommunstyrelsens ordförande",
        "Ordförande kultur- och bildningsnämnden",
        "Ordförande vård- och omsorgsnämnden",
        "Kommundirektör",
        "Förvaltningschef kultur och bildning",
        "Förvaltningschef vård och omsorg",
        "Säkerhetsstrateg",
        "ANDT-samordnare",
    ]
    for title in titles:
        house.seat(council, title, house.municipality, leads=title == titles[0])
    for _ in range(2):
        house.seat(council, "Representant från oppositionen", house.municipality, opposition=True)
    police = house.seat(council, "Polisen", house.police)
    chief = Appointment(name="Lokalpolisområdeschef Örebro", since=SPRING)
    actions.seat_person(actor=house.carl, seat=police.pk, who=chief)
    officer = Appointment(name="Kommunpolis", since=SPRING, deputy=True)
    actions.seat_person(actor=house.carl, seat=police.pk, who=officer)
    for name, kind, party in (
        ("Områdespolis", "area_police", house.police),
        ("Kommunpolis", "municipal_police", house.police),
        ("Samordnare för BRÅ", "bra", house.municipality),
        ("ANDT-samordnare", "andt", house.municipality),
        ("Samordnare mot våldsbejakande extremism", "extremism", house.municipality),
        ("Lokalpolisområdeschef", "accountable", house.police),
        ("Kommunchef", "accountable", house.municipality),
    ):
        name_function(house, name, kind, party)
    with scope(house.carl.scope()):
        (node,) = structure.tree(SPRING)
        assert (len(node.seats), node.vacant) == (11, 10)
        assert all(seat.post.decides for seat in node.seats), "appointed representatives have a mandate to decide"
        assert [one.called for one in Holder.objects.seated(SPRING).filter(deputy=True)] == ["Kommunpolis"]
        assert len(vacant(SPRING).functions) == 7


def test_sandviken(house: House) -> None:
    leadership = found(house, "Polis- och kommunledning", "leadership")
    steering = found(house, "Styrgruppen", "steering", leadership)
    groups = [found(house, f"Arbetsgrupp {area}", "focus", steering) for area in ("centrum", "skola")]
    house.seat(steering, "Kommunala bolag", house.housing)
    assert meets(steering) == "regelbundet"
    with scope(house.carl.scope()):
        assert Body.objects.get(pk=steering.pk).convener == house.municipality
        (top,) = structure.tree(SPRING)
        assert [node.body for node in top.walk()] == [leadership, steering, *groups]


def test_a_strategic_council_that_the_municipality_leads_as_the_statute_has_it(house: House) -> None:
    council = found(house, "Strategiskt råd", "project")
    house.sit(council, "Kim", house.municipality, Role.LEADER, leads=True)
    house.sit(council, "Paula", house.police, Role.LEADER)
    with scope(house.carl.scope()):
        (node,) = structure.tree(SPRING)
        assert [(seat.post.party.kind, seat.post.leads) for seat in node.seats] == [
            ("municipality", True),
            ("police", False),
        ]


def test_two_who_fill_a_seat_at_once_do_not_both_succeed(house: House) -> None:
    seat, carl = house.seat(house.body()), house.carl
    together, answers = threading.Barrier(2), []

    def fill(actor: Actor, name: str) -> None:
        try:
            together.wait()
            actions.seat_person(actor=actor, seat=seat.pk, who=Appointment(name=name, since=SPRING))
            answers.append("filled")
        except InputError:
            answers.append("taken")
        finally:
            connection.close()

    threads = [threading.Thread(target=fill, args=(carl, name)) for name in ("Anna Ek", "Bo Ek")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answers) == ["filled", "taken"]
    with scope(carl.scope()):
        assert Holder.objects.on(SPRING + dt.timedelta(days=1)).count() == 1
