"""What differs between editions, passage by passage and word by word."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lagesbild.agreements import actions, differences
from lagesbild.agreements.actions import Undertaking
from lagesbild.agreements.differences import Change, How, changes
from lagesbild.agreements.models import AgreedBody, AgreedFunction, Agreement, Annex, Commitment, Signatory
from lagesbild.core.scope import scope
from tests.agreements.table import Table, wording

PASSAGES = st.lists(st.text("ab \n", min_size=1, max_size=12), max_size=6)


def before_and_after(found: list[Change]) -> tuple[str, str]:
    """What the changed passages said, and what they say."""
    stretches = [one for change in found for one in change.stretches]
    was = "".join(one.text for one in stretches if one.how != How.ADDED)
    becomes = "".join(one.text for one in stretches if one.how != How.TAKEN_OUT)
    return was, becomes


@given(PASSAGES, PASSAGES)
def test_changes_lead_from_one_to_the_other(old: list[str], new: list[str]) -> None:
    found = list(changes(old, new))
    was, becomes = before_and_after(found)
    kept = [one for one in old if one in new]
    assert len(was) <= len("".join(old))
    assert len(becomes) <= len("".join(new))
    assert len("".join(old)) - len(was) == len("".join(new)) - len(becomes), "the same passages are left out of both"
    if not kept:
        assert (was, becomes) == ("".join(old), "".join(new))


@given(PASSAGES)
def test_what_says_the_same_does_not_differ(passages: list[str]) -> None:
    assert list(changes(passages, passages)) == []


def test_a_word_that_changed_is_shown_among_those_that_did_not() -> None:
    (found,) = changes(["BRÅ möts fyra gånger per år."], ["BRÅ möts sex gånger per år."])
    assert [(one.how.value, one.text) for one in found.stretches] == [
        ("kept", "BRÅ möts "),
        ("taken_out", "fyra"),
        ("added", "sex"),
        ("kept", " gånger per år."),
    ]
    assert found.how is None


def test_passages_that_have_little_in_common_are_gone_and_new() -> None:
    found = list(changes(["Belysning längs gångvägen."], ["Kommunpolis finns på plats i centrum varje kväll."]))
    assert [change.how for change in found] == [How.TAKEN_OUT, How.ADDED]


def test_a_passage_that_is_put_in_first_leaves_those_that_only_got_another_number_readable() -> None:
    texts = ["BRÅ möts fyra gånger om året.", "Polisen håller en kommunpolis.", "Löftena berättas för invånarna."]
    old = [f"{n} {text}" for n, text in enumerate(texts, start=1)]
    new = [f"{n} {text}" for n, text in enumerate(["Parterna möter näringslivet varje vår.", *texts], start=1)]
    first, *others = changes(old, new)
    assert first.how == How.ADDED
    assert [[(one.how.value, one.text) for one in change.stretches[:2]] for change in others] == [
        [("taken_out", str(n)), ("added", str(n + 1))] for n in (1, 2, 3)
    ]


PARTS = {
    "commitments": (Commitment, {"heading": "Polisen", "responsible_text": "Båda parter", "cadence": "varje år"}),
    "bodies": (
        AgreedBody,
        {
            "convener": "Polisen",
            "reports_to": "Kommunstyrelsen",
            "seats": [{"title": "Kommunchef", "party": "Kommunen", "leads": True}],
        },
    ),
    "signatories": (Signatory, {"mandate": "KS 2027-02-01 § 9", "name": "Siv Undertecknare"}),
    "functions": (AgreedFunction, {"party_name": "Polismyndigheten"}),
    "annexes": (Annex, {"text": "Löften för nästa år."}),
}


@pytest.mark.django_db(transaction=True)
def test_whatever_is_changed_in_a_part_is_seen(table: Table) -> None:
    carl = table.house.carl
    old = table.in_force()
    new = actions.amend(actor=carl, agreement=old.pk)
    with scope(carl.scope()):
        for section, (model, fields) in PARTS.items():
            part: Any = model.objects.filter(agreement=new.pk).get() if section != "signatories" else None
            part = part or Signatory.objects.filter(agreement=new.pk).first()
            for name, value in fields.items():
                was = getattr(part, name)
                setattr(part, name, value)
                part.save(update_fields=[name])
                found = differences.compare(Agreement.objects.get(pk=old.pk), Agreement.objects.get(pk=new.pk))
                assert differences.LABELS[section] in [one.label for one in found], (section, name)
                setattr(part, name, was)
                part.save(update_fields=[name])


@pytest.mark.django_db(transaction=True)
def test_a_new_edition_differs_in_what_was_changed_and_in_nothing_else(table: Table) -> None:
    carl = table.house.carl
    old = table.in_force()
    new = actions.amend(actor=carl, agreement=old.pk)
    with scope(carl.scope()):
        same = differences.compare(Agreement.objects.get(pk=old.pk), Agreement.objects.get(pk=new.pk))
    assert [one.label for one in same] == ["First day", "Last day"], "they are to be set anew"
    said = wording(starts=old.starts, ends=old.ends, purpose="Öka tryggheten i centrum och Nygård.")
    actions.change(actor=carl, agreement=new.pk, wording=said)
    actions.add_part(actor=carl, agreement=new.pk, part=Undertaking(text="att ses varje år", number="2"))
    with scope(carl.scope()):
        found = differences.compare(Agreement.objects.get(pk=old.pk), Agreement.objects.get(pk=new.pk))
    assert [one.label for one in found] == ["Purpose", "Commitments"]
    assert [change.how for change in found[1].changes] == [How.ADDED]
