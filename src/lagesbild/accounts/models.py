"""People, their memberships, the invitations that lead to them, and the phones that report."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Now

from lagesbild.accounts.queries import DeviceQuerySet, InvitationQuerySet, MembershipQuerySet
from lagesbild.core.models import Partnership, Party
from lagesbild.i18n import N_


class Role(models.TextChoices):
    """What a person does in a partnership. One person may have several, and in several partnerships."""

    REPORTER = "reporter", N_("reporter")
    MEMBER = "member", N_("member of the group")
    COORDINATOR = "coordinator", N_("coordinator")
    LEADER = "leader", N_("leader")
    ANALYST = "analyst", N_("analyst")
    REGISTRATOR = "registrator", N_("registrator")
    PROTECTION_OFFICER = "protection_officer", N_("data protection officer")
    AUDITOR = "auditor", N_("auditor")
    ADMINISTRATOR = "administrator", N_("administrator")


READ_ONLY = frozenset({Role.PROTECTION_OFFICER, Role.AUDITOR})
"""Roles that may see and never change."""
DECIDING = frozenset({Role.COORDINATOR, Role.LEADER, Role.ADMINISTRATOR})
"""Roles that have to sign in with a second factor."""
REPORTING = frozenset({Role.REPORTER, Role.MEMBER, Role.COORDINATOR, Role.ADMINISTRATOR})
"""Roles that may report, and so may do it from a phone."""


class PersonManager(BaseUserManager["Person"]):
    """Makes people by their address."""

    def create_user(self, email: str, name: str, password: str | None = None) -> Person:
        """A person who can sign in; without a password only by invitation or passkey."""
        person = self.model(email=self.normalize_email(email).lower(), name=name)
        person.set_password(password)
        person.save(using=self._db)
        return person


class Person(AbstractBaseUser):
    """Someone who signs in. Rights come from memberships alone; there is no superuser in the application."""

    email = models.EmailField(unique=True)
    name = models.TextField()
    is_active = models.BooleanField(default=True)
    language = models.CharField(max_length=2, default="sv")
    wanted_email = models.EmailField(blank=True, help_text="Asked for, and not proven yet.")

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    objects: ClassVar[PersonManager] = PersonManager()

    def __str__(self) -> str:
        return self.name

    def get_full_name(self) -> str:
        """The name, as the sign-in library asks for it."""
        return self.name


class Membership(models.Model):
    """A person's role for a party in a partnership."""

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT)
    party = models.ForeignKey(Party, on_delete=models.PROTECT)
    person = models.ForeignKey(Person, on_delete=models.PROTECT)
    role = models.TextField(choices=Role)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["partnership", "party", "person", "role"], name="membership_once")
        ]

    def __str__(self) -> str:
        return f"{self.person} {self.role} {self.party}"


class Invitation(models.Model):
    """A place kept for someone: roles for a party, to be taken with a link that only digests are kept of.

    There are two links. One is shown once on the screen of whoever invites; the other is made by the worker while it
    writes the mail, so that no secret waits in the queue.
    """

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT)
    party = models.ForeignKey(Party, on_delete=models.PROTECT)
    email = models.EmailField()
    roles = models.JSONField(help_text="Values of Role.")
    seat = models.BigIntegerField(null=True, help_text="Number of the seat to hold from then on; see `seats`.")
    digest = models.BinaryField(max_length=32, help_text="SHA-256 of the secret shown on screen.")
    mail_digest = models.BinaryField(max_length=32, null=True, help_text="SHA-256 of the secret sent by mail.")
    by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="invitations_made")
    created = models.DateTimeField(db_default=Now())
    expires = models.DateTimeField()
    accepted = models.DateTimeField(null=True)
    accepted_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="invitations_accepted")
    withdrawn = models.DateTimeField(null=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["partnership", "digest"], name="invitation_digest"),
            models.Index(fields=["partnership", "mail_digest"], name="invitation_mail_digest"),
        ]

    def __str__(self) -> str:
        return f"{self.pk}"


class Device(models.Model):
    """A phone that reports for one person and one party, without a password: made by a link, kept by a cookie."""

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT)
    party = models.ForeignKey(Party, on_delete=models.PROTECT)
    person = models.ForeignKey(Person, on_delete=models.PROTECT)
    name = models.TextField(blank=True, help_text="What the person calls it.")
    claim_digest = models.BinaryField(max_length=32, null=True, help_text="SHA-256 of the link's secret, until used.")
    claim_expires = models.DateTimeField(null=True)
    token_digest = models.BinaryField(max_length=32, null=True, help_text="SHA-256 of the secret the phone keeps.")
    created = models.DateTimeField(db_default=Now())
    last_used = models.DateTimeField(null=True)
    revoked = models.DateTimeField(null=True)

    objects = DeviceQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["partnership", "token_digest"], name="device_token_digest"),
            models.Index(fields=["partnership", "claim_digest"], name="device_claim_digest"),
        ]

    def __str__(self) -> str:
        return f"{self.pk}"
