"""Two partnerships, three parties in each, someone in every role, and a mark in every text that only some may read.

What each room holds is put in by `furnish`, by the same actions as a user's. A mark says where it comes from and who
may read it: ``mark-alfa-polis-own`` only Polisen in alfa, ``mark-alfa-polis-shared`` everyone in alfa.
"""

from __future__ import annotations

import datetime as dt
import gzip
import re
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import shapely
from allauth.mfa.models import Authenticator
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from lagesbild.accounts import actions as accounts
from lagesbild.accounts import devices
from lagesbild.accounts.access import actor_of
from lagesbild.accounts.models import Membership, Person, Role
from lagesbild.core import partnerships
from lagesbild.core.actions import Actor
from lagesbild.core.models import Audience, Partnership, Party
from lagesbild.core.scope import Scope, scope
from lagesbild.core.system import worker
from lagesbild.incidents import actions as incidents
from lagesbild.incidents.importing.actions import Whose, import_files
from lagesbild.incidents.importing.plan import Plan
from lagesbild.incidents.models import Category, Incident
from lagesbild.meetings import actions as meetings
from lagesbild.meetings.actions.planning import Hours
from lagesbild.meetings.models import Task
from lagesbild.organisation import actions as organisation
from lagesbild.organisation.actions import Appointment, Charter
from lagesbild.organisation.models import Body, Function
from lagesbild.picture.actions import make_edition
from lagesbild.picture.models import Finding
from lagesbild.places import actions as places
from lagesbild.places.areas import Areas
from tests.keeping import kept
from tests.organisation.house import everything
from tests.web import rooms

PARTIES = {"kommun": "municipality", "polis": "police", "bostad": "housing"}
MARK = re.compile(r"mark-(alfa|beta)-(kommun|polis|bostad)-(own|shared)")


def last_monday() -> dt.date:
    """First day of the last whole week."""
    today = timezone.localdate()
    return today - dt.timedelta(days=today.weekday() + 7)


@dataclass
class Town:
    """One partnership of the world."""

    slug: str
    pk: int
    parties: dict[str, int]
    people: dict[tuple[str, str], Person] = field(default_factory=dict)
    """By party and role."""
    rows: dict[str, dict[str, int]] = field(default_factory=dict)
    """Numbers of rows by kind and by party."""

    def actor(self, party: str, role: str) -> Actor:
        """Someone acting."""
        return actor_of(self.people[party, role].pk, self.slug)

    @property
    def coordinator(self) -> Actor:
        """The municipality's coordinator."""
        return self.actor("kommun", Role.COORDINATOR)

    @property
    def administrator(self) -> Actor:
        """The municipality's administrator."""
        return self.actor("kommun", Role.ADMINISTRATOR)

    def audience(self, kind: str) -> int:
        """Number of a standard audience."""
        with scope(Scope(read=(self.pk,))):
            return Audience.objects.get(kind=kind).pk

    def mark(self, party: str, kind: str) -> str:
        """The mark of a party's row: `kind` is own or shared."""
        return f"mark-{self.slug}-{party}-{kind}"


Furnishing = Callable[[Town], None]
FURNISHINGS: list[Furnishing] = []
SLOW: set[Furnishing] = set()


def furnish(furnishing: Furnishing) -> Furnishing:
    """Let a room put its rows into each town."""
    FURNISHINGS.append(furnishing)
    return furnishing


def slow(furnishing: Furnishing) -> Furnishing:
    """Only into towns that are built whole."""
    SLOW.add(furnishing)
    return furnishing


def build(owner_url: str, slug: str, *, whole: bool = False) -> Town:
    """A town with someone in every role for every party, furnished by every room; `whole` with what takes seconds."""
    return kept(("town", slug, whole), lambda: _build(owner_url, slug, whole=whole))


def build_both(owner_url: str, *, whole: bool = False) -> tuple[Town, Town]:
    """Two such towns beside each other: alfa and beta."""
    return kept(
        ("towns", whole),
        lambda: (_build(owner_url, "alfa", whole=whole), _build(owner_url, "beta", whole=whole)),
    )


def _build(owner_url: str, slug: str, *, whole: bool) -> Town:
    list(rooms.modules())
    pk = partnerships.create(
        owner_url=owner_url,
        slug=slug,
        name=f"Samverkan {slug.title()}",
        invented=True,
        parties=[(f"{name.title()} {slug}", kind) for name, kind in PARTIES.items()],
    )
    with scope(Scope(read=(pk,), write=pk)):
        parties = {name: Party.objects.get(name=f"{name.title()} {slug}").pk for name in PARTIES}
        town = Town(slug, pk, parties)
        for party, number in parties.items():
            for role in Role:
                person = Person.objects.create_user(f"{role}.{party}@{slug}.exempel.se", f"{role.title()} {party}")
                Membership.objects.create(partnership_id=pk, party_id=number, person=person, role=role)
                town.people[party, role] = person
        Partnership.objects.filter(pk=pk).update(municipality_code="")
    for furnishing in FURNISHINGS:
        if whole or furnishing not in SLOW:
            furnishing(town)
    return town


@furnish
def reports(town: Town) -> None:
    """Each party's reports: one for its own eyes, one shared."""
    start = dt.datetime.combine(last_monday(), dt.time(14, 30), dt.UTC) + dt.timedelta(days=2)
    for party, number in town.parties.items():
        actor = town.actor(party, Role.REPORTER)
        with scope(actor.scope()):
            category = Category.objects.filter(active=True).first()
            assert category is not None
        for kind, audience in (("own", Audience.OWN), ("shared", Audience.PARTNERSHIP)):
            told = incidents.Told(
                category=category.pk,
                start=start,
                end=start + dt.timedelta(minutes=1),
                precision=Incident.Precision.MINUTE,
                lon=16.0,
                lat=59.5,
                place=town.mark(party, kind),
                text=f"Det stod {town.mark(party, kind)} på väggen.",
            )
            made = incidents.report(actor=actor, party=number, audience=town.audience(audience), told=told)
            town.rows.setdefault(f"incident {kind}", {})[party] = made.pk
        town.rows["category"] = {"": category.pk}


@furnish
@slow
def imports(town: Town) -> None:
    """Each party's imports: one for its own eyes, one shared; a row of each was refused."""
    for party, number in town.parties.items():
        for kind, audience in (("own", Audience.OWN), ("shared", Audience.PARTNERSHIP)):
            mark = town.mark(party, kind)
            with tempfile.TemporaryDirectory() as folder:
                path = Path(folder) / f"{mark}.csv"
                rows = [f"1;{last_monday()} 11:30;Brand;{mark}", f"2;{mark};Brand;{mark}"]
                path.write_text("\n".join(["Ärendenr;Händelsedatum;Kategori;Plats", *rows]), encoding="utf-8")
                made = import_files(
                    actor=town.actor(party, Role.ANALYST),
                    whose=Whose(party=number, audience=town.audience(audience), source=f"Ärenden {party} {kind}"),
                    paths=[path],
                    plan=Plan(),
                )
            town.rows.setdefault(f"import {kind}", {})[party] = made.batch


@furnish
def bodies(town: Town) -> None:
    """A working group with a seat that is held, and a function."""
    actor = town.coordinator
    since = timezone.localdate() - dt.timedelta(days=30)
    kommun = town.parties["kommun"]
    body = organisation.create_body(
        actor=actor,
        charter=Charter(name="EST Nygård", kind=Body.Kind.EST, convener=kommun, times=1, per="week", may=everything()),
        since=since,
    )
    seat = organisation.add_seat(actor=actor, body=body.pk, title="Samordnare", party=kommun, leads=True, since=since)
    person = town.people["kommun", Role.COORDINATOR].pk
    holder = organisation.seat_person(actor=actor, seat=seat.pk, who=Appointment(since=since, person=person))
    function = organisation.create_function(
        actor=actor, name="Kommunpolis", kind=Function.Kind.choices[0][0], party=town.parties["polis"], since=since
    )
    for kind, row in (("body", body), ("seat", seat), ("holder", holder), ("function", function)):
        town.rows[kind] = {"": row.pk}


@furnish
def meeting(town: Town) -> None:
    """A meeting that is held, with a point, a decision, a task, and someone adjunct."""
    actor = town.coordinator
    now = timezone.now().replace(second=0, microsecond=0)
    row = meetings.plan(
        actor=actor,
        body=town.rows["body"][""],
        hours=Hours(starts=now - dt.timedelta(hours=1), ends=now + dt.timedelta(hours=1)),
    )
    item = meetings.add_item(actor=actor, meeting=row.pk, title="Belysning")
    meetings.hold(actor=actor, meeting=row.pk)
    decision = meetings.decide(
        actor=actor, item=item.pk, text="Lamporna byts.", person=town.people["polis", Role.MEMBER].pk
    )
    adjunct = meetings.add_adjunct(actor=actor, meeting=row.pk, name="Siv Skog")
    with scope(actor.scope()):
        task = Task.objects.get()
    named = {"meeting": row, "item": item, "decision": decision, "adjunct": adjunct, "task": task}
    town.rows |= {kind: {"": one.pk} for kind, one in named.items()}


@furnish
def areas(town: Town) -> None:
    """Two areas that are kept."""
    geometry = np.array([shapely.box(15.5, 59.0, 16.5, 60.0), shapely.box(16.5, 59.0, 17.5, 60.0)], dtype=object)
    found = Areas(("A", "B"), ("Väster", "Öster"), ("", ""), None, "", geometry, "omraden.geojson")
    draft = places.add_areas(actor=town.coordinator, areas=found, name="Distrikt")
    places.keep_areas(actor=town.coordinator, area_set=draft.pk)
    town.rows["area set"] = {"": draft.pk}


@furnish
def ground(town: Town) -> None:
    """A named place, and something under the maps."""
    actor = town.coordinator
    named = places.NamedPlace(name="Brukstorget", kind="torg", lon=16.0, lat=59.5)
    gazetteer = places.set_gazetteer(actor=actor, source="platser.csv", places=[named])
    line = {"type": "LineString", "coordinates": [[16.0, 59.5], [16.1, 59.6]]}
    street = {"type": "Feature", "properties": {"kind": "street", "name": "Storgatan"}, "geometry": line}
    features = {"type": "FeatureCollection", "features": [street]}
    under = places.set_ground(actor=actor, features=features, source="karta.geojson")
    town.rows |= {"gazetteer": {"": gazetteer.pk}, "ground": {"": under.pk}}


@furnish
@slow
def pictures(town: Town) -> None:
    """The picture of the last whole week."""
    row = make_edition(actor=worker(town.pk), start=last_monday())
    with scope(worker(town.pk).scope()):
        finding = Finding.objects.filter(edition=row).first()
    town.rows["edition"] = {"": row.pk}
    town.rows["finding"] = {"": finding.pk if finding else 0}


@furnish
def people(town: Town) -> None:
    """An invitation that waits and a phone."""
    invitation, _ = accounts.invite(
        actor=town.administrator,
        email=f"ny@{town.slug}.exempel.se",
        party=town.parties["polis"],
        roles=[Role.MEMBER],
        mail=False,
    )
    reporter = town.people["kommun", Role.REPORTER]
    phone, _ = devices.offer(actor=town.administrator, person=reporter.pk, party=town.parties["kommun"])
    town.rows["invitation"] = {"": invitation.pk}
    town.rows["phone"] = {"": phone.pk}


def client_of(person: Person) -> Client:
    """A browser in which the person is signed in, with a second factor where one is needed."""
    client = Client(raise_request_exception=False)
    Authenticator.objects.get_or_create(user=person, type=Authenticator.Type.TOTP, defaults={"data": {}})
    client.force_login(person, backend="lagesbild.accounts.signed_in.Backend")
    return client


def text_of(answer: HttpResponse) -> str:
    """What an answer says, whatever it is written in."""
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    if answer.headers.get("Content-Encoding") == "gzip":
        content = gzip.decompress(content)
    return content.decode(errors="replace")


def marks(text: str) -> set[tuple[str, str, str]]:
    """The marks in a text: partnership, party, kind."""
    return set(MARK.findall(text))
