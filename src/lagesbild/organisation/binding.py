"""What binds a party: its own decision, as opposed to the joint position of a body, which binds nobody.

The rule stands here once, for whatever a party decides on (a promise, a plan): by an organ of the party or by a
delegate, who then says where the delegation stands; with a day, and the diary number. Where it is said who decides for
the party (`mandates.party_kind`), it is one of those, with a mandate that applies on the day. A later decision replaces
an earlier one of the same party, and nothing is signed before it is decided.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from lagesbild.core.models import Audience, Partnership, Party
from lagesbild.errors import InputError
from lagesbild.i18n import N_, Message
from lagesbild.organisation.models import Mandate
from lagesbild.organisation.queries import today_in
from lagesbild.organisation.texts import line


class How(models.TextChoices):
    """Who decided for the party."""

    BODY = "body", N_("a body that may decide it")
    DELEGATE = "delegate", N_("a delegate")


class PartyDecision(models.Model):
    """A party's own decision. Rooms add what it is on; rows are added and never changed, but for masked words."""

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="+")
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+")
    audience = models.ForeignKey(Audience, on_delete=models.PROTECT, related_name="+")
    of_party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+")
    how = models.TextField(choices=How)
    by = models.TextField(help_text="Kommunstyrelsen; lokalpolisområdeschefen.")
    delegation = models.TextField(blank=True, help_text="Where in the party's rules the delegate gets the right.")
    date = models.DateField()
    dnr = models.TextField(blank=True, help_text="Diary number.")
    mandate = models.ForeignKey(
        Mandate, null=True, on_delete=models.PROTECT, related_name="+", help_text="By which; none: said in words alone."
    )
    person_id = models.BigIntegerField()
    at = models.DateTimeField(db_default=Now())

    How = How
    WORDS = ("by", "delegation", "dnr")
    """Columns with people's words."""

    class Meta:  # noqa: D106 - of a model
        abstract = True
        constraints = (
            models.CheckConstraint(
                condition=~Q(how="delegate") | ~Q(delegation=""), name="%(app_label)s_delegate_has_a_delegation"
            ),
        )


@dataclass(frozen=True, slots=True)
class Binding:
    """A party's own decision: by whom, by which right, when, under which diary number; or by a noted `mandate`."""

    party: int
    how: str
    by: str
    date: dt.date
    delegation: str = ""
    dnr: str = ""
    mandate: int | None = None


def decided(partnership: int, binding: Binding, what: str) -> dict[str, Any]:
    """Columns of a `PartyDecision` on a kind of decision, if the party may take it so.

    Raises
    ------
    InputError
        Nothing says who decided, a delegate has no delegation, the day lies ahead, or it is said who decides for the
        party and this is somebody else; then the message says who may.

    """
    not_ahead(partnership, binding.date)
    columns = {"of_party_id": binding.party, "date": binding.date, "dnr": line(binding.dnr)}
    mandate = _mandate(binding, what)
    if mandate is not None:
        how = How.DELEGATE if mandate.delegate else How.BODY
        return columns | {
            "how": how,
            "by": mandate.called,
            "delegation": mandate.source if mandate.delegate else "",
            "mandate": mandate,
        }
    if binding.how not in How.values:
        raise InputError(Message(N_("Say whether a body or a delegate decided.")))
    by = line(binding.by, required=Message(N_("Say which body or who by delegation decided.")))
    delegation = line(binding.delegation)
    if binding.how == How.DELEGATE and not delegation:
        raise InputError(Message(N_("A delegate decides by a delegation. Say where it stands.")))
    return columns | {"how": binding.how, "by": by, "delegation": delegation if binding.how == How.DELEGATE else ""}


def _mandate(binding: Binding, what: str) -> Mandate | None:
    """The noted mandate that is decided by, chosen or named; None where nobody has said who decides for the party."""
    noted = _noted(binding.party, what, binding.date)
    named = binding.by.strip().casefold()
    found = next(
        (one for one in noted if one.pk == binding.mandate or (not binding.mandate and one.called.casefold() == named)),
        None,
    )
    if found is None and (noted or binding.mandate):
        party = Party.objects.get(pk=binding.party).name
        if not noted:
            raise InputError(
                Message(N_("Nobody had that mandate for {party} on {day}."), {"party": party, "day": binding.date})
            )
        raise InputError(
            Message(
                N_("For {party} this may be decided by: {who}. Choose that mandate."),
                {"party": party, "who": _who(noted)},
            )
        )
    return found


def signs(party: int, what: str, day: dt.date, names: Iterable[str]) -> Mandate | None:
    """The noted mandate by which one who is called so signs for a party on a day; None where it is not said who does.

    `names` is what the signatory is called in the text: function, name.

    Raises
    ------
    InputError
        It is said who signs, and this is somebody else; the message says who may.

    """
    noted = _noted(party, what, day)
    called = {one.strip().casefold() for one in names if one.strip()}
    found = next((one for one in noted if one.called.casefold() in called), None)
    if noted and found is None:
        values = {"party": Party.objects.get(pk=party).name, "day": day, "who": _who(noted)}
        raise InputError(Message(N_("For {party} this could be signed on {day} by: {who}."), values))
    return found


def _noted(party: int, what: str, day: dt.date) -> list[Mandate]:
    return list(Mandate.objects.of_party(party).to_decide(what).held(day).for_list())


def _who(noted: Iterable[Mandate]) -> str:
    return ", ".join(dict.fromkeys(one.called for one in noted))


def not_ahead(partnership: int, day: dt.date) -> None:
    """Go on only if the day has come."""
    if day > today_in(partnership):
        raise InputError(Message(N_("The day lies ahead. Write it down when it has happened.")))


def signed_after(decision: PartyDecision, signed: dt.date) -> None:
    """Go on only if what was signed on a day had been decided by then.

    Raises
    ------
    InputError

    """
    if signed < decision.date:
        raise InputError(
            Message(
                N_("It is signed {signed}, before the party decided, {decided}. Choose the day it was signed."),
                {"signed": signed, "decided": decision.date},
            )
        )


def decided_before(signed: Iterable[dt.date], decided: dt.date) -> None:
    """Go on only if a decision that is written down afterwards is no later than what has been signed.

    Raises
    ------
    InputError

    """
    earlier = [one for one in signed if one < decided]
    if earlier:
        raise InputError(
            Message(
                N_("The party has signed {signed}, before this decision. Choose the day it decided, or sign anew."),
                {"signed": min(earlier)},
            )
        )
