"""People and their memberships."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models

from lagesbild.core.models import Partnership, Party


class Role(models.TextChoices):
    """What a person does in a partnership. One person may have several, and in several partnerships."""

    REPORTER = "reporter", "rapportör"
    MEMBER = "member", "gruppmedlem"
    COORDINATOR = "coordinator", "samordnare"
    LEADER = "leader", "ledning"
    ANALYST = "analyst", "analytiker"
    REGISTRATOR = "registrator", "registrator"
    PROTECTION_OFFICER = "protection_officer", "dataskyddsombud"
    AUDITOR = "auditor", "revisor"
    ADMINISTRATOR = "administrator", "administratör"


READ_ONLY = frozenset({Role.PROTECTION_OFFICER, Role.AUDITOR})
"""Roles that may see and never change."""
DECIDING = frozenset({Role.COORDINATOR, Role.LEADER, Role.ADMINISTRATOR})
"""Roles that have to sign in with a second factor."""


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

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["partnership", "party", "person", "role"], name="membership_once")
        ]

    def __str__(self) -> str:
        return f"{self.person} {self.role} {self.party}"
