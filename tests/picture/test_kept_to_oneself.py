"""What a party keeps to itself is counted in an edition, and names or locates nothing in it."""

from __future__ import annotations

import datetime as dt
import json

import pytest

from lagesbild.core.actions import acting
from lagesbild.incidents import grid
from lagesbild.incidents.models import Incident, Silence
from lagesbild.picture.actions import make_edition, recompute
from lagesbild.picture.models import Basis, Drawing, Edition, Finding, Name
from tests.picture.test_editions import said as said_by
from tests.picture.weekly import MONDAY, ZONE, Town

pytestmark = pytest.mark.django_db(transaction=True)
KEPT = 20
LON, LAT = 19.47771, 61.84442
PLACE, UNIT, OTHER_UNIT = "Grindstigen", "Nattpatrullen", "Gryningspatrullen"
POINT = ("19.477", "61.844")
"""Of all that is shared nothing lies so far to the north-east."""


def _kept(town: Town, hour: int, *, shared: bool = False, unit: str = UNIT, place: str = PLACE) -> Incident:
    start = dt.datetime.combine(MONDAY, dt.time(), ZONE) + dt.timedelta(days=2, hours=hour)
    return Incident(
        partnership_id=town.partnership,
        party_id=town.guards,
        audience_id=town.shared if shared else town.own,
        category_id=town.categories[1],
        state=Incident.State.SORTED,
        start=start,
        end=start + dt.timedelta(minutes=1),
        precision=Incident.Precision.MINUTE,
        placement=Incident.Placement.POINT,
        lon=LON,
        lat=LAT,
        cell=grid.cell(LON, LAT),
        place=place,
        unit=unit,
    )


def kept(town: Town) -> list[int]:
    """So many at one place, by one unit, that they deviate, would lead the list of places and be a series."""
    with acting(town.system):
        rows = Incident.objects.bulk_create([_kept(town, hour) for hour in range(KEPT)])
        Silence.objects.create(
            partnership_id=town.partnership,
            party_id=town.guards,
            audience_id=town.own,
            unit=OTHER_UNIT,
            week=MONDAY,
        )
    return [row.pk for row in rows]


def everything(town: Town) -> str:
    """All that anyone can read of the editions, as one text."""
    with acting(town.system):
        said = [
            json.dumps([edition.figures, edition.parameters, edition.counted], ensure_ascii=False)
            for edition in Edition.objects.all()
        ]
        said += [name.text for name in Name.objects.all()]
        said += [json.dumps([row.key, row.numbers, row.text], ensure_ascii=False) for row in Finding.objects.all()]
        for drawing in Drawing.objects.all():
            said += drawing.parts.values()
            said.append(text_of(bytes(drawing.document)))
    return "\n".join(said)


def text_of(document: bytes) -> str:
    """The words of a PDF."""
    import io

    import pypdf

    return "\n".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(document)).pages)


def test_it_is_counted_and_neither_its_place_its_unit_nor_its_point_is_anywhere(town: Town) -> None:
    before = make_edition(actor=town.system, start=MONDAY)
    numbers = kept(town)
    edition = make_edition(actor=town.system, start=MONDAY)
    assert edition.figures["total"]["count"] == before.figures["total"]["count"] + KEPT
    deviating = {row["row"]["name"] for row in edition.figures["deviations"]}
    assert "Klotter" in deviating, "it is counted, so it deviates"
    said = everything(town)
    for mark in (PLACE, UNIT, OTHER_UNIT, *POINT):
        assert mark not in said
    with acting(town.system):
        named = {one for row in Finding.objects.all() for one in row.numbers}
    assert named
    assert not named & set(numbers)


def test_the_same_rows_shared_lead_the_list_so_the_marks_would_be_seen(town: Town) -> None:
    kept(town)
    with acting(town.system):
        Incident.objects.filter(place=PLACE).update(audience_id=town.shared)
    edition = make_edition(actor=town.system, start=MONDAY)
    assert PLACE in {row["name"] for row in said_by(edition)["places"]["rows"]}
    said = everything(town)
    for mark in (PLACE, UNIT, *POINT):
        assert mark in said


def test_the_page_and_the_document_say_how_many_were_counted_and_not_named(town: Town) -> None:
    kept(town)
    edition = make_edition(actor=town.system, start=MONDAY)
    with acting(town.system):
        hidden = Incident.objects.filter(audience_id=town.own)
        now, ever = hidden.filter(start__date__gte=MONDAY).count(), hidden.count()
        drawing = Drawing.objects.get(language="sv")
    for text in (drawing.parts["unsaid"], " ".join(text_of(bytes(drawing.document)).split())):
        assert f"{now} av veckans" in text or f"{now} av periodens" in text
        assert str(ever) in text
    assert f"{edition.figures['places']['unshared']} räknas men" in drawing.parts["places"]


def test_a_unit_that_others_know_of_is_not_silent_when_it_keeps_a_week_to_itself(town: Town) -> None:
    with acting(town.system):
        earlier = [_kept(town, -24 * 7 * back, shared=True) for back in (1, 2, 3)]
        Incident.objects.bulk_create([*earlier, _kept(town, 1)])
    edition = make_edition(actor=town.system, start=MONDAY)
    now = {row["name"]: row["heard"][-1] for row in said_by(edition)["reported"]["rows"]}
    assert now[UNIT] == "reported"


def test_it_is_computed_again_to_the_same_figures_also_when_it_has_been_shared_since(town: Town) -> None:
    kept(town)
    edition = make_edition(actor=town.system, start=MONDAY)
    check = recompute(actor=town.system, edition=edition.pk)
    assert (check.possible, check.equal, check.differs) == (True, True, [])
    with acting(town.system):
        Incident.objects.filter(place=PLACE).update(audience_id=town.shared)
        basis = Basis.objects.get()
    again = recompute(actor=town.system, edition=edition.pk)
    assert (again.equal, again.changed) == (True, KEPT)
    assert UNIT not in json.dumps(basis.names, ensure_ascii=False)
