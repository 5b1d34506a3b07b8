"""Disposal: by a decision, as a dry run has shown, nothing younger than the limit, counts kept, done again nothing."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from lagesbild.core import journal, masking, retention
from lagesbild.core.actions import Denied, WrongState, acting
from lagesbild.core.models import Masking, TimelineEntry
from lagesbild.core.timeline import faults
from lagesbild.errors import InputError
from lagesbild.incidents.disposing import whole_since
from lagesbild.incidents.models import CellCount, Incident, IncidentVersion, KeptCount, Reporter
from lagesbild.incidents.records import reading
from lagesbild.picture.actions import decide, make_edition, recompute
from lagesbild.picture.models import Basis, Edition
from lagesbild.registry import tasks
from lagesbild.registry.actions import Term, disposing, order, reapply, run, set_rule, stop
from lagesbild.registry.models import Disposal, Disposed, RetentionRule
from tests.picture import weekly
from tests.picture.weekly import MONDAY, Town

pytestmark = pytest.mark.django_db(transaction=True)
KIND = "incidents.incident"
DECISION: dict[str, Any] = {"body": "Kommunstyrelsen", "decided_on": dt.date(2026, 2, 3), "dnr": "KS 2026/31"}
MONTHS = 18


@pytest.fixture
def town(owner_url: str, transactional_db: None) -> Town:
    return weekly.ready(owner_url)


def ruled(town: Town, months: int | None = MONTHS, **more: Any) -> RetentionRule:
    term = Term(months=months, event="happened" if months else "", **(DECISION | more))
    return set_rule(actor=town.actor("registrator"), kind=KIND, term=term)


def due(town: Town, before: dt.datetime) -> set[int]:
    kind = retention.named(KIND)
    assert kind is not None
    assert kind.due is not None
    with acting(town.system):
        return set(kind.due("happened", before).values_list("pk", flat=True))


def limit(months: int = MONTHS) -> dt.datetime:
    return dt.datetime.combine(retention.limit(timezone.localdate(), months), dt.time(), weekly.ZONE)


def ordered(town: Town, months: int = MONTHS) -> Disposal:
    ruled(town, months)
    return order(actor=town.actor("registrator"), kind=KIND, typed=len(due(town, limit(months))))


def carried_out(town: Town, months: int = MONTHS) -> Disposal:
    return run(actor=town.system, disposal=ordered(town, months).pk)


def of_week(town: Town) -> dict[tuple[str, dt.date], int]:
    """Incidents by category and week, as pictures read them."""
    records = reading(town.system.scope()).records
    found: dict[tuple[str, dt.date], int] = {}
    for code, start in zip(records.category.codes, records.start, strict=True):
        day = start.item().date()
        key = records.category.names[code], day - dt.timedelta(days=day.weekday())
        found[key] = found.get(key, 0) + 1
    return found


@given(today=st.dates(dt.date(1990, 1, 1), dt.date(2090, 1, 1)), months=st.integers(1, 240))
def test_nothing_goes_before_its_time_and_no_limit_is_a_week_late(today: dt.date, months: int) -> None:
    first_kept = retention.limit(today, months)
    last = first_kept - dt.timedelta(days=1)
    # the month and day `months` after the last that goes: never after today
    over = retention.limit(last, -months)
    assert over <= today
    assert (today - retention.limit(first_kept, -months)).days < 7


@given(st.sets(st.integers(1, 400)), st.sets(st.integers(1, 400)))
def test_stretches_hold_the_numbers_they_were_made_of_and_no_other(these: set[int], those: set[int]) -> None:
    stretches = retention.ranges(these)
    assert retention.within(range(401), stretches) == sorted(these)
    both = retention.merged([*stretches, *retention.ranges(those)])
    assert retention.within(range(401), both) == sorted(these | those)
    assert both == retention.ranges(these | those)


def test_without_a_decision_nothing_can_be_ordered(town: Town) -> None:
    keeper = town.actor("registrator")
    with pytest.raises(InputError, match="No rule with a decision"):
        order(actor=keeper, kind=KIND, typed=1)
    rule = ruled(town, body="", decided_on=None, dnr="")
    assert not rule.applies
    with pytest.raises(InputError, match="No rule with a decision"):
        order(actor=keeper, kind=KIND, typed=1)
    with pytest.raises(InputError, match="all three"):
        ruled(town, dnr="")
    assert not ruled(town, None).applies, "for ever is a rule too"


@pytest.mark.parametrize("role", ["auditor", "protection_officer", "coordinator", "administrator"])
def test_nobody_but_the_registrator_rules_orders_or_stops(town: Town, role: str) -> None:
    row = ordered(town)
    someone = town.actor(role)
    for act in (
        lambda: set_rule(actor=someone, kind=KIND, term=Term(months=None)),
        lambda: order(actor=someone, kind=KIND, typed=1),
        lambda: stop(actor=someone, disposal=row.pk),
        lambda: run(actor=someone, disposal=row.pk),
    ):
        with pytest.raises(Denied):
            act()


def test_only_the_number_that_is_there_is_taken_for_meant(town: Town) -> None:
    ruled(town)
    n = len(due(town, limit()))
    for typed in (None, 0, n - 1, n + 1):
        with pytest.raises(disposing.Otherwise):
            order(actor=town.actor("registrator"), kind=KIND, typed=typed)
    order(actor=town.actor("registrator"), kind=KIND, typed=n)
    with pytest.raises(WrongState):
        order(actor=town.actor("registrator"), kind=KIND, typed=n)


def test_what_is_older_goes_with_all_that_hangs_on_it_and_what_is_younger_stays(town: Town) -> None:
    gone = due(town, limit())
    with acting(town.system):
        old = Incident.objects.get(pk=min(gone))
        for model, more in ((Reporter, {"person_id": 5}), (IncidentVersion, {"number": 1, "person_id": 5, "data": {}})):
            fields = {"partnership_id": town.partnership, "party_id": old.party_id, "incident": old, **more}
            if model is IncidentVersion:
                fields["audience_id"] = old.audience_id
            model._default_manager.create(**fields)
        Masking.objects.create(
            partnership_id=town.partnership, subject="incident", subject_id=old.pk, length=3, digest="0" * 64
        )
        every = set(Incident.objects.values_list("pk", flat=True))
    assert gone
    assert gone < every
    row = carried_out(town)
    with acting(town.system):
        assert set(Incident.objects.values_list("pk", flat=True)) == every - gone
        assert not Incident.objects.filter(start__lt=limit()).exists()
        assert not Reporter.objects.exists()
        assert not IncidentVersion.objects.exists()
        assert not Masking.objects.exists()
        entry = TimelineEntry.objects.get(verb="retention.done")
    assert (row.state, row.done, row.dnr) == ("done", len(gone), "KS 2026/31")
    assert row.youngest is not None
    assert row.youngest < limit()
    assert entry.detail["n"] == len(gone)
    assert entry.detail["digest"] == row.digest
    assert not {"numbers", "ranges"} & entry.detail.keys()
    with acting(town.system):
        assert list(faults(town.partnership)) == []


def test_counts_of_every_week_and_category_are_what_they_were(town: Town) -> None:
    before = of_week(town)
    carried_out(town)
    assert of_week(town) == before
    with acting(town.system):
        assert KeptCount.objects.exists()
        cells = list(CellCount.objects.values_list("n", flat=True))
    assert all(n < 0 for n in cells), "the map of this town was never counted, and loses what goes"


def test_counts_stay_within_the_walls_of_what_they_count(town: Town) -> None:
    carried_out(town)
    with acting(town.actor("auditor")):
        seen = set(KeptCount.objects.values_list("audience_id", flat=True))
    with acting(town.system):
        every = set(KeptCount.objects.values_list("audience_id", flat=True))
    assert seen == {town.shared}
    assert every == {town.shared, town.own}


def test_the_next_picture_rests_on_the_counts_and_expects_the_same(town: Town) -> None:
    first = make_edition(actor=town.system, start=MONDAY)
    carried_out(town)
    later = make_edition(actor=town.system, start=MONDAY)
    assert later.parameters["kept"]["n"] > 0
    assert later.figures["total"]["count"] == first.figures["total"]["count"]
    for name in ("total", "categories"):
        was, now = first.figures[name], later.figures[name]
        for a, b in zip(was if isinstance(was, list) else [was], now if isinstance(now, list) else [now], strict=True):
            assert (a["name"], a["count"], a["expected"], a["verdict"]) == (
                b["name"],
                b["count"],
                b["expected"],
                b["verdict"],
            )


def test_a_decided_picture_never_changes_and_says_that_its_incidents_are_gone(town: Town) -> None:
    edition = make_edition(actor=town.system, start=MONDAY)
    decide(actor=town.actor("coordinator"), edition=edition.pk)
    with acting(town.system):
        before = Edition.objects.get(pk=edition.pk)
        size = len(bytes(Basis.objects.get().columns))
    row = carried_out(town)
    with acting(town.system):
        after, basis = Edition.objects.get(pk=edition.pk), Basis.objects.get()
    assert (after.figures, after.digest, after.state) == (before.figures, before.digest, "decided")
    assert basis.disposed == row.done
    assert len(bytes(basis.columns)) < size
    check = recompute(actor=town.system, edition=edition.pk)
    assert (check.possible, check.equal) == (False, False)


def test_an_original_stays_as_long_as_something_younger_is_its_duplicate(town: Town) -> None:
    gone = sorted(due(town, limit()))
    with acting(town.system):
        young = Incident.objects.filter(start__gte=limit()).order_by("pk")[0]
        Incident.objects.filter(pk=young.pk).update(state="duplicate", duplicate_of=gone[0])
        Incident.objects.filter(pk=gone[2]).update(state="duplicate", duplicate_of=gone[1])
    carried_out(town)
    with acting(town.system):
        assert set(
            Incident.objects.filter(pk__in=[gone[0], gone[1], gone[2], young.pk]).values_list("pk", flat=True)
        ) == {
            gone[0],
            young.pk,
        }


def test_done_again_it_finds_nothing_and_changes_nothing(town: Town) -> None:
    row = carried_out(town)
    counts = of_week(town)
    again = run(actor=town.system, disposal=row.pk)
    tasks.dispose(partnership=town.partnership, disposal=row.pk)
    assert (again.done, again.digest) == (row.done, row.digest)
    assert of_week(town) == counts
    with pytest.raises(InputError, match="nothing to dispose of"):
        order(actor=town.actor("registrator"), kind=KIND, typed=0)
    with acting(town.system):
        assert TimelineEntry.objects.filter(verb="retention.done").count() == 1


def test_stopped_between_two_batches_the_rest_stays_and_what_went_is_reached(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    edition = make_edition(actor=town.system, start=MONDAY)
    monkeypatch.setattr(disposing, "BATCH", 100)
    row = ordered(town)
    counts = of_week(town)
    assert disposing._batch(town.system, row.pk)
    stop(actor=town.actor("registrator"), disposal=row.pk)
    ended = run(actor=town.system, disposal=row.pk)
    assert (ended.state, ended.done) == ("stopped", 100)
    assert of_week(town) == counts
    with acting(town.system):
        assert Basis.objects.get(edition=edition).disposed == 100
    assert len(due(town, limit())) == row.expected - 100


def test_one_that_no_worker_carries_out_any_more_is_ended_by_stopping_it(town: Town) -> None:
    row = ordered(town)
    with connection.cursor() as cursor:
        # as the queue leaves a job that was begun too often
        cursor.execute("UPDATE procrastinate_jobs SET status = 'failed' WHERE task_name = 'registry.dispose'")
    stop(actor=town.actor("registrator"), disposal=row.pk)
    with connection.cursor() as cursor:
        cursor.execute("SELECT args FROM procrastinate_jobs WHERE task_name = 'registry.dispose' AND status = 'todo'")
        [(args,)] = cursor.fetchall()
    tasks.dispose(**(args if isinstance(args, dict) else json.loads(args)))
    with acting(town.system):
        assert Disposal.objects.get(pk=row.pk).state == "stopped"
    assert carried_out(town).done == row.expected


def test_killed_after_any_batch_it_goes_on_where_it_was(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(disposing, "BATCH", 150)
    row, counts = ordered(town), of_week(town)
    assert disposing._batch(town.system, row.pk)

    def dies(*given: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(journal, "append", dies)
        with pytest.raises(KeyboardInterrupt):
            disposing._batch(town.system, row.pk)
    with acting(town.system):
        assert Disposal.objects.get(pk=row.pk).done == 150
    done = run(actor=town.system, disposal=row.pk)
    assert done.done == row.expected
    assert of_week(town) == counts
    with acting(town.system):
        assert sum(Disposed.objects.values_list("n", flat=True)) == row.expected


def test_what_cannot_be_remembered_for_backups_is_not_done(town: Town, tmp_path: Path, settings: Any) -> None:
    row = ordered(town)
    (tmp_path / "file").write_text("")
    settings.MASKINGS_JOURNAL = tmp_path / "file" / "no.jsonl"
    with pytest.raises(InputError, match="nothing was done"):
        run(actor=town.system, disposal=row.pk)
    assert len(due(town, limit())) == row.expected


def test_read_back_from_a_backup_what_had_gone_goes_again_and_nothing_else(
    two: tuple[int, int], tmp_path: Path, settings: Any
) -> None:
    settings.MASKINGS_JOURNAL = tmp_path / "maskings.jsonl"
    town = weekly.town(two[0], "alfa")
    weekly.fill(town)
    with acting(town.system):
        kept = list(Incident.objects.order_by("pk").values())
    counts = of_week(town)
    row = carried_out(town)
    lines = journal.read(settings.MASKINGS_JOURNAL)
    assert "Brukstorget" not in settings.MASKINGS_JOURNAL.read_text()
    # as a backup from before it would have them
    with acting(town.system):
        KeptCount.objects.all().delete()
        Incident.objects.all()._raw_delete("default")
        Incident.objects.bulk_create(Incident(**one) for one in kept)
        # a number that another incident has got since takes nothing that is younger
        young = min(due(town, limit()))
        Incident.objects.filter(pk=young).update(start=timezone.now(), end=timezone.now() + dt.timedelta(minutes=1))
    assert reapply(actor=town.system, lines=lines) == row.done - 1
    assert reapply(actor=town.system, lines=lines) == 0
    with acting(town.system):
        assert Incident.objects.filter(pk=young).exists()
        assert Disposal.objects.get(again=True).done == row.done - 1
    assert sum(of_week(town).values()) == sum(counts.values())


def test_names_of_units_are_masked_in_counts_too(town: Town) -> None:
    with acting(town.system):
        row = Incident.objects.filter(unit="Fältgruppen", start__gte=limit(), party=town.municipality).first()
    assert row is not None
    carried_out(town)
    masking.mask(actor=town.actor("coordinator"), subject="incident", pk=row.pk, stretches=["Fältgruppen"])
    with acting(town.system):
        assert not KeptCount.objects.filter(unit="Fältgruppen").exists()
        assert KeptCount.objects.filter(unit="▮▮▮").exists()


def test_incidents_are_whole_from_the_day_after_the_last_that_went(town: Town) -> None:
    with acting(town.system):
        assert whole_since(town.partnership) is None
    carried_out(town)
    with acting(town.system):
        since = whole_since(town.partnership)
    assert since is not None
    assert limit().date() - dt.timedelta(days=7) < since <= limit().date() + dt.timedelta(days=7)
