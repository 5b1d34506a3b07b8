"""From a draft to an agreement in force, its end, its next edition, and what may not be done on the way."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import DatabaseError, connection

from lagesbild.accounts.models import READ_ONLY, Role
from lagesbild.agreements import actions, content, library, tasks
from lagesbild.agreements.actions import Signs, Undertaking
from lagesbild.agreements.models import Agreement, Annex, Commitment, Original, Review, Signatory
from lagesbild.agreements.wording import coming as coming_of
from lagesbild.agreements.wording import standing as standing_of
from lagesbild.core.actions import Denied, WrongState, acting
from lagesbild.core.guard import TellsWho
from lagesbild.core.meanwhile import ChangedMeanwhile, NotAsSeen, as_pressed, as_seen
from lagesbild.core.models import Audience, Partnership, TimelineEntry
from lagesbild.core.scope import scope
from lagesbild.core.system import worker
from lagesbild.core.timeline import faults
from lagesbild.errors import InputError
from lagesbild.meetings import actions as meetings
from lagesbild.meetings.actions import Hours
from lagesbild.organisation.actions import Giving, give_mandate
from lagesbild.organisation.models import Body, Function, Seat
from tests.agreements.table import PDF, TODAY, YEAR, Table, wording
from tests.core.test_files import WORD
from tests.meetings.table import HOUR, NOW

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_draft_is_signed_comes_into_force_and_is_frozen(table: Table) -> None:
    carl = table.house.carl
    row = table.draft()
    police, municipality = reversed(table.signatories(row))
    with pytest.raises(InputError, match="A signed original is missing"):
        actions.enter_force(actor=carl, agreement=row.pk)
    signed = TODAY() - dt.timedelta(days=3)
    actions.sign(actor=carl, agreement=row.pk, signatories=[municipality], signed_on=signed, original=PDF)
    with pytest.raises(InputError, match="A signed original is missing"):
        actions.enter_force(actor=carl, agreement=row.pk)
    actions.sign(actor=carl, agreement=row.pk, signatories=[police], signed_on=TODAY(), original=PDF + b" again")
    made = actions.enter_force(actor=carl, agreement=row.pk)
    assert (made.state, made.starts, made.signed_on) == ("in_force", TODAY(), TODAY())
    with pytest.raises(WrongState):
        actions.change(actor=carl, agreement=row.pk, wording=wording(title="Annat"))
    with scope(carl.scope()):
        assert content.digest(content.seal(content.content(Agreement.objects.get(pk=row.pk)))) == made.digest
        entry = TimelineEntry.objects.get(verb="agreement.in_force")
        assert entry.detail == {"digest": made.digest}
        assert list(faults(carl.partnership)) == []


def test_what_someone_has_signed_is_not_changed_until_the_original_is_taken_away(table: Table) -> None:
    carl = table.house.carl
    row = table.signed()
    with pytest.raises(WrongState, match="signed the text as it stands"):
        actions.change(actor=carl, agreement=row.pk, wording=wording(title="Annat"))
    with pytest.raises(WrongState, match="signed the text as it stands"):
        actions.add_part(actor=carl, agreement=row.pk, part=Undertaking(text="mer"))
    with scope(carl.scope()):
        original = Original.objects.get().pk
    actions.unsign(actor=carl, original=original)
    actions.change(actor=carl, agreement=row.pk, wording=wording(title="Annat"))
    with scope(carl.scope()):
        assert not Signatory.objects.filter(signed_on__isnull=False).exists()


@pytest.mark.parametrize(
    ("change", "missing"),
    [({"purpose": ""}, "purpose"), ({"ends": None}, "no last day"), ({"term": "fixed_followup"}, "followed up")],
)
def test_what_an_agreement_lacks_is_said_before_it_comes_into_force(
    table: Table, change: dict[str, object], missing: str
) -> None:
    row = table.draft(**change)
    with pytest.raises(InputError, match=missing):
        table.sign(row)
    with pytest.raises(InputError, match=missing):
        actions.enter_force(actor=table.house.carl, agreement=row.pk)


def test_an_agreement_stands_between_two_parties(table: Table) -> None:
    carl = table.house.carl
    row = actions.draft(actor=carl, wording=wording(), party=table.house.municipality.pk)
    for function in ("kommunchef", "säkerhetschef"):
        part = Signs(of_party=table.house.municipality.pk, function=function, mandate="Delegationsordningen 4.2")
        actions.add_part(actor=carl, agreement=row.pk, part=part)
    with pytest.raises(InputError, match="fewer than two parties"):
        table.sign(row)
    with pytest.raises(InputError, match="fewer than two parties"):
        actions.enter_force(actor=carl, agreement=row.pk)


def unauthorised(table: Table) -> tuple[Agreement, list[int]]:
    """A draft whose only signatory signs by nothing that is said."""
    row = actions.draft(actor=table.house.carl, wording=wording(), party=table.house.municipality.pk)
    part = Signs(of_party=table.house.municipality.pk, function="Kommunchef")
    return row, [actions.add_part(actor=table.house.carl, agreement=row.pk, part=part).pk]


def may_sign(table: Table, name: str, since: dt.date) -> None:
    giving = Giving(party=table.house.municipality.pk, what=[actions.SIGN], name=name, source="KS § 44", since=since)
    give_mandate(actor=table.house.carl, giving=giving)


def test_nobody_signs_for_a_party_without_a_mandate_that_is_said(table: Table) -> None:
    row, signing = unauthorised(table)
    with pytest.raises(InputError, match="by what mandate Kommunchef signs"):
        actions.sign(actor=table.house.carl, agreement=row.pk, signatories=signing, signed_on=TODAY(), original=PDF)


def test_where_it_is_said_who_signs_for_a_party_others_are_refused_and_told_who_may(table: Table) -> None:
    row, signing = unauthorised(table)
    may_sign(table, "Kommunstyrelsens ordförande", TODAY() - YEAR)
    with pytest.raises(InputError) as refused:
        actions.sign(actor=table.house.carl, agreement=row.pk, signatories=signing, signed_on=TODAY(), original=PDF)
    assert refused.value.message.values["who"] == "Kommunstyrelsens ordförande"


def test_who_has_the_mandate_on_the_day_signs_and_where_it_stands_is_kept(table: Table) -> None:
    row, signing = unauthorised(table)
    may_sign(table, "kommunchef", TODAY() - YEAR)
    other = Signs(of_party=table.house.police.pk, function="lokalpolisområdeschef")
    actions.add_part(actor=table.house.carl, agreement=row.pk, part=other)
    actions.sign(actor=table.house.carl, agreement=row.pk, signatories=signing, signed_on=TODAY(), original=PDF)
    with scope(table.house.carl.scope()):
        assert table.now(row).signatories.get(pk=signing[0]).mandate == "KS § 44"


def test_a_draft_of_one_party_is_opened_before_it_comes_into_force(table: Table) -> None:
    carl, paula = table.house.carl, table.house.anyone(Role.LEADER)
    row = actions.draft(actor=carl, wording=wording(), party=table.house.municipality.pk, readers=Audience.OWN)
    actions.add_part(actor=carl, agreement=row.pk, part=Undertaking(text="att ses"))
    with scope(paula.scope()):
        assert not Agreement.objects.exists()
        assert not Commitment.objects.exists()
    actions.share(actor=carl, agreement=row.pk)
    with scope(paula.scope()):
        assert Commitment.objects.count() == 1
        agreement = Agreement.objects.get()
        assert "open to your own party" not in " ".join(one.text for one in actions.lacking(agreement))
    with pytest.raises(WrongState):
        actions.share(actor=carl, agreement=row.pk)


@pytest.mark.parametrize(
    "wrong",
    [
        {"title": " "},
        {"term": "forever"},
        {"starts": dt.date(2026, 2, 1), "ends": dt.date(2026, 1, 1)},
        {"notice_months": 3},
        {"term": "rolling", "notice_months": 100},
        {"follow_up": dt.date(2100, 1, 1)},
    ],
)
def test_a_wording_that_does_not_hold_is_refused(table: Table, wrong: dict[str, object]) -> None:
    with pytest.raises(InputError):
        actions.draft(actor=table.house.carl, wording=wording(**wrong), party=table.house.municipality.pk)


def test_texts_about_someone_are_refused(table: Table) -> None:
    with pytest.raises(TellsWho):
        actions.draft(
            actor=table.house.carl, wording=wording(purpose="Tala med 080230-0000"), party=table.house.municipality.pk
        )


def test_who_changes_what_someone_else_changed_is_told(table: Table) -> None:
    carl = table.house.carl
    row = table.draft()
    seen = as_seen(table.now(row))
    actions.change(actor=carl, agreement=row.pk, wording=wording(title="Min"), seen=seen)
    with pytest.raises(ChangedMeanwhile):
        actions.change(actor=carl, agreement=row.pk, wording=wording(title="Din"), seen=seen)


def test_parts_are_changed_moved_and_taken_out(table: Table) -> None:
    carl = table.house.carl
    row = table.draft()
    second = actions.add_part(actor=carl, agreement=row.pk, part=Undertaking(text="att avrapportera", number="2"))
    drawn = as_pressed(second, "position")
    for _ in range(2):
        actions.move_part(actor=carl, name="commitment", number=second.pk, up=True)
    with pytest.raises(NotAsSeen):
        actions.move_part(actor=carl, name="commitment", number=second.pk, up=False, seen=drawn)
    with scope(carl.scope()):
        assert [one.number for one in row.commitments.in_order()] == ["2", "1"]
    actions.change_part(actor=carl, number=second.pk, part=Undertaking(text="att alltid avrapportera", number="2"))
    assert actions.remove_part(actor=carl, name="commitment", number=second.pk) == row.pk
    with scope(carl.scope()):
        assert [one.text for one in row.commitments.in_order()] == ["att ses varje vecka"]


def test_an_annex_with_commitments_stays(table: Table) -> None:
    carl = table.house.carl
    row = table.draft()
    with scope(carl.scope()):
        annex = Annex.objects.get().pk
    part = actions.add_part(actor=carl, agreement=row.pk, part=Undertaking(text="att lysa upp", annex=annex))
    with pytest.raises(InputError, match="Commitments stand in this annex"):
        actions.remove_part(actor=carl, name="annex", number=annex)
    actions.remove_part(actor=carl, name="commitment", number=part.pk)
    actions.remove_part(actor=carl, name="annex", number=annex)


def test_a_draft_goes_with_all_that_belongs_to_it_and_one_in_force_does_not(table: Table) -> None:
    carl = table.house.carl
    actions.remove(actor=carl, agreement=table.signed().pk)
    with scope(carl.scope()):
        assert not Agreement.objects.exists()
        assert not Original.objects.exists()
    with pytest.raises(WrongState):
        actions.remove(actor=carl, agreement=table.in_force().pk)


def test_only_what_shows_signatures_is_a_signed_original(table: Table) -> None:
    row = table.draft()
    for wrong in (b"<html>", b"", WORD):
        with pytest.raises(InputError):
            actions.sign(
                actor=table.house.carl,
                agreement=row.pk,
                signatories=table.signatories(row),
                signed_on=TODAY(),
                original=wrong,
            )


def test_nobody_signs_twice_or_tomorrow_or_for_another_agreement(table: Table) -> None:
    carl = table.house.carl
    row, other = table.draft(), table.draft()
    one, two = table.signatories(row)
    sign = {"actor": carl, "agreement": row.pk, "original": PDF}
    with pytest.raises(InputError, match="a day that lies ahead"):
        actions.sign(**sign, signatories=[one], signed_on=TODAY() + dt.timedelta(days=1))  # type: ignore[arg-type]
    with pytest.raises(InputError, match="Choose whose signatures"):
        actions.sign(**sign, signatories=[one, *table.signatories(other)], signed_on=TODAY())  # type: ignore[arg-type]
    actions.sign(**sign, signatories=[one], signed_on=TODAY())  # type: ignore[arg-type]
    with pytest.raises(WrongState, match="has signed already"):
        actions.sign(**sign, signatories=[one, two], signed_on=TODAY())  # type: ignore[arg-type]


def test_a_new_edition_supersedes_the_earlier_one_the_day_before_it_begins(table: Table) -> None:
    carl = table.house.carl
    old = table.in_force(starts=TODAY() - YEAR)
    new = actions.amend(actor=carl, agreement=old.pk)
    with pytest.raises(WrongState, match="There is a new edition"):
        actions.amend(actor=carl, agreement=old.pk)
    starts = TODAY() + dt.timedelta(days=10)
    actions.change(actor=carl, agreement=new.pk, wording=wording(starts=starts, title="Ny"))
    assert len(table.signatories(new)) == 2
    assert table.now(old).until is None
    actions.sign(actor=carl, agreement=new.pk, signatories=table.signatories(new), signed_on=TODAY(), original=PDF)
    actions.enter_force(actor=carl, agreement=new.pk)
    assert table.now(old).until == starts - dt.timedelta(days=1)
    with scope(carl.scope()):
        assert Annex.objects.filter(agreement=new.pk).count() == 1
        assert Commitment.objects.filter(agreement=new.pk).count() == 1


def test_notice_ends_it_and_can_be_taken_back_until_then(table: Table) -> None:
    carl = table.house.carl
    row = table.in_force(term="fixed_notice", notice_months=2)
    given = {"actor": carl, "agreement": row.pk, "by": table.house.police.pk}
    with pytest.raises(InputError, match="Notice is given between"):
        actions.give_notice(**given, on=TODAY() + dt.timedelta(days=1))  # type: ignore[arg-type]
    after = actions.give_notice(**given, on=TODAY())  # type: ignore[arg-type]
    assert after.until is not None
    assert dt.timedelta(days=58) <= after.until - TODAY() <= dt.timedelta(days=63)
    with pytest.raises(WrongState, match="last day is set"):
        actions.give_notice(**given, on=TODAY())  # type: ignore[arg-type]
    actions.take_back_notice(actor=carl, agreement=row.pk)
    assert table.now(row).until is None


def test_nobody_gives_notice_where_the_term_says_nothing_of_it(table: Table) -> None:
    row = table.in_force()
    with pytest.raises(WrongState, match="nobody may give notice"):
        actions.give_notice(actor=table.house.carl, agreement=row.pk, by=table.house.police.pk, on=TODAY())


def test_where_no_time_of_notice_is_named_the_parties_may_agree_on_a_later_day(table: Table) -> None:
    carl, police = table.house.carl, table.house.police.pk
    row = table.in_force(term="fixed_notice")
    last = TODAY() + dt.timedelta(days=20)
    with pytest.raises(InputError, match="Choose a last day"):
        actions.give_notice(actor=carl, agreement=row.pk, by=police, on=TODAY(), last=TODAY() + 2 * YEAR)
    assert actions.give_notice(actor=carl, agreement=row.pk, by=police, on=TODAY(), last=last).until == last


def test_only_those_who_signed_give_notice(table: Table) -> None:
    row = table.in_force(term="fixed_notice")
    with pytest.raises(InputError):
        actions.give_notice(actor=table.house.carl, agreement=row.pk, by=table.house.housing.pk, on=TODAY())


def test_the_worker_ends_what_is_past(table: Table) -> None:
    past = TODAY() - dt.timedelta(days=2)
    ended = table.in_force(starts=TODAY() - YEAR, ends=past)
    goes_on = table.in_force(starts=TODAY() - YEAR, ends=past, term="rolling")
    tasks.end_past(0)
    assert table.now(ended).state == "ended"
    assert table.now(goes_on).state == "in_force"
    with scope(table.house.carl.scope()):
        assert TimelineEntry.objects.get(verb="agreement.ended").person_id == 0
    with pytest.raises(Denied):
        actions.end_those_past(actor=table.house.carl)


def test_a_meeting_follows_an_agreement_up_and_may_undo_it(table: Table) -> None:
    carl = table.house.carl
    row = table.in_force()
    body = table.house.body("Styrgruppen")
    starts = NOW - HOUR
    meeting = meetings.plan(actor=carl, body=body.pk, hours=Hours(starts=starts, ends=starts + 2 * HOUR))
    item = meetings.add_item(actor=carl, meeting=meeting.pk, kind="agreements.agreement", subject=row.pk)
    assert item.title == row.title
    meetings.hold(actor=carl, meeting=meeting.pk)
    decision = meetings.decide(actor=carl, item=item.pk, text="Gäller vidare.", act="agreements.review")
    with scope(carl.scope()):
        review = Review.objects.get()
        assert (review.text, review.decision_id) == ("Gäller vidare.", decision.pk)
    with pytest.raises(WrongState, match="A meeting decided it"):
        actions.take_back_review(actor=carl, review=review.pk)
    meetings.undo_decision(actor=carl, decision=decision.pk)
    with scope(carl.scope()):
        assert not Review.objects.exists()


@pytest.mark.parametrize("role", [*sorted(READ_ONLY), Role.REPORTER, Role.MEMBER, Role.ANALYST])
def test_those_who_do_not_write_agreements_change_nothing(table: Table, role: Role) -> None:
    row = table.draft()
    someone = table.house.anyone(role)
    for act in (
        lambda: actions.draft(actor=someone, wording=wording(), party=table.house.police.pk),
        lambda: actions.change(actor=someone, agreement=row.pk, wording=wording()),
        lambda: actions.add_part(actor=someone, agreement=row.pk, part=Undertaking(text="att")),
        lambda: actions.enter_force(actor=someone, agreement=row.pk),
        lambda: actions.remove(actor=someone, agreement=row.pk),
    ):
        with pytest.raises(Denied):
            act()


def test_a_registrator_keeps_originals_and_does_not_decide(table: Table) -> None:
    registrator = table.house.anyone(Role.REGISTRATOR)
    row = table.draft()
    actions.sign(
        actor=registrator, agreement=row.pk, signatories=table.signatories(row), signed_on=TODAY(), original=PDF
    )
    with pytest.raises(Denied):
        actions.enter_force(actor=registrator, agreement=row.pk)


def test_nobody_drafts_for_another_party(table: Table) -> None:
    with pytest.raises(Denied):
        actions.draft(actor=table.house.carl, wording=wording(), party=table.house.police.pk)


@pytest.mark.parametrize("name", library.names())
def test_each_example_becomes_a_draft_that_says_all_of_it(table: Table, name: str) -> None:
    carl = table.house.carl
    parties = {"kommun": table.house.municipality.pk, "polis": table.house.police.pk}
    row = actions.begin(actor=carl, name=name, parties=parties, party=table.house.municipality.pk, days=True)
    entry = library.entry(name)
    with scope(carl.scope()):
        assert {key: getattr(row, key) for key in content.FIELDS} == dict(entry.fields)
        assert [one.text for one in row.commitments.for_page()] == [one.text for one in entry.undertakings]
        assert {one.title: one.text for one in row.annexes.all()} == dict(entry.annexes)
        assert [one.of_party_id for one in row.signatories.in_order()] == [
            parties[one.party] for one in entry.signatories
        ]
        assert [one.text for one in row.bodies.in_order()] == [one.text for one in entry.bodies]
        assert (row.term, row.ends, row.follow_up) == (entry.term, entry.ends, entry.follow_up)


def test_bodies_and_functions_that_an_agreement_names_are_founded_once(table: Table) -> None:
    carl = table.house.carl
    parties = {"kommun": table.house.municipality.pk, "polis": table.house.police.pk}
    row = actions.begin(actor=carl, name="lekeberg-2020", parties=parties, party=table.house.municipality.pk)
    with scope(carl.scope()):
        bodies = list(row.bodies.values_list("pk", flat=True))
        functions = list(row.functions.values_list("pk", flat=True))
    assert actions.found(actor=carl, agreement=row.pk, bodies=bodies, functions=functions) == 8
    with scope(carl.scope()):
        body = Body.objects.get()
        assert (body.times, body.per, body.convener_id) == (4, "year", table.house.municipality.pk)
        assert Seat.objects.filter(body=body).count() == 11
        assert Seat.objects.filter(body=body, party=table.house.police).count() == 1
        assert Seat.objects.filter(opposition=True).count() == 2
        assert Function.objects.count() == 7
    with pytest.raises(InputError, match="Choose at least one"):
        actions.found(actor=carl, agreement=row.pk, bodies=bodies, functions=functions)


def test_bodies_that_are_there_are_taken_and_report_as_the_agreement_says(table: Table) -> None:
    carl = table.house.carl
    there = table.house.body("BRÅ beredning")
    parties = {"kommun": table.house.municipality.pk, "polis": table.house.police.pk}
    row = actions.begin(actor=carl, name="koping-2024", parties=parties, party=table.house.municipality.pk)
    with scope(carl.scope()):
        bodies = list(row.bodies.values_list("pk", flat=True))
    actions.found(actor=carl, agreement=row.pk, bodies=bodies)
    with scope(carl.scope()):
        assert Body.objects.count() == 4
        assert Body.objects.get(name="BRÅ").reports_to == there.pk
        assert Body.objects.get(name="EST").reports_to == Body.objects.get(name="BRÅ").pk
        assert Body.objects.get(name="EST").per == "year"


def refused(table: Table, change: str, *values: object) -> None:
    """The database refuses it, also in the system's own scope."""
    actor = worker(table.house.partnership.pk)
    said = r"never|only masked|does not end|not in force again|not a draft"
    with pytest.raises(DatabaseError, match=said), acting(actor), connection.cursor() as cursor:
        cursor.execute(change, values)


def test_the_database_refuses_every_change_of_the_text_of_one_in_force(table: Table) -> None:
    row = table.in_force()
    other = table.draft()
    refused(table, "UPDATE agreements_agreement SET purpose = 'Annat' WHERE id = %s", row.pk)
    refused(table, "UPDATE agreements_agreement SET ends = ends + 1 WHERE id = %s", row.pk)
    refused(table, "UPDATE agreements_agreement SET digest = 'x' WHERE id = %s", row.pk)
    refused(table, "UPDATE agreements_agreement SET state = 'draft' WHERE id = %s", row.pk)
    refused(table, "UPDATE agreements_agreement SET state = 'ended' WHERE id = %s", other.pk)
    refused(table, "DELETE FROM agreements_agreement WHERE id = %s", row.pk)
    for part in ("commitment", "signatory", "annex", "agreedbody", "agreedfunction", "original"):
        refused(table, f"DELETE FROM agreements_{part} WHERE agreement_id = %s", row.pk)
        if part != "original":
            moved = f"UPDATE agreements_{part} SET agreement_id = %s WHERE agreement_id = %s"
            refused(table, moved, row.pk, other.pk)
            refused(table, f"UPDATE agreements_{part} SET position = 9 WHERE agreement_id = %s", row.pk)
    refused(table, "UPDATE agreements_commitment SET text = 'Annat' WHERE agreement_id = %s", row.pk)
    refused(table, "UPDATE agreements_agreedbody SET seats = '[]' WHERE agreement_id = %s", row.pk)
    refused(
        table,
        "INSERT INTO agreements_annex (partnership_id, party_id, audience_id, agreement_id, position, title, text,"
        " media_type, size, digest) SELECT partnership_id, party_id, audience_id, id, 9, 'x', 'x', '', 0, ''"
        " FROM agreements_agreement WHERE id = %s",
        row.pk,
    )


def test_bodies_of_one_in_force_can_still_be_founded(table: Table) -> None:
    carl = table.house.carl
    row = table.in_force()
    with scope(carl.scope()):
        bodies = list(row.bodies.values_list("pk", flat=True))
    assert actions.found(actor=carl, agreement=row.pk, bodies=bodies) == 1


def test_those_who_do_not_arrange_the_organisation_found_nothing_also_where_it_is_there(table: Table) -> None:
    row = table.in_force()
    table.house.body("Styrgruppen")
    with scope(table.house.carl.scope()):
        bodies = list(row.bodies.values_list("pk", flat=True))
    for role in (*READ_ONLY, Role.LEADER):
        with pytest.raises(Denied):
            actions.found(actor=table.house.anyone(role), agreement=row.pk, bodies=bodies)


def test_a_neighbour_does_not_see_agreements(table: Table, neighbours: object) -> None:
    table.in_force()
    other = neighbours.carl  # type: ignore[attr-defined]
    with scope(other.scope()):
        assert not Agreement.objects.exists()
        assert Partnership.objects.get().pk == other.partnership


def test_notice_that_is_taken_back_does_not_bring_back_what_a_newer_edition_ended(table: Table) -> None:
    carl = table.house.carl
    old = table.in_force(starts=TODAY() - YEAR, term="fixed_notice", notice_months=6)
    actions.give_notice(actor=carl, agreement=old.pk, by=table.house.police.pk, on=TODAY())
    starts = TODAY() + dt.timedelta(days=10)
    table.amended(old, starts=starts)
    assert table.now(old).until == starts - dt.timedelta(days=1)
    actions.take_back_notice(actor=carl, agreement=old.pk)
    assert (table.now(old).until, table.now(old).notice_on) == (starts - dt.timedelta(days=1), None)


@pytest.mark.parametrize("days", [0, -1])
def test_a_new_edition_does_not_begin_before_the_one_that_has_applied(table: Table, days: int) -> None:
    carl = table.house.carl
    old = table.in_force(starts=TODAY() - YEAR)
    new = actions.amend(actor=carl, agreement=old.pk)
    actions.change(
        actor=carl, agreement=new.pk, wording=wording(starts=TODAY() - YEAR + dt.timedelta(days=days), title="Ny")
    )
    with scope(carl.scope()):
        said = [str(one) for one in actions.lacking(Agreement.objects.get(pk=new.pk))]
    assert any("edition before it applies from" in one for one in said)
    with pytest.raises(InputError, match="edition before it applies from"):
        table.sign(new)


def test_one_that_is_replaced_before_it_begins_never_applies(table: Table) -> None:
    starts = TODAY() + dt.timedelta(days=30)
    old = table.in_force(starts=starts)
    new = table.amended(old, starts=starts)
    assert "never applied" in str(standing_of(table.now(old), TODAY()))
    assert "never applied" in str(standing_of(table.now(old), starts))
    assert table.now(new).state == "in_force"


def test_until_the_newer_edition_begins_the_one_that_applies_is_the_current_one(table: Table) -> None:
    starts = TODAY() + dt.timedelta(days=10)
    old = table.in_force(starts=TODAY() - YEAR)
    new = table.amended(old, starts=starts)
    with scope(table.house.carl.scope()):
        assert [one.pk for one in Agreement.objects.current(TODAY())] == [old.pk, new.pk]
        assert [one.pk for one in Agreement.objects.current(starts)] == [new.pk]
        assert [one.pk for one in Agreement.objects.for_list(TODAY())] == [old.pk, new.pk]
        assert [one.pk for one in Agreement.objects.for_list(starts)] == [new.pk, old.pk]
        row = Agreement.objects.reviewed().get(pk=old.pk)
    said = str(coming_of(row, TODAY(), row.reviewed, followed=row.followed))
    assert "A newer edition applies from" in said
