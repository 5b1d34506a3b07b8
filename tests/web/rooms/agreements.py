"""Agreements of the world: each party's own draft and one that it shares, and one that is in force."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from django.utils import timezone

from lagesbild.accounts.models import Role
from lagesbild.agreements import actions
from lagesbild.agreements.actions import Enclosure, Post, Signs, There, Undertaking, Wording
from lagesbild.core.models import Audience
from lagesbild.core.scope import scope
from lagesbild.organisation.actions import Giving, give_mandate
from lagesbild.registry.actions import note
from tests.papers import paper
from tests.web.arguments import Arguments, both, each, one, plain
from tests.web.world import Town, furnish

PARTS = ("signatory", "commitment", "body", "function", "annex")


@furnish
def agreements(town: Town) -> None:
    """Drafts with every kind of part, and an agreement in force that was followed up."""
    for party, number in town.parties.items():
        actor = town.actor(party, Role.COORDINATOR)
        for kind, readers in (("own", Audience.OWN), ("shared", Audience.PARTNERSHIP)):
            mark = town.mark(party, kind)
            wording = Wording(title=f"Överenskommelse {mark}", purpose=f"Trygghet vid {mark}.", subject=mark)
            row = actions.draft(actor=actor, wording=wording, party=number, readers=readers)
            town.rows.setdefault(f"agreement {kind}", {})[party] = row.pk
            parts = (
                Signs(of_party=number, function=f"Chef {mark}", mandate="Delegationsordningen 4.2"),
                Undertaking(text=f"att {mark} ska hållas", number="1", responsible=number),
                There(name=f"Styrgrupp {mark}", seats=({"title": mark, "party": mark},)),
                Post(name=f"Samordnare {mark}", of_party=number),
                Enclosure(title=f"Bilaga {mark}", content=paper(mark)),
            )
            for name, part in zip(PARTS, parts, strict=True):
                made = actions.add_part(actor=actor, agreement=row.pk, part=part)
                town.rows.setdefault(f"agreement {name} {kind}", {})[party] = made.pk
    in_force(town)
    numbered(town)


def numbered(town: Town) -> None:
    """Each party's registrator gives its drafts their numbers."""
    for party in town.parties:
        for how in ("own", "shared"):
            noted = note(
                actor=town.actor(party, Role.REGISTRATOR),
                kind="agreements.agreement",
                subject=town.rows[f"agreement {how}"][party],
                dnr=f"KS {town.mark(party, how)}",
            )
            town.rows.setdefault(f"registration {how}", {})[party] = noted.pk


def in_force(town: Town) -> None:
    """An agreement of the partnership."""
    actor = town.coordinator
    day = timezone.localdate()
    row = actions.begin(
        actor=actor,
        name="koping-2024",
        parties={"kommun": town.parties["kommun"], "polis": town.parties["polis"]},
        party=town.parties["kommun"],
    )
    wording = Wording(
        title=row.title, purpose=row.purpose, term="fixed_notice", ends=day + dt.timedelta(days=300), subject="Trygghet"
    )
    actions.change(actor=actor, agreement=row.pk, wording=wording)
    with scope(actor.scope()):
        signing = list(row.signatories.all())
    for signatory in signing:
        who = Giving(
            party=signatory.of_party_id, what=[actions.SIGN], name=signatory.function, source="KS § 44", since=day
        )
        give_mandate(actor=actor, giving=who)
    original = actions.sign(
        actor=actor,
        agreement=row.pk,
        signatories=[each.pk for each in signing],
        signed_on=day,
        original=paper(),
    )
    actions.enter_force(actor=actor, agreement=row.pk)
    review = actions.review(actor=actor, agreement=row.pk, held=day, text="Fortsätter som den är.")
    named = {"agreement": row, "agreement original": original, "agreement review": review}
    town.rows |= {kind: {"": found.pk} for kind, found in named.items()}


def every() -> Arguments:
    """Each agreement of a town: the drafts and the one in force."""

    def found(town: Town) -> Mapping[str, Mapping[str, object]]:
        return {**both("agreement")(town), **one("agreement")(town)}

    return found


def of_parts(town: Town) -> Mapping[str, Mapping[str, object]]:
    """Each part of each draft."""
    return {
        f"{whose} {part}": {"part": part, **arguments}
        for part in PARTS
        for whose, arguments in both(f"agreement {part}")(town).items()
    }


PLACES: dict[str, Arguments] = {
    **dict.fromkeys(("list", "statute", "draft"), plain),
    "begin": lambda town: {"": {"name": "koping-2024"}},
    **dict.fromkeys(
        (
            *("detail", "change", "share", "remove", "found", "sign", "enter_force", "give_notice"),
            *("take_back_notice", "review", "amend", "difference"),
            *("pdf", "docx", "difference_pdf", "difference_docx"),
        ),
        every(),
    ),
    **dict.fromkeys(
        ("plan_pdf", "plan_docx"),
        lambda town: {name: {"year": 2026, **found} for name, found in every()(town).items()},
    ),
    "add_part": lambda town: {
        f"{whose} {part}": {"part": part, **arguments} for part in PARTS for whose, arguments in every()(town).items()
    },
    **dict.fromkeys(("change_part", "move_part", "remove_part"), of_parts),
    "annex": both("agreement annex"),
    **dict.fromkeys(("original", "unsign"), each("agreement original")),
    "take_back_review": each("agreement review"),
}
MASKED: dict[str, Arguments] = {"overenskommelse": every()}
