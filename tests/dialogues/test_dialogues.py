"""Dialogues: begun, opened, answered by whoever wants without anything kept of who, and what came of them."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from lagesbild.accounts.models import Role
from lagesbild.core import masking, partnerships
from lagesbild.core.actions import Denied, WrongState
from lagesbild.core.guard import MASK
from lagesbild.core.meanwhile import NotAsSeen, as_pressed
from lagesbild.core.models import TimelineEntry
from lagesbild.core.scope import scope
from lagesbild.core.timeline import WITHHELD
from lagesbild.core.web.public import visitor
from lagesbild.dialogues import actions, public_views, results
from lagesbild.dialogues.actions import Answered, Asked, Seen, Told
from lagesbild.dialogues.models import Answer, Dialogue, Note, Question
from lagesbild.errors import InputError
from tests.organisation.house import House

pytestmark = pytest.mark.django_db(transaction=True)
TODAY = timezone.localdate()
WEEK = dt.timedelta(days=7)


def told(kind: str = "public", **more: object) -> Told:
    plain: dict[str, object] = {"kind": kind, "title": "Är du trygg på torget?", "opens": TODAY, "closes": TODAY + WEEK}
    return Told(**{**plain, **more})  # type: ignore[arg-type]


def site(house: House, *, public: bool = True) -> None:
    house.person("Ada", house.municipality, Role.ADMINISTRATOR)
    partnerships.open_site(actor=house.actor("Ada"), public=public)


def opened(house: House, kind: str = "public") -> tuple[Dialogue, Question, Question]:
    site(house)
    row = actions.create(actor=house.carl, told=told(kind))
    choice = Asked(text="Vågar du gå där?", kind="one", options=("Ja", "Nej"), required=True)
    one = actions.add_question(actor=house.carl, dialogue=row.pk, asked=choice)
    words = actions.add_question(actor=house.carl, dialogue=row.pk, asked=Asked(text="Varför?", kind="text"))
    actions.open_(actor=house.carl, dialogue=row.pk)
    return row, one, words


def address(name: str, **arguments: object) -> str:
    return reverse(name, kwargs={"slug": "alfa", **arguments})


def form(client: Client, page: str) -> dict[str, str]:
    found = client.get(page).text
    return dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', found))


def test_anybody_answers_and_nothing_tells_who(house: House) -> None:
    row, one, words = opened(house)
    client, page = Client(), address("open_dialogues:detail", pk=row.pk)
    said = {**form(client, page), f"fraga{one.pk}": "1", f"fraga{words.pk}": "Det är mörkt.", "place": "Torget"}
    answer = client.post(page, said, follow=True)
    assert "Tack" in answer.text
    with scope(house.carl.scope()):
        kept = Answer.objects.get()
        assert (kept.content, kept.place, kept.day) == (
            {str(one.pk): 1, str(words.pk): "Det är mörkt."},
            "Torget",
            TODAY,
        )
        entry = TimelineEntry.objects.get(verb="dialogue.answered")
        assert (entry.person_id, entry.detail) == (WITHHELD, {}), "beside its hour it would tell whose answer it is"
    assert client.post(page, said).status_code == 302, "sent twice is done once"
    with scope(house.carl.scope()):
        assert Answer.objects.count() == 1
    with scope(visitor(house.partnership.pk, kept.audience_id + 1).scope()):
        assert not Answer.objects.exists(), "answers are not for everyone"


def test_what_tells_who_someone_is_is_refused_and_nothing_is_lost(house: House) -> None:
    row, one, words = opened(house)
    client, page = Client(), address("open_dialogues:detail", pk=row.pk)
    said = {**form(client, page), f"fraga{one.pk}": "0", f"fraga{words.pk}": "Ring 070-174 06 05"}
    answer = client.post(page, said)
    assert answer.status_code == 422
    assert "Ring 070-174 06 05" in answer.text
    with scope(house.carl.scope()):
        assert not Answer.objects.exists()


def test_it_is_answered_while_it_is_open_and_the_site_is(house: House) -> None:
    row, one, _ = opened(house)
    page = address("open_dialogues:detail", pk=row.pk)
    assert "Vågar du gå där?" in Client().get(page).text
    late = form(Client(), page) | {f"fraga{one.pk}": "0"}
    actions.close(actor=house.carl, dialogue=row.pk)
    assert "Vågar du gå där?" not in Client().get(page).text
    assert "sparades inte" not in Client().get(page).text
    assert "sparades inte" in Client().post(page, late).text, "who began before it was closed is told"
    someone = visitor(house.partnership.pk, row.audience_id)
    with pytest.raises(WrongState):
        actions.answer(actor=someone, dialogue=row.pk, answered=Answered(content={one.pk: 0}))
    site(house, public=False)
    assert Client().get(page).status_code == 404
    with pytest.raises(InputError, match="site is closed"):
        actions.open_(actor=house.carl, dialogue=row.pk)


def test_a_draft_and_a_dialogue_with_staff_are_not_for_everyone(house: House) -> None:
    staff, one, _ = opened(house, "staff")
    draft = actions.create(actor=house.carl, told=told())
    for row in (staff, draft):
        assert Client().get(address("open_dialogues:detail", pk=row.pk)).status_code == 404
    with pytest.raises((Denied, Dialogue.DoesNotExist)):
        actions.answer(
            actor=visitor(house.partnership.pk, draft.audience_id),
            dialogue=staff.pk,
            answered=Answered(content={one.pk: 0}),
        )
    house.person("Paula", house.police, Role.REPORTER)
    actions.answer(actor=house.actor("Paula"), dialogue=staff.pk, answered=Answered(content={one.pk: 0}))
    with scope(house.carl.scope()):
        assert TimelineEntry.objects.get(verb="dialogue.answered").person_id == WITHHELD


@pytest.mark.parametrize("content", [{}, {0: 2}, {0: -1}, {0: "1"}, {0: True}, {0: [0]}, {1: "bara ord"}], ids=str)
def test_an_answer_is_one_of_those_to_choose_from(house: House, content: dict[int, object]) -> None:
    row, one, words = opened(house)
    numbers = {0: one.pk, 1: words.pk}
    with pytest.raises(InputError):
        actions.answer(
            actor=visitor(house.partnership.pk, row.audience_id),
            dialogue=row.pk,
            answered=Answered(content={numbers[key]: value for key, value in content.items()}),
        )


def test_a_machine_that_answers_again_and_again_is_stopped(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(public_views, "MOST", 2)
    cache.clear()
    row, one, _ = opened(house)
    client, page = Client(), address("open_dialogues:detail", pk=row.pk)
    codes = [client.post(page, {**form(client, page), f"fraga{one.pk}": "0"}).status_code for _ in range(4)]
    assert codes == [302, 302, 422, 422]
    with scope(house.carl.scope()):
        assert Answer.objects.count() == 2


def test_questions_stay_once_it_has_been_opened(house: House) -> None:
    row, one, words = opened(house)
    for change in (
        lambda: actions.add_question(actor=house.carl, dialogue=row.pk, asked=Asked(text="Mer?", kind="text")),
        lambda: actions.change_question(actor=house.carl, question=one.pk, asked=Asked(text="Annat?", kind="text")),
        lambda: actions.move_question(actor=house.carl, question=words.pk, up=True),
        lambda: actions.remove_question(actor=house.carl, question=one.pk),
    ):
        with pytest.raises(WrongState):
            change()


def test_questions_are_ordered_changed_and_brought_along_to_the_next(house: House) -> None:
    row = actions.create(actor=house.carl, told=told())
    rows = [
        actions.add_question(actor=house.carl, dialogue=row.pk, asked=Asked(text=text, kind="text"))
        for text in ("Ett", "Två", "Tre")
    ]
    actions.move_question(actor=house.carl, question=rows[2].pk, up=True)
    with pytest.raises(NotAsSeen):
        actions.move_question(actor=house.carl, question=rows[2].pk, up=True, seen=as_pressed(rows[2], "position"))
    actions.remove_question(actor=house.carl, question=rows[0].pk)
    actions.change_question(actor=house.carl, question=rows[1].pk, asked=Asked(text="Två igen", kind="scale"))
    after = actions.create(actor=house.carl, told=told(title="Och nu?"), like=row.pk)
    with scope(house.carl.scope()):
        for one in (row, after):
            assert [(q.text, q.kind) for q in one.questions.in_order()] == [("Tre", "text"), ("Två igen", "scale")]


@pytest.mark.parametrize(
    "asked",
    [
        Asked(text="", kind="text"),
        Asked(text="Vem?", kind="dance"),
        Asked(text="Vilket?", kind="one", options=("Ja",)),
        Asked(text="Vilket?", kind="many", options=("Ja", "Ja")),
    ],
    ids=str,
)
def test_a_question_that_cannot_be_answered_is_refused(house: House, asked: Asked) -> None:
    row = actions.create(actor=house.carl, told=told())
    with pytest.raises(InputError):
        actions.add_question(actor=house.carl, dialogue=row.pk, asked=asked)


def test_a_dialogue_without_questions_or_days_is_not_opened(house: House) -> None:
    site(house)
    row = actions.create(actor=house.carl, told=told())
    with pytest.raises(InputError, match="no questions"):
        actions.open_(actor=house.carl, dialogue=row.pk)
    late = actions.create(actor=house.carl, told=told(kind="walk", opens=TODAY - WEEK, closes=TODAY - WEEK))
    with pytest.raises(InputError, match="has passed"):
        actions.open_(actor=house.carl, dialogue=late.pk)
    with pytest.raises(InputError, match="before the first"):
        actions.create(actor=house.carl, told=told(closes=TODAY - WEEK))


def test_who_only_reads_or_reports_arranges_nothing(house: House) -> None:
    row = actions.create(actor=house.carl, told=told("walk"))
    for role in (Role.REPORTER, Role.MEMBER, Role.AUDITOR, Role.PROTECTION_OFFICER, Role.REGISTRATOR):
        with pytest.raises(Denied):
            actions.open_(actor=house.anyone(role), dialogue=row.pk)
        with pytest.raises(Denied):
            actions.create(actor=house.anyone(role), told=told())


def test_notes_of_a_walk_are_written_on_a_phone_and_changed_by_who_wrote_them(house: House) -> None:
    row = actions.create(actor=house.carl, told=told("walk", place="Stationen"))
    rut = house.anyone(Role.REPORTER)
    seen = Seen(kind="broken", text="Lampan vid trappan är trasig", place="Trappan", lon=16.0, lat=59.5)
    with pytest.raises(WrongState):
        actions.add_note(actor=rut, dialogue=row.pk, seen=seen)
    actions.open_(actor=house.carl, dialogue=row.pk)
    client = house.client("Reporter")
    page = address("dialogues:add_note", pk=row.pk)
    said = {**form(client, page), "kind": "broken", "text": "Lampan vid trappan är trasig", "place": "Trappan"}
    assert client.post(page, said).status_code == 302
    with scope(rut.scope()):
        note = Note.objects.get()
    with pytest.raises(Denied):
        actions.change_note(actor=house.anyone(Role.MEMBER), note=note.pk, seen=seen)
    actions.change_note(actor=rut, note=note.pk, seen=seen)
    assert "Lampan vid trappan" in client.get(address("dialogues:detail", pk=row.pk)).text
    actions.remove_note(actor=house.carl, note=note.pk)
    with scope(rut.scope()):
        assert not Note.objects.exists()


def test_what_came_of_it_is_told_to_everyone_with_counts_that_tell_of_nobody(house: House) -> None:
    row, one, words = opened(house)
    someone = visitor(house.partnership.pk, row.audience_id)
    for value in [0] * 6 + [1]:
        actions.answer(
            actor=someone, dialogue=row.pk, answered=Answered(content={one.pk: value, words.pk: "Egna ord härifrån"})
        )
    actions.tell_outcome(actor=house.carl, dialogue=row.pk, outcome="Vi satte upp fyra lampor.")
    actions.close(actor=house.carl, dialogue=row.pk)
    page = Client().get(address("open_dialogues:detail", pk=row.pk)).text
    assert "Vi satte upp fyra lampor." in page
    assert "Egna ord härifrån" not in page
    assert page.count('<span class="muted">visas inte</span>') == 2, "six of seven would tell of the one"
    inside = house.client("Carl").get(address("dialogues:detail", pk=row.pk)).text
    assert "Egna ord härifrån" in inside
    assert "Är du trygg på torget?" in Client().get(address("open_dialogues:list")).text


def test_a_dialogue_whose_counts_everyone_has_read_takes_no_more_answers(house: House) -> None:
    row = opened(house)[0]
    page, again = address("dialogues:detail", pk=row.pk), address("dialogues:open", pk=row.pk)
    actions.close(actor=house.carl, dialogue=row.pk)
    actions.open_(actor=house.carl, dialogue=row.pk)
    actions.close(actor=house.carl, dialogue=row.pk)
    assert again in house.client("Carl").get(page).text
    actions.tell_outcome(actor=house.carl, dialogue=row.pk, outcome="Vi satte upp lampor.")
    assert again not in house.client("Carl").get(page).text
    with pytest.raises(WrongState, match="difference"):
        actions.open_(actor=house.carl, dialogue=row.pk)
    with pytest.raises(InputError, match="leave something"):
        actions.tell_outcome(actor=house.carl, dialogue=row.pk, outcome=" ")


def test_the_second_of_two_who_say_what_came_of_it_is_told_what_the_first_said(house: House) -> None:
    row = opened(house)[0]
    client, page = house.client("Carl"), address("dialogues:outcome", pk=row.pk)
    (seen,) = re.findall(r'name="seen"\s+value="([^"]+)"', client.get(page).text)
    assert client.post(page, {"outcome": "Vi satte upp lampor.", "seen": seen}).status_code == 302
    refused = client.post(page, {"outcome": "Vi klippte häcken.", "seen": seen})
    assert refused.status_code == 422
    assert "Vi satte upp lampor." in refused.text
    assert "Vi klippte häcken." in refused.text
    with scope(house.carl.scope()):
        assert Dialogue.objects.get(pk=row.pk).outcome == "Vi satte upp lampor."
    (seen,) = re.findall(r'name="seen"\s+value="([^"]+)"', refused.text)
    assert client.post(page, {"outcome": "Vi klippte häcken.", "seen": seen}).status_code == 302


def test_words_are_masked_in_answers_too(house: House) -> None:
    row, one, words = opened(house)
    someone = visitor(house.partnership.pk, row.audience_id)
    actions.answer(actor=someone, dialogue=row.pk, answered=Answered(content={one.pk: 1, words.pk: "Bror Ek skriker"}))
    masking.mask(actor=house.carl, subject="dialogue", pk=row.pk, stretches=["Bror Ek"])
    with scope(house.carl.scope()):
        assert Answer.objects.get().content[str(words.pk)] == f"{MASK} skriker"


def test_words_are_masked_in_questions_that_were_brought_along_too(house: House) -> None:
    row = actions.create(actor=house.carl, told=told("staff"))
    actions.add_question(actor=house.carl, dialogue=row.pk, asked=Asked(text="Vad gör Bror Ek?", kind="text"))
    actions.create(actor=house.carl, told=told("staff"), like=row.pk)
    masking.mask(actor=house.carl, subject="dialogue", pk=row.pk, stretches=["Bror Ek"])
    with scope(house.carl.scope()):
        assert [one.text for one in Question.objects.all()] == [f"Vad gör {MASK}?"] * 2


def test_a_dialogue_of_a_party_alone_is_answered_and_read_by_its_own_staff_only(house: House) -> None:
    row = actions.create(actor=house.carl, told=told("staff"), own=True)
    asked = Asked(text="Hur har ni det?", kind="text")
    question = actions.add_question(actor=house.carl, dialogue=row.pk, asked=asked)
    actions.open_(actor=house.carl, dialogue=row.pk)
    house.person("Maja", house.municipality, Role.MEMBER)
    maja, paula = house.actor("Maja"), house.anyone(Role.MEMBER)
    actions.answer(actor=maja, dialogue=row.pk, answered=Answered(content={question.pk: "Det är lugnt"}))
    with pytest.raises(Dialogue.DoesNotExist):
        actions.answer(actor=paula, dialogue=row.pk, answered=Answered(content={question.pk: "Inte här"}))
    with scope(paula.scope()):
        assert not Dialogue.objects.exists()
        assert not Answer.objects.exists()
    with scope(house.carl.scope()):
        assert Answer.objects.count() == 1
    with pytest.raises(InputError, match="open to everyone"):
        actions.create(actor=house.carl, told=told(), own=True)


def test_the_history_does_not_tell_when_each_answered(house: House) -> None:
    row, one, _ = opened(house)
    someone = visitor(house.partnership.pk, row.audience_id)
    for value in (0, 1, 0):
        actions.answer(actor=someone, dialogue=row.pk, answered=Answered(content={one.pk: value}))
    page = house.client("Carl").get(address("dialogues:detail", pk=row.pk)).text
    history = page[page.index('class="timeline"') :]
    assert "Öppnat" in history
    assert "Besvarades" not in history
    with scope(house.carl.scope()):
        numbers = list(Answer.objects.order_by("pk").values_list("pk", flat=True))
        assert numbers[2] - numbers[0] > 3, "not counted up"


def test_the_name_of_a_person_is_asked_about_on_the_public_form_too(house: House) -> None:
    row, one, words = opened(house)
    client, page = Client(), address("open_dialogues:detail", pk=row.pk)
    said = {**form(client, page), f"fraga{one.pk}": "0", f"fraga{words.pk}": "Det är Lars Andersson som skriker"}
    asked = client.post(page, said)
    assert asked.status_code == 422
    assert "Lars Andersson" in asked.text
    assert client.post(page, {**said, "named": "1"}).status_code == 302


def test_what_a_dialogue_says_is_summed_up_in_both_languages_without_counts_of_a_few(house: House) -> None:
    row, one, words = opened(house)
    someone = visitor(house.partnership.pk, row.audience_id)
    for value in [0] * 6 + [1] * 7:
        actions.answer(
            actor=someone, dialogue=row.pk, answered=Answered(content={one.pk: value, words.pk: "Egna ord härifrån"})
        )
    with scope(house.carl.scope()):
        said = results.summary(Dialogue.objects.get())
    assert said.sentences["sv"] == ("”Är du trygg på torget?”: 13 svar.", "Vågar du gå där? Ja 6, Nej 7 (av 13).")
    assert said.sentences["en"][1] == "Vågar du gå där? Ja 6, Nej 7 (of 13)."
    assert "vad de tycker" in said.limits["sv"][0]
    assert said.figures["questions"][0]["counts"] == [["Ja", 6], ["Nej", 7]]
    assert said.period == (TODAY, TODAY + WEEK + dt.timedelta(days=1))
    assert "Egna ord" not in str(said)


def test_a_walk_is_summed_up_by_what_was_seen(house: House) -> None:
    row = actions.create(actor=house.carl, told=told("walk", title="Vandring i Nygård"))
    actions.open_(actor=house.carl, dialogue=row.pk)
    for kind in ("unsafe", "unsafe", "idea"):
        actions.add_note(actor=house.carl, dialogue=row.pk, seen=Seen(kind=kind, text="Vid trappan"))
    with scope(house.carl.scope()):
        said = results.summary(Dialogue.objects.get())
    assert said.sentences["sv"] == ("”Vandring i Nygård”: 3 anteckningar.", "Känns otryggt 2, en idé 1.")
    assert said.figures == {"n": 3, "notes": [["unsafe", 2], ["idea", 1]]}


def test_one_whose_first_day_is_ahead_says_when_it_opens_and_one_closed_early_no_wrong_day(house: House) -> None:
    site(house)
    row = actions.create(actor=house.carl, told=told(opens=TODAY + WEEK, closes=TODAY + 2 * WEEK))
    actions.add_question(actor=house.carl, dialogue=row.pk, asked=Asked(text="Vågar du gå där?", kind="text"))
    actions.open_(actor=house.carl, dialogue=row.pk)
    page = address("open_dialogues:detail", pk=row.pk)
    ahead = Client().get(page).text
    assert f"Öppnar {TODAY + WEEK}" in ahead
    assert "Vågar du gå där?" not in ahead
    assert "är avslutad" not in ahead
    actions.close(actor=house.carl, dialogue=row.pk)
    over = Client().get(page).text
    assert "är avslutad" in over
    assert str(TODAY + 2 * WEEK) not in over


def test_answers_on_paper_are_written_in_for_their_day_by_those_who_arrange(house: House) -> None:
    site(house)
    row = actions.create(actor=house.carl, told=told(opens=TODAY - WEEK))
    one = actions.add_question(actor=house.carl, dialogue=row.pk, asked=Asked(text="Varför?", kind="text"))
    actions.open_(actor=house.carl, dialogue=row.pk)
    earlier = Answered(content={one.pk: "Det är mörkt."}, day=TODAY - 2 * dt.timedelta(days=1))
    with scope(house.carl.scope()):
        everyone = Dialogue.objects.get(pk=row.pk).audience_id
    with pytest.raises(Denied):
        actions.answer(actor=visitor(house.partnership.pk, everyone), dialogue=row.pk, answered=earlier)
    actions.answer(actor=house.carl, dialogue=row.pk, answered=earlier)
    with scope(house.carl.scope()):
        assert Answer.objects.get().day == earlier.day
    for day in (TODAY - 2 * WEEK, TODAY + dt.timedelta(days=1)):
        with pytest.raises(WrongState):
            actions.answer(
                actor=house.carl, dialogue=row.pk, answered=Answered(content={one.pk: "Det är mörkt."}, day=day)
            )


def test_a_number_that_is_hidden_for_what_it_would_tell_is_not_called_too_few(house: House) -> None:
    """Nearly all chose an answer: to show how many would tell how few did not."""
    site(house)
    row = actions.create(actor=house.carl, told=told())
    asked = Asked(text="Vad behövs?", kind="many", options=("Ljus", "Vuxna"))
    one = actions.add_question(actor=house.carl, dialogue=row.pk, asked=asked)
    actions.open_(actor=house.carl, dialogue=row.pk)
    for i in range(12):
        chosen = [0] if i < 6 else [0, 1] if i < 11 else [1]
        actions.answer(actor=house.carl, dialogue=row.pk, answered=Answered(content={one.pk: chosen}))
    actions.close(actor=house.carl, dialogue=row.pk)
    actions.tell_outcome(actor=house.carl, dialogue=row.pk, outcome="Fler lampor.")
    page = Client().get(address("open_dialogues:detail", pk=row.pk)).text
    assert "visas inte" in page
    assert "för få" not in page
    assert page.count("<meter") == 1, "no empty bar, which would read as nought"


def test_fewer_than_are_told_are_not_called_none(house: House) -> None:
    row, one, _ = opened(house)
    someone = visitor(house.partnership.pk, row.audience_id)
    for _ in range(3):
        actions.answer(actor=someone, dialogue=row.pk, answered=Answered(content={one.pk: 0}))
    inside = house.client("Carl").get(address("dialogues:detail", pk=row.pk)).text
    assert "3 har svarat." in inside
    actions.tell_outcome(actor=house.carl, dialogue=row.pk, outcome="Fler lampor.")
    actions.close(actor=house.carl, dialogue=row.pk)
    page = Client().get(address("open_dialogues:detail", pk=row.pk)).text
    assert "Så få har svarat att inget tal visas." in page
    assert "0 har svarat" not in page
    with scope(house.carl.scope()):
        assert results.summary(Dialogue.objects.get()).figures["questions"][0]["n"] is None


def test_what_someone_else_has_done_already_is_said_in_words(house: House) -> None:
    row = opened(house)[0]
    page = house.client("Carl").post(address("dialogues:open", pk=row.pk))
    assert page.status_code == 409
    assert "Läget är redan ”pågår”" in page.text
    actions.close(actor=house.carl, dialogue=row.pk)
    page = house.client("Carl").post(address("dialogues:close", pk=row.pk))
    assert "Läget är redan ”avslutad”" in page.text
