"""For how long what is known of those who use the system is kept, beside the timeline."""

from __future__ import annotations

import datetime as dt

from django.db.models import F, Q, QuerySet
from django.db.models.functions import Coalesce

from lagesbild.accounts.models import Device, Invitation
from lagesbild.core import retention
from lagesbild.core.models import AccessEntry
from lagesbild.core.retention import Suggested
from lagesbild.i18n import N_


def register() -> None:
    """Called once when the application starts."""
    retention.kind(
        "core.accessentry",
        N_("Who has looked"),
        events={"looked": N_("someone looked")},
        due=_looks,
        dispose=retention.rows_of(AccessEntry),
        goes=N_("Who looked at restricted material, and when."),
        stays=N_("What was looked at. Nothing of the last month can be taken away, whatever the rule says."),
        suggested=Suggested(24, "looked", N_("misuse is usually asked about within two years")),
    )
    retention.kind(
        "accounts.device",
        N_("Phones that were signed out"),
        events={"out": N_("the phone was signed out, or its link went out unused")},
        due=_devices,
        dispose=retention.rows_of(Device),
        goes=N_("What the phone was called, whose it was and when it was last used."),
        stays=N_("The reports that came from it, and the entry on the timeline."),
        suggested=Suggested(3, "out", N_("a phone that is signed out is needed for nothing")),
    )
    retention.kind(
        "accounts.invitation",
        N_("Invitations"),
        events={"settled": N_("it was taken, withdrawn or went out")},
        due=_invitations,
        dispose=retention.rows_of(Invitation),
        goes=N_("The address that the invitation was sent to."),
        stays=N_("The person's place here, if it was taken, and the entry on the timeline."),
        suggested=Suggested(3, "settled", N_("the address has served its purpose")),
    )
    retention.for_ever(
        "core.timelineentry", N_("The timeline"), N_("Who decided what, when. Each entry holds the one before it.")
    )


def _looks(event: str, before: dt.datetime) -> QuerySet[AccessEntry]:
    # the table has no references, and its wall is that of the partnership alone
    month = dt.datetime.now(dt.UTC) - dt.timedelta(days=32)
    return AccessEntry.objects.filter(at__lt=min(before, month)).annotate(due_at=F("at"))


def _devices(event: str, before: dt.datetime) -> QuerySet[Device]:
    unused = Q(token_digest__isnull=True)
    return (
        Device.objects.filter(Q(revoked__isnull=False) | unused)
        .annotate(due_at=Coalesce("revoked", "claim_expires", "created"))
        .filter(due_at__lt=before)
    )


def _invitations(event: str, before: dt.datetime) -> QuerySet[Invitation]:
    return Invitation.objects.annotate(due_at=Coalesce("withdrawn", "accepted", "expires")).filter(due_at__lt=before)
