"""The walls of the database: what holds even when every filter of the program is forgotten."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import psycopg
import pytest
from django.apps import apps
from django.db import DatabaseError, IntegrityError, ProgrammingError, connection, transaction
from django.test.utils import CaptureQueriesContext

from lagesbild.accounts.models import Membership, Person, Role
from lagesbild.core.models import AccessEntry, Partnership, Party, TimelineEntry
from lagesbild.core.scope import Scope, scope, walls_for, written_in
from lagesbild.core.timeline import digest, faults, record
from lagesbild.core.walls import is_tenant

UNSET = r"app\.read|malformed array"
"""What PostgreSQL says of a setting that was never made, and of one that ended with its transaction."""

pytestmark = pytest.mark.django_db(transaction=True)


def inside(partnership: int, **more: int) -> Scope:
    return Scope(read=(partnership,), write=partnership, **more)


def test_the_application_is_neither_owner_nor_able_to_bypass(two: tuple[int, int]) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT rolsuper, rolbypassrls, rolcreaterole FROM pg_roles WHERE rolname = current_user")
        assert cursor.fetchone() == (False, False, False)
        cursor.execute("SELECT count(*) FROM pg_class WHERE pg_get_userbyid(relowner) = current_user")
        assert cursor.fetchone() == (0,)


def test_every_tenant_table_has_row_level_security_with_a_policy(two: tuple[int, int]) -> None:
    tenants = {model._meta.db_table for model in apps.get_models() if is_tenant(model)}
    tenants |= {Partnership._meta.db_table, AccessEntry._meta.db_table}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.relname FROM pg_class c WHERE c.relrowsecurity AND NOT c.relforcerowsecurity"
            " AND EXISTS (SELECT 1 FROM pg_policy p WHERE p.polrelid = c.oid)"
        )
        assert tenants <= {name for (name,) in cursor.fetchall()}
    assert len(tenants) >= 6


def test_outside_a_scope_the_database_refuses_rather_than_answer_empty(two: tuple[int, int]) -> None:
    with scope(inside(two[0])):
        # no wall is asked for the rows of a table that has none
        Party.objects.create(partnership_id=two[0], name="Vår", kind="other")
    with pytest.raises(DatabaseError, match=UNSET):
        Party.objects.count()


def test_a_neighbours_rows_cannot_be_read_changed_or_removed(two: tuple[int, int]) -> None:
    ours, theirs = two
    with scope(inside(theirs)):
        Party.objects.create(partnership_id=theirs, name="Grannens part", kind="other")
    with scope(inside(ours)):
        assert Party.objects.count() == 0
        assert Party.objects.update(name="ändrad") == 0
        assert Party.objects.all().delete() == (0, {})
        assert not Partnership.objects.filter(pk=theirs).exists()
    with scope(inside(theirs)):
        assert Party.objects.get().name == "Grannens part"


def test_a_row_cannot_be_put_into_a_neighbours_partnership(two: tuple[int, int]) -> None:
    ours, theirs = two
    with pytest.raises(ProgrammingError, match="row-level security"), scope(inside(ours)):
        Party.objects.create(partnership_id=theirs, name="Smyg", kind="other")


def test_what_may_be_read_may_not_therefore_be_written(two: tuple[int, int]) -> None:
    ours, theirs = two
    with scope(inside(theirs)):
        Party.objects.create(partnership_id=theirs, name="Läsbar", kind="other")
    with scope(Scope(read=(ours, theirs), write=ours)):
        assert Party.objects.get().name == "Läsbar"
        assert Party.objects.update(name="ändrad") == 0


def test_a_reference_cannot_cross_to_a_neighbour(two: tuple[int, int]) -> None:
    ours, theirs = two
    person = Person.objects.create_user("a@exempel.se", "Anna Exempel")
    with scope(inside(theirs)):
        party = Party.objects.create(partnership_id=theirs, name="Deras", kind="other")
    with pytest.raises(IntegrityError), scope(inside(ours)):
        Membership.objects.create(partnership_id=ours, party_id=party.pk, person=person, role=Role.MEMBER)


def test_a_person_finds_the_own_memberships_from_outside_and_nobody_elses(two: tuple[int, int]) -> None:
    ours, _ = two
    anna, bo = (Person.objects.create_user(f"{name}@exempel.se", name) for name in ("anna", "bo"))
    with scope(inside(ours)):
        party = Party.objects.create(partnership_id=ours, name="Kommunen", kind="municipality")
        for person in (anna, bo):
            Membership.objects.create(partnership_id=ours, party=party, person=person, role=Role.MEMBER)
    with scope(Scope(person=anna.pk)):
        assert [found.person_id for found in Membership.objects.all()] == [anna.pk]


def test_an_inner_scope_ends_and_the_outer_one_is_back(two: tuple[int, int]) -> None:
    ours, theirs = two
    with scope(inside(ours)):
        Party.objects.create(partnership_id=ours, name="Vår", kind="other")
        with scope(inside(theirs)):
            assert Party.objects.count() == 0
        assert Party.objects.count() == 1


def test_a_failed_inner_scope_leaves_the_outer_one_as_it_was(two: tuple[int, int]) -> None:
    ours, theirs = two
    with scope(inside(ours)):
        Party.objects.create(partnership_id=ours, name="Vår", kind="other")
        with pytest.raises(ZeroDivisionError), scope(inside(theirs)):
            raise ZeroDivisionError
        assert Party.objects.count() == 1


def test_walls_that_are_opened_in_between_are_as_before_afterwards_also_when_it_fails(two: tuple[int, int]) -> None:
    ours, theirs = two
    with scope(inside(ours)):
        Party.objects.create(partnership_id=ours, name="Vår", kind="other")
        with walls_for(inside(theirs)) as open_for:
            assert Party.objects.count() == 0
            open_for(inside(ours))
            assert Party.objects.count() == 1
            open_for(inside(theirs))
        assert Party.objects.count() == 1
        with pytest.raises(ZeroDivisionError), walls_for(inside(theirs)):
            raise ZeroDivisionError
        assert Party.objects.count() == 1
        with (
            pytest.raises(DatabaseError),
            transaction.atomic(),
            walls_for(inside(theirs)),
            connection.cursor() as cursor,
        ):
            cursor.execute("SELECT 1 / 0")
        assert (Party.objects.count(), written_in()) == (1, ours)


def test_what_is_open_already_is_not_said_to_the_database_again(two: tuple[int, int]) -> None:
    with scope(inside(two[0])), CaptureQueriesContext(connection) as asked, walls_for(inside(two[0])):
        assert written_in() == two[0]
    assert [one["sql"] for one in asked.captured_queries] == []


def test_a_scope_does_not_outlive_its_transaction(two: tuple[int, int]) -> None:
    with scope(inside(two[0])):
        Party.objects.create(partnership_id=two[0], name="Vår", kind="other")
    with pytest.raises(DatabaseError, match=UNSET):
        Party.objects.count()


def test_the_timeline_can_be_added_to_and_never_changed(two: tuple[int, int]) -> None:
    ours, _ = two
    with scope(inside(ours)):
        party = Party.objects.create(partnership_id=ours, name="Kommunen", kind="municipality")
        for n in range(3):
            record(partnership=ours, person=0, verb="party.renamed", subject=party, times=n)
        assert list(faults(ours)) == []
    for statement in ("UPDATE core_timelineentry SET verb = 'x'", "DELETE FROM core_timelineentry"):
        with (
            pytest.raises(ProgrammingError, match="permission denied"),
            scope(inside(ours)),
            connection.cursor() as cursor,
        ):
            cursor.execute(statement)


def test_entries_of_many_at_once_make_one_chain(two: tuple[int, int]) -> None:
    ours, _ = two
    with scope(inside(ours)):
        party = Party.objects.create(partnership_id=ours, name="Kommunen", kind="municipality")

    def write(n: int) -> int:
        try:
            with scope(inside(ours)):
                return record(partnership=ours, person=n, verb="party.renamed", subject=party, named="Å–" * n).sequence
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        assert sorted(pool.map(write, range(40))) == list(range(1, 41))
    with scope(inside(ours)):
        assert list(faults(ours)) == []
        assert [entry.digest for entry in TimelineEntry.objects.all()] == [
            digest(entry) for entry in TimelineEntry.objects.all()
        ]


def test_a_change_behind_the_applications_back_is_found(two: tuple[int, int], owner_url: str) -> None:
    ours, _ = two
    with scope(inside(ours)):
        party = Party.objects.create(partnership_id=ours, name="Kommunen", kind="municipality")
        for n in range(4):
            record(partnership=ours, person=0, verb="party.renamed", subject=party, times=n)
    with psycopg.connect(owner_url) as server:
        server.execute("UPDATE core_timelineentry SET verb = 'party.created' WHERE sequence = 2")
    with scope(inside(ours)):
        assert list(faults(ours)) == [2]


def test_the_timeline_of_a_failed_action_does_not_stay(two: tuple[int, int]) -> None:
    ours, _ = two

    def fail_after_recording() -> None:
        with scope(inside(ours)):
            party = Party.objects.create(partnership_id=ours, name="Kommunen", kind="municipality")
            record(partnership=ours, person=0, verb="party.created", subject=party)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail_after_recording()
    with scope(inside(ours)):
        assert TimelineEntry.objects.count() == 0


def test_a_scope_is_one_transaction(two: tuple[int, int]) -> None:
    with scope(inside(two[0])):
        assert connection.in_atomic_block
        assert transaction.get_connection().in_atomic_block
