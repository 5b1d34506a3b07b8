"""Editions: made once, found in, judged, decided, frozen by the database, and computed again to the same figures."""

from __future__ import annotations

import datetime as dt
import json
import os
import subprocess
import sys
import time
from typing import Any

import pytest
from django.db import DatabaseError, connection

from lagesbild.accounts.models import Role
from lagesbild.core.actions import Denied, WrongState, acting
from lagesbild.core.models import TimelineEntry
from lagesbild.core.timeline import faults
from lagesbild.errors import InputError, NothingLeft
from lagesbild.incidents.actions import PersonalData
from lagesbild.incidents.models import Incident
from lagesbild.picture import policies, stored, tasks
from lagesbild.picture.actions import arrange, ask, confirm, decide, dismiss, make_edition, recompute, undo
from lagesbild.picture.models import Basis, Drawing, Edition, Finding, Making
from lagesbild.picture.names import named
from lagesbild.places.actions import add_areas, keep_areas, remove_areas, use_edition
from lagesbild.places.models import Area
from tests.picture import weekly
from tests.picture.weekly import MONDAY, PLANTED, Town
from tests.places.places_world import squares

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def town(request: pytest.FixtureRequest, owner_url: str, transactional_db: None) -> Town:
    return weekly.ready(owner_url, silent=("Ordningsvakterna",), drawn="edition" in request.fixturenames)


def said(edition: Edition) -> dict[str, Any]:
    """The figures with their names."""
    with acting(weekly.worker(edition.partnership_id)):
        return named(edition.figures, dict(edition.names.values_list("mark", "text")))


def verified(edition: Edition) -> str:
    """The digest of what is kept; inside someone's walls."""
    return stored.digest(edition.figures, dict(edition.names.values_list("mark", "digest")))


def the(town: Town, kind: str, index: int = 0) -> Finding:
    with acting(town.system):
        return Finding.objects.get(kind=kind, index=index)


def test_the_planted_deviation_and_place_are_found(town: Town, edition: Edition) -> None:
    deviation, place = the(town, "deviation"), the(town, "place")
    first = edition.figures["deviations"][0]
    assert first["row"]["name"] == "Störande körning"
    assert deviation.count >= PLANTED
    assert place.count >= PLANTED
    assert said(edition)["places"]["rows"][0]["name"] == "Brukstorget"
    with acting(town.system):
        behind = Incident.objects.filter(pk__in=deviation.numbers)
        assert {row.category_id for row in behind} == {town.categories[4]}
        assert len(behind) == deviation.count


def test_a_week_like_the_others_has_no_deviation(two: tuple[int, int]) -> None:
    quiet = weekly.town(two[0], "alfa")
    weekly.fill(quiet, planted=0)
    edition = make_edition(actor=quiet.system, start=MONDAY)
    assert edition.figures["deviations"] == []


def test_units_that_were_silent_and_those_with_nothing_to_report_are_told_apart(edition: Edition) -> None:
    now = {row["name"]: row["heard"][-1] for row in said(edition)["reported"]["rows"]}
    assert now["Ordningsvakterna"] == "silent"
    assert now["Biblioteket"] == "nothing"
    assert now["Fältgruppen"] == "reported"
    assert edition.counted["silent"] == 1


def test_no_text_of_an_incident_is_kept_with_the_figures_or_the_basis(town: Town, edition: Edition) -> None:
    evidence = edition.figures["deviations"][0]["evidence"]
    assert all(isinstance(one, int) for one in evidence)
    with acting(town.system):
        basis = Basis.objects.get()
    assert b"Brukstorget" not in bytes(basis.columns)
    assert "Brukstorget" not in json.dumps(basis.names, ensure_ascii=False)


def test_made_again_without_changes_it_is_the_same_edition(town: Town, edition: Edition) -> None:
    assert make_edition(actor=town.system, start=MONDAY) == edition
    with acting(town.system):
        assert Edition.objects.count() == 1
        assert list(faults(town.partnership)) == []


def test_a_change_makes_a_new_edition_that_supersedes_the_draft_and_keeps_what_was_thought(
    town: Town, edition: Edition
) -> None:
    confirm(actor=town.actor("coordinator"), finding=the(town, "deviation").pk)
    with acting(town.system):
        Incident.objects.filter(category_id=town.categories[1], start__date=MONDAY).update(state="set_aside")
    newer = make_edition(actor=town.system, start=MONDAY)
    with acting(town.system):
        edition.refresh_from_db()
        assert (newer.number, newer.supersedes_id, edition.state) == (2, edition.pk, "superseded")
        assert newer.findings.get(kind="deviation", index=0).state == "confirmed"
    with pytest.raises(WrongState):
        decide(actor=town.actor("coordinator"), edition=edition.pk)


def test_a_decided_edition_stays_decided_when_a_new_one_is_made(town: Town, edition: Edition) -> None:
    decide(actor=town.actor("leader"), edition=edition.pk, meeting=7)
    with acting(town.system):
        Incident.objects.filter(start__date=MONDAY).update(state="set_aside")
    newer = make_edition(actor=town.system, start=MONDAY)
    with acting(town.system):
        edition.refresh_from_db()
        assert (edition.state, edition.meeting, newer.state, newer.supersedes_id) == ("decided", 7, "draft", edition.pk)
        entry = TimelineEntry.objects.get(verb="picture.decided")
        assert entry.detail["digest"] == edition.digest


CHANGES = (
    "UPDATE picture_edition SET figures = '{}' WHERE id = %s",
    "UPDATE picture_edition SET state = 'draft', decided = NULL, decided_by = NULL WHERE id = %s",
    "UPDATE picture_edition SET state = 'superseded', decided = NULL, decided_by = NULL WHERE id = %s",
    "UPDATE picture_edition SET meeting = 8 WHERE id = %s",
    "DELETE FROM picture_edition WHERE id = %s",
    "UPDATE picture_finding SET state = 'confirmed', by = 5 WHERE edition_id = %s",
    "DELETE FROM picture_finding WHERE edition_id = %s",
    "UPDATE picture_drawing SET document = 'x' WHERE edition_id = %s",
    "DELETE FROM picture_drawing WHERE edition_id = %s",
    "INSERT INTO picture_finding (partnership_id, edition_id, kind, key, index, count, numbers, state, reason, text)"
    " SELECT partnership_id, id, 'place', 'x', 9, 1, '[]', 'open', '', '' FROM picture_edition WHERE id = %s",
    "INSERT INTO picture_drawing (partnership_id, edition_id, language, parts, document)"
    " SELECT partnership_id, id, 'fi', '{}', 'x' FROM picture_edition WHERE id = %s",
    "ALTER TABLE picture_edition DISABLE TRIGGER ALL; SELECT %s",
    "DROP FUNCTION picture_edition_holds CASCADE; SELECT %s",
    "TRUNCATE picture_edition CASCADE; SELECT %s",
)


def test_the_database_refuses_every_change_of_what_is_decided(town: Town, edition: Edition) -> None:
    decide(actor=town.actor("coordinator"), edition=edition.pk)
    for statement in CHANGES:
        with pytest.raises(DatabaseError), acting(town.system), connection.cursor() as cursor:
            cursor.execute(statement, [edition.pk])
    with acting(town.system):
        again = Edition.objects.get()
        assert (again.state, again.digest, verified(again)) == ("decided", edition.digest, edition.digest)
        assert Drawing.objects.count() == 2
        assert set(Finding.objects.values_list("state", flat=True)) == {"open"}


def test_the_database_refuses_changes_of_a_drafts_figures_too(town: Town, edition: Edition) -> None:
    for statement in (CHANGES[0], CHANGES[7], "UPDATE picture_edition SET revision = 99 WHERE id = %s"):
        with pytest.raises(DatabaseError), acting(town.system), connection.cursor() as cursor:
            cursor.execute(statement, [edition.pk])


def test_what_it_was_made_from_is_read_by_the_system_alone(town: Town, edition: Edition) -> None:
    with acting(town.actor("administrator")):
        assert not Basis.objects.exists()
        assert Edition.objects.exists()
        assert Drawing.objects.count() == 2


def test_an_edition_for_some_readers_is_not_there_for_others(town: Town) -> None:
    arrange(actor=town.actor("coordinator"), weekday=1, hour=7, readers=town.own)
    make_edition(actor=town.system, start=MONDAY)
    with acting(town.actor("member")):
        assert not Edition.objects.exists()
        assert not Finding.objects.exists()
        assert not Drawing.objects.exists()


def test_those_who_do_not_sort_do_not_judge_and_those_who_do_not_decide_do_not_decide(
    town: Town, edition: Edition
) -> None:
    finding = the(town, "deviation").pk
    for role in set(Role) - set(policies.SORTING):
        for act in (confirm, undo):
            with pytest.raises(Denied):
                act(actor=town.actor(role), finding=finding)
        with pytest.raises(Denied):
            dismiss(actor=town.actor(role), finding=finding, reason="chance")
    for role in ("reporter", "member", "auditor", "analyst", "administrator", "protection_officer", "registrator"):
        with pytest.raises(Denied):
            decide(actor=town.actor(role), edition=edition.pk)
    assert the(town, "deviation").state == "open"


def test_a_finding_is_confirmed_dismissed_and_taken_back(town: Town, edition: Edition) -> None:
    finding = the(town, "deviation").pk
    for role in ("coordinator", "analyst", "administrator"):
        actor = town.actor(role, person=8)
        assert confirm(actor=actor, finding=finding).state == "confirmed"
        with pytest.raises(WrongState):
            dismiss(actor=actor, finding=finding, reason="reporting")
        undo(actor=actor, finding=finding)
        row = dismiss(actor=actor, finding=finding, reason="reporting", text=" Ny blankett sedan mars ")
        assert (row.state, row.reason, row.text, row.by) == ("dismissed", "reporting", "Ny blankett sedan mars", 8)
        with pytest.raises(WrongState):
            confirm(actor=actor, finding=finding)
        row = undo(actor=actor, finding=finding)
        assert (row.state, row.reason, row.text, row.by, row.at) == ("open", "", "", None, None)
        with pytest.raises(WrongState):
            undo(actor=actor, finding=finding)
    with acting(town.system):
        assert "blankett" not in json.dumps(list(TimelineEntry.objects.values_list("detail", flat=True)))


def test_a_reason_is_given_and_tells_of_nobody(town: Town, edition: Edition) -> None:
    actor, finding = town.actor("coordinator"), the(town, "deviation").pk
    with pytest.raises(PersonalData):
        dismiss(actor=actor, finding=finding, reason="known", text="Ring 070-174 06 05")
    for reason, text in (("", ""), ("nonsense", ""), ("other", "  "), ("known", "x" * 501)):
        with pytest.raises(InputError):
            dismiss(actor=actor, finding=finding, reason=reason, text=text)
    assert the(town, "deviation").state == "open"


def test_nothing_is_judged_in_a_decided_edition(town: Town, edition: Edition) -> None:
    actor, finding = town.actor("coordinator"), the(town, "deviation").pk
    decide(actor=actor, edition=edition.pk)
    for act in (lambda: confirm(actor=actor, finding=finding), lambda: decide(actor=actor, edition=edition.pk)):
        with pytest.raises(WrongState):
            act()


AGAIN = """
import sys, json, django
django.setup()
from django.db import connection
from lagesbild.core.system import worker
from lagesbild.picture.actions import recompute
check = recompute(actor=worker(int(sys.argv[1])), edition=int(sys.argv[2]))
print(json.dumps([check.possible, check.equal, check.differs, check.gone, check.added, check.changed]))
"""


MAKE = """
import sys, django
django.setup()
from lagesbild.picture import tasks
print("begun", flush=True)
tasks.make(partnership=int(sys.argv[1]), start=int(sys.argv[2]), asked_by=0)
"""


def start(program: str, *given: int) -> subprocess.Popen[str]:
    """A process of its own on the database of the tests."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    known = connection.connection.info
    url = f"postgresql://{known.user}:{known.password.replace(' ', '%20')}@/{known.dbname}"
    url += f"?host={known.host}&port={known.port}"
    return subprocess.Popen(
        [sys.executable, "-W", "ignore", "-c", program, *map(str, given)],
        env=os.environ | {"DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "lagesbild.site.settings"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def in_a_new_process(edition: Edition) -> list[object]:
    done = start(AGAIN, edition.partnership_id, edition.pk)
    said, wrong = done.communicate(timeout=120)
    assert done.returncode == 0, wrong
    found: list[object] = json.loads(said)
    return found


def test_a_worker_killed_at_any_time_leaves_nothing_half_done(town: Town) -> None:
    for seconds in (0.2, 0.8, 1.6, 2.4):
        worker = start(MAKE, town.partnership, MONDAY.toordinal())
        assert worker.stdout is not None
        assert worker.stdout.readline() == "begun\n"
        time.sleep(seconds)
        worker.kill()
        worker.communicate()
        with acting(town.system):
            for row in Edition.objects.all():
                assert (row.drawings.count(), verified(row)) == (2, row.digest)
                assert Basis.objects.filter(edition=row).exists()
    tasks.make(partnership=town.partnership, kind="weekly", start=MONDAY.toordinal(), asked_by=0)
    with acting(town.system):
        assert Edition.objects.count() == 1
        assert Making.objects.get().state == "done"
        assert list(faults(town.partnership)) == []


def test_computed_again_in_a_new_process_the_figures_are_the_same(edition: Edition) -> None:
    assert in_a_new_process(edition) == [True, True, [], 0, 0, 0]


def test_computed_again_after_later_edits_the_figures_are_the_same_and_the_edits_are_counted(
    town: Town, edition: Edition
) -> None:
    with acting(town.system):
        rows = list(Incident.objects.order_by("pk")[:9])
        Incident.objects.filter(pk__in=[row.pk for row in rows[:3]]).update(state="set_aside")
        Incident.objects.filter(pk__in=[row.pk for row in rows[3:5]]).update(category_id=town.categories[4])
        Incident.objects.filter(pk__in=[row.pk for row in rows[5:6]]).delete()
        rows[6].pk = None
        rows[6].save(force_insert=True)
    assert in_a_new_process(edition) == [True, True, [], 4, 1, 2]


def test_without_what_it_was_made_from_it_cannot_be_computed_again_and_says_so(town: Town, edition: Edition) -> None:
    with acting(town.system):
        Basis.objects.all().delete()
    check = recompute(actor=town.system, edition=edition.pk)
    assert (check.possible, check.equal) == (False, False)


def test_people_do_not_make_editions_themselves(town: Town) -> None:
    with pytest.raises(Denied):
        make_edition(actor=town.actor("coordinator"), start=MONDAY)


def test_nothing_reported_at_all_makes_no_edition(two: tuple[int, int]) -> None:
    empty = weekly.town(two[0], "alfa")
    with pytest.raises(NothingLeft):
        make_edition(actor=empty.system, start=MONDAY)
    tasks.make(partnership=empty.partnership, kind="weekly", start=MONDAY.toordinal(), asked_by=0)
    with acting(empty.system):
        making = Making.objects.get()
        assert making.state == "failed"
        assert making.doing["sv"] != making.doing["en"]


@pytest.mark.parametrize("role", ["reporter", "member", "auditor"])
def test_those_who_may_not_do_not_ask_for_a_picture(town: Town, role: str) -> None:
    with pytest.raises(Denied):
        ask(actor=town.actor(role), start=MONDAY)


def test_a_week_that_has_not_ended_or_is_none_is_refused(town: Town) -> None:
    today = dt.datetime.now(dt.UTC).date()
    for start in (today - dt.timedelta(days=today.weekday()), MONDAY + dt.timedelta(days=1)):
        with pytest.raises(InputError):
            ask(actor=town.actor("coordinator"), start=start)


def jobs() -> list[tuple[str, dict[str, Any]]]:
    """Names and arguments of what is queued."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT task_name, args FROM procrastinate_jobs ORDER BY id")
        return [(name, json.loads(args) if isinstance(args, str) else args) for name, args in cursor.fetchall()]


def test_what_is_missing_is_queued_once_and_made_once(town: Town) -> None:
    now = dt.datetime(2026, 3, 23, 5, 0, tzinfo=dt.UTC)
    assert tasks.queue_missing(now) == 1
    assert tasks.queue_missing(now) == 0
    ((name, given),) = jobs()
    assert (name, given["start"]) == ("picture.make", MONDAY.toordinal())
    tasks.make(**given)
    tasks.make(**given)
    assert tasks.queue_missing(now + dt.timedelta(days=6)) == 0
    with acting(town.system):
        assert Edition.objects.count() == 1
        assert Making.objects.get().state == "done"


def test_a_making_that_was_lost_is_queued_again(town: Town) -> None:
    now = dt.datetime(2026, 3, 23, 5, 0, tzinfo=dt.UTC)
    tasks.queue_missing(now)
    assert tasks.queue_missing(now + dt.timedelta(hours=1)) == 0
    assert tasks.queue_missing(now + dt.timedelta(hours=3)) == 1


@pytest.mark.parametrize(
    ("now", "zone", "weekday", "hour", "monday"),
    [
        # Monday 06.00 in Stockholm is 05.00 UTC in winter and 04.00 in summer
        ("2026-03-23T04:59:59Z", "Europe/Stockholm", 0, 6, "2026-03-09"),
        ("2026-03-23T05:00:00Z", "Europe/Stockholm", 0, 6, "2026-03-16"),
        ("2026-03-30T04:00:00Z", "Europe/Stockholm", 0, 6, "2026-03-23"),
        ("2026-03-30T03:59:00Z", "Europe/Stockholm", 0, 6, "2026-03-16"),
        # the hour that daylight saving skips on Sunday 29 March
        ("2026-03-29T00:59:00Z", "Europe/Stockholm", 6, 2, "2026-03-09"),
        ("2026-03-29T01:00:00Z", "Europe/Stockholm", 6, 2, "2026-03-16"),
        ("2026-01-01T12:00:00Z", "Europe/Stockholm", 3, 6, "2025-12-22"),
        ("2026-03-23T05:00:00Z", "Europe/Helsinki", 0, 7, "2026-03-16"),
    ],
)
def test_the_hour_is_that_of_the_partnerships_own_clock(
    now: str, zone: str, weekday: int, hour: int, monday: str
) -> None:
    assert tasks.last_due(dt.datetime.fromisoformat(now), zone, weekday, hour) == dt.date.fromisoformat(monday)


def test_areas_that_editions_count_in_are_not_removed_and_it_is_said_why(town: Town) -> None:
    first, second = (keep(town, edition) for edition in ("2024", "2025"))
    use_edition(actor=town.system, area_set=first, counted=True)
    make_edition(actor=town.system, start=MONDAY)
    use_edition(actor=town.system, area_set=second, counted=True)
    with pytest.raises(WrongState) as refused:
        remove_areas(actor=town.actor(Role.COORDINATOR), area_set=first)
    assert "Distrikt 2024" in str(refused.value)
    with acting(town.system):
        assert Area.objects.filter(area_set=first).exists()


def test_areas_that_the_weekly_picture_is_to_count_in_are_not_removed(town: Town) -> None:
    first, second = (keep(town, edition) for edition in ("2024", "2025"))
    use_edition(actor=town.system, area_set=second, counted=True)
    arrange(actor=town.actor(Role.COORDINATOR), weekday=0, hour=6, readers=town.shared, area_set=first)
    with pytest.raises(WrongState):
        remove_areas(actor=town.system, area_set=first)
    arrange(actor=town.actor(Role.COORDINATOR), weekday=0, hour=6, readers=town.shared, area_set=None)
    remove_areas(actor=town.system, area_set=first)


def keep(town: Town, edition: str) -> int:
    """A kept set of areas, its number."""
    areas = squares(2, west=weekly.WEST, south=weekly.SOUTH, side=weekly.WIDE)
    draft = add_areas(actor=town.system, areas=areas, name="Distrikt", edition=edition)
    return keep_areas(actor=town.system, area_set=draft.pk).pk
