"""Reads of people, invitations and devices, chainable."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.db import models
from django.utils import timezone

from lagesbild.core import alphabet

if TYPE_CHECKING:
    from lagesbild.accounts.models import Device, Invitation, Membership  # noqa: F401 - named below


class MembershipQuerySet(models.QuerySet["Membership"]):
    """Memberships."""

    def for_list(self) -> MembershipQuerySet:
        """With person and party, by party and then by name, in one query."""
        order = (alphabet.by("party__name"), alphabet.by("person__name"), "person_id", "role")
        return self.select_related("person", "party").order_by(*order)


class InvitationQuerySet(models.QuerySet["Invitation"]):
    """Invitations."""

    def open(self) -> InvitationQuerySet:
        """Those that can still be taken."""
        return self.filter(accepted__isnull=True, withdrawn__isnull=True, expires__gt=timezone.now())

    def waiting(self) -> InvitationQuerySet:
        """Those nobody has taken or withdrawn, also those whose time is out, latest first."""
        return (
            self.filter(accepted__isnull=True, withdrawn__isnull=True)
            .select_related("party", "by")
            .order_by("-created", "-pk")
        )


class DeviceQuerySet(models.QuerySet["Device"]):
    """Phones."""

    def in_use(self) -> DeviceQuerySet:
        """Those that report."""
        return self.filter(token_digest__isnull=False, revoked__isnull=True)

    def offered(self) -> DeviceQuerySet:
        """Those whose link has not been used yet and still can be."""
        waiting = self.filter(token_digest__isnull=True, revoked__isnull=True)
        return waiting.filter(claim_digest__isnull=False, claim_expires__gt=timezone.now())

    def end(self) -> int:
        """Sign all of them out for good, and take links back."""
        return self.filter(revoked__isnull=True).update(revoked=timezone.now(), claim_digest=None)

    def for_list(self) -> DeviceQuerySet:
        """With person and party, by name, in one query."""
        return self.select_related("person", "party").order_by("person__name", "-created", "-pk")


def names(ids: Iterable[int]) -> dict[int, str]:
    """What people are called, by number; those who are not there are left out."""
    from lagesbild.accounts.models import Person

    return dict(Person.objects.filter(pk__in=set(ids)).values_list("pk", "name"))
