"""Names masked in editions, also decided ones: words become the mask, and everything else stays and can be proved."""

from __future__ import annotations

import datetime as dt
import io
import json

import pypdf
import pytest
from django.db import DatabaseError, connection
from django.test import Client
from django.utils import timezone

from lagesbild.core import masking
from lagesbild.core.actions import acting
from lagesbild.core.guard import MASK
from lagesbild.core.models import Masking, TimelineEntry
from lagesbild.core.timeline import faults
from lagesbild.errors import InputError
from lagesbild.incidents.models import Incident
from lagesbild.meetings import actions as meetings
from lagesbild.meetings.actions import Hours
from lagesbild.picture import making, tasks
from lagesbild.picture.actions import decide, dismiss, make_edition
from lagesbild.picture.models import Drawing, Edition, Finding, Name
from tests.keeping import kept
from tests.picture import weekly
from tests.picture.test_editions import in_a_new_process, verified
from tests.picture.weekly import MONDAY, PLACE, Town

pytestmark = pytest.mark.django_db(transaction=True)
PAGE = "/s/alfa/lagesbild/2026-v12/1/"


@pytest.fixture
def town(request: pytest.FixtureRequest, owner_url: str, transactional_db: None) -> Town:
    """Where it gathers is called after someone, and so is a unit."""
    drawn = "edition" in request.fixturenames

    def made() -> Town:
        found = weekly.ready(owner_url)
        with acting(found.system):
            Incident.objects.filter(lon=PLACE[0]).update(place="Hos <Bror> Ek", unit="Bror Eks vakt")
        if drawn:
            make_edition(actor=found.system, start=MONDAY)
        return found

    return kept(("week of Bror Ek", drawn), made)


def mask(town: Town, *words: str) -> int:
    """Mask in one of the incidents there, and do what is then queued."""
    with acting(town.system):
        one = Incident.objects.filter(lon=PLACE[0]).order_by("pk")[0]
    times = masking.mask(actor=town.actor("coordinator"), subject="incident", pk=one.pk, stretches=words)
    with acting(town.system):
        waiting = list(Drawing.objects.filter(document=b"").values_list("edition_id", flat=True).distinct())
    for one_edition in waiting:
        tasks.set_documents_again(partnership=town.partnership, edition=one_edition)
    return times


def shown(town: Town, *, language: str = "sv") -> str:
    """All that an edition says: page, figures, list, start page, what stands behind, document."""
    client = Client()
    client.force_login(town.member("coordinator", f"{language}@exempel.se"), backend=BACKEND)
    client.post("/sprak/", {"sprak": language})
    answers = [client.get(f"{PAGE}{part}") for part in ("", "lagesbild.json", "bakom/plats-1/")]
    answers += [client.get(path) for path in ("/s/alfa/lagesbild/", "/s/alfa/")]
    assert {one.status_code for one in answers} == {200}
    json.loads(answers[1].content)
    document = client.get(f"{PAGE}lagesbild.pdf")
    leaves = pypdf.PdfReader(io.BytesIO(document.content)).pages
    return " ".join(
        [
            *(
                one.content.decode().split("<tbody>")[0] if one is answers[2] else one.content.decode()
                for one in answers
            ),
            *(leaf.extract_text() for leaf in leaves),
        ]
    )


BACKEND = "lagesbild.accounts.signed_in.Backend"


def test_a_name_stands_everywhere_but_in_what_is_frozen(town: Town, edition: Edition) -> None:
    said = shown(town)
    for name in ("Hos &lt;Bror&gt; Ek", "Hos \\u003cBror> Ek", "Hos <Bror> Ek", "Bror Eks vakt"):
        assert name in said
    assert "\ue000" not in said
    with acting(town.system):
        kept = [edition.figures, edition.parameters, *Drawing.objects.values_list("parts", flat=True)]
        kept += [*Finding.objects.values_list("key", flat=True)]
        assert "Bror" not in json.dumps(kept, ensure_ascii=False)
        assert set(Name.objects.values_list("text", flat=True)) > {"Hos <Bror> Ek", "Bror Eks vakt"}


def test_what_is_masked_in_an_incident_is_masked_in_a_decided_edition_and_it_still_proves_itself(
    town: Town, edition: Edition
) -> None:
    decide(actor=town.actor("coordinator"), edition=edition.pk)
    assert mask(town, "<Bror> Ek", "Bror Ek") == 2
    for language in ("sv", "en"):
        said = shown(town, language=language)
        assert "Bror" not in said
        assert said.count(MASK) > 5
        assert f"{MASK}s vakt" in said
    with acting(town.system):
        again = Edition.objects.get()
        assert (again.figures, again.digest, verified(again)) == (edition.figures, edition.digest, edition.digest)
        entry = TimelineEntry.objects.get(verb="picture.masked")
        assert (entry.subject_id, entry.detail) == (edition.pk, {"n": 2})
        assert list(faults(town.partnership)) == []
    assert in_a_new_process(edition) == [True, True, [], 0, 0, 1]


def test_computed_again_it_is_the_same_also_when_names_that_fell_in_another_order_are_gone(
    town: Town, edition: Edition
) -> None:
    for word in ("Bror", "Eks", "vakt"):
        mask(town, word)
    with acting(town.system):
        Incident.objects.filter(lon=PLACE[0]).update(place="Aspen", unit="Zon")
    check = in_a_new_process(edition)
    assert check[:3] == [True, True, []]


def test_what_is_masked_elsewhere_than_in_an_incident_leaves_the_names(town: Town, edition: Edition) -> None:
    start = timezone.now()
    hours = Hours(starts=start, ends=start + dt.timedelta(hours=1), place="Hos <Bror> Ek")
    meeting = meetings.plan(actor=town.actor("coordinator"), body=town.body(), hours=hours)
    masking.mask(actor=town.actor("coordinator"), subject="meeting", pk=meeting.pk, stretches=["<Bror> Ek"])
    with acting(town.system):
        assert not Name.objects.filter(masked=True).exists()


def test_other_incidents_names_stand(town: Town, edition: Edition) -> None:
    mask(town, "Bror")
    with acting(town.system):
        assert {"Fältgruppen", "Parkenheten"} <= set(Name.objects.filter(masked=False).values_list("text", flat=True))


def test_a_reason_is_masked_in_a_decided_edition_and_where_it_went_on(town: Town, edition: Edition) -> None:
    actor = town.actor("coordinator")
    with acting(town.system):
        finding = Finding.objects.filter(edition=edition).order_by("pk")[0]
    dismiss(actor=actor, finding=finding.pk, reason="known", text="Bror Ek är vidtalad")
    with acting(town.system):
        Incident.objects.filter(category_id=town.categories[1], start__date=MONDAY).update(state="set_aside")
    newer = make_edition(actor=town.system, start=MONDAY)
    decide(actor=actor, edition=newer.pk)
    for role in ("member", "leader", "auditor", "protection_officer", "reporter"):
        with pytest.raises(InputError):
            masking.mask(actor=town.actor(role), subject="edition", pk=newer.pk, stretches=["Bror Ek"])
    masking.mask(actor=actor, subject="edition", pk=newer.pk, stretches=["Bror Ek"])
    with acting(town.system):
        assert set(Finding.objects.exclude(text="").values_list("text", flat=True)) == {f"{MASK} är vidtalad"}


def test_an_edition_in_a_restored_backup_is_masked_again(town: Town, edition: Edition, owner_url: str) -> None:
    with acting(town.system):
        before = Incident.objects.filter(lon=PLACE[0]).order_by("pk").values_list("pk", "place", "unit")[0]
    decide(actor=town.actor("coordinator"), edition=edition.pk)
    mask(town, "Bror Ek")
    with acting(town.system):
        kept = Masking.objects.get()
        outside = [masking.Remembered(kept.subject, kept.subject_id, kept.length, kept.digest)]
        Incident.objects.filter(pk=before[0]).update(unit=before[2])
    give_back(owner_url, "Bror Eks vakt")
    assert masking.reapply(actor=town.system, also=outside) == 1
    with acting(town.system):
        assert not Name.objects.filter(text__contains="Bror Eks").exists()
        assert TimelineEntry.objects.filter(verb="picture.masked", person_id=0).count() == 1


def give_back(owner_url: str, text: str) -> None:
    """As an older backup has it: only the owner of the database can."""
    import psycopg

    with psycopg.connect(owner_url) as server:
        server.execute("ALTER TABLE picture_name DISABLE TRIGGER picture_name_holds")
        server.execute("UPDATE picture_name SET text = %s, masked = false WHERE text LIKE '%%s vakt'", [text])
        server.execute("ALTER TABLE picture_name ENABLE TRIGGER picture_name_holds")


REFUSED = (
    "UPDATE picture_name SET text = 'Storgatan', masked = true WHERE edition_id = %s",
    "UPDATE picture_name SET text = text || '▮▮▮', masked = true WHERE edition_id = %s",
    "UPDATE picture_name SET text = '▮▮▮' WHERE edition_id = %s",
    "UPDATE picture_name SET text = '▮▮▮', masked = true, digest = 'x' WHERE edition_id = %s",
    "UPDATE picture_name SET text = '▮▮▮', masked = true, mark = 'x' WHERE edition_id = %s",
    "DELETE FROM picture_name WHERE edition_id = %s",
    "INSERT INTO picture_name (partnership_id, edition_id, mark, digest, text, masked)"
    " SELECT partnership_id, id, 'x', 'x', 'x', false FROM picture_edition WHERE id = %s",
    "UPDATE picture_finding SET text = 'annat' WHERE edition_id = %s",
    "UPDATE picture_drawing SET document = '' WHERE edition_id = %s",
    "UPDATE picture_drawing SET parts = '{}' WHERE edition_id = %s",
    "UPDATE picture_edition SET figures = '{}' WHERE id = %s",
)


def test_the_database_lets_words_become_the_mask_and_nothing_else(town: Town, edition: Edition) -> None:
    with acting(town.system):
        finding = Finding.objects.filter(edition=edition).order_by("pk")[0]
    dismiss(actor=town.actor("coordinator"), finding=finding.pk, reason="known", text="100% klart_nu")
    decide(actor=town.actor("coordinator"), edition=edition.pk)
    for statement in REFUSED:
        with pytest.raises(DatabaseError), acting(town.system), connection.cursor() as cursor:
            cursor.execute(statement, [edition.pk])
    mask(town, "Bror")
    for statement in (*REFUSED[-2:], "UPDATE picture_drawing SET document = 'x' WHERE edition_id = %s"):
        with pytest.raises(DatabaseError), acting(town.system), connection.cursor() as cursor:
            cursor.execute(statement, [edition.pk])


def test_what_is_masked_while_a_picture_is_drawn_does_not_stand_in_it(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    draw, times = making._draw, []

    def slowly(*given: object) -> object:
        if not times:
            mask(town, "<Bror> Ek")
            with acting(town.system):
                Incident.objects.filter(place="Hos <Bror> Ek").update(place=f"Hos {MASK}")
        times.append(1)
        return draw(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(making, "_draw", slowly)
    edition = make_edition(actor=town.system, start=MONDAY)
    with acting(town.system):
        assert not edition.names.filter(text__contains="<Bror>").exists()
    assert len(times) == 2


def test_documents_that_cannot_be_set_again_as_they_were_stay_away_and_the_page_stands(
    town: Town, edition: Edition, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(making.stored, "digest", lambda figures, digests: "of another program")
    mask(town, "Bror")
    client = Client()
    client.force_login(town.member("coordinator"), backend=BACKEND)
    assert client.get(PAGE).status_code == 200
    gone = client.get(f"{PAGE}lagesbild.pdf")
    assert (gone.status_code, "maskats" in gone.content.decode()) == (400, True)
