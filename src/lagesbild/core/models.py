"""The tenant, the owner of a row, who else may see it; the two logs; what was masked; the registry; forms sent."""

from __future__ import annotations

from django.db import models
from django.db.models.functions import Now


class Partnership(models.Model):
    """A samverkan: the tenant. Everything else belongs to one."""

    slug = models.SlugField(unique=True)
    name = models.TextField()
    municipality_code = models.CharField(max_length=4, blank=True)
    language = models.CharField(max_length=2, default="sv")
    timezone = models.TextField(default="Europe/Stockholm")
    accent = models.CharField(max_length=7, default="#0b5a61")
    invented = models.BooleanField(default=False, help_text="Demo data; said on every page.")
    public = models.BooleanField(default=False, help_text="Whether its public site is open.")
    revision = models.BigIntegerField(
        default=0, help_text="Counts changes to incidents; the data version that a picture names."
    )

    edited = ("name", "accent", "language")

    def __str__(self) -> str:
        return self.name


class Party(models.Model):
    """One of those who cooperate: the municipality, the police, a housing company, a school."""

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT)
    name = models.TextField()
    kind = models.TextField(
        choices=[
            ("municipality", "kommun"),
            ("police", "polis"),
            ("housing", "bostadsföretag"),
            ("school", "skola"),
            ("rescue", "räddningstjänst"),
            ("other", "annan"),
        ]
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["partnership", "name"], name="party_name_once")]

    def __str__(self) -> str:
        return self.name


class Audience(models.Model):
    """Who, beside the owning party, may see a row."""

    OWN, BODIES, PARTNERSHIP, PUBLIC = "own", "bodies", "partnership", "public"
    SHARED = (PARTNERSHIP, PUBLIC)
    """Kinds whose rows the whole partnership may read."""
    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT)
    kind = models.TextField(
        choices=[(OWN, "egen part"), (BODIES, "vissa grupper"), (PARTNERSHIP, "samverkan"), (PUBLIC, "alla")]
    )
    name = models.TextField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["partnership", "name"], name="audience_name_once")]

    def __str__(self) -> str:
        return self.name


class TimelineEntry(models.Model):
    """Who did what to what, when. Holds ids and digests, never free text; each entry holds the one before it."""

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT)
    sequence = models.BigIntegerField()
    at = models.DateTimeField(db_default=Now())
    person_id = models.BigIntegerField(
        help_text="0 for the system, -1 where withheld. No foreign key: people leave, entries stay."
    )
    verb = models.TextField()
    subject = models.TextField(help_text="app.model")
    subject_id = models.BigIntegerField()
    detail = models.JSONField(default=dict)
    previous = models.BinaryField(max_length=32)
    digest = models.BinaryField(max_length=32)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["partnership", "sequence"], name="timeline_sequence_once")]
        indexes = [models.Index(fields=["partnership", "subject", "subject_id"])]

    def __str__(self) -> str:
        return f"{self.sequence} {self.verb} {self.subject} {self.subject_id}"


class ChainHead(models.Model):
    """The end of a partnership's timeline; locked last in every action."""

    partnership = models.OneToOneField(Partnership, on_delete=models.PROTECT)
    sequence = models.BigIntegerField(default=0)
    digest = models.BinaryField(max_length=32, default=bytes(32))

    def __str__(self) -> str:
        return f"{self.partnership_id}: {self.sequence}"


class AccessEntry(models.Model):
    """Who looked at restricted material. No foreign keys: it survives a rollback and what it speaks of."""

    partnership_id = models.BigIntegerField()
    person_id = models.BigIntegerField()
    at = models.DateTimeField(db_default=Now())
    subject = models.TextField()
    subject_id = models.BigIntegerField()
    how = models.TextField()

    class Meta:
        indexes = [models.Index(fields=["partnership_id", "at"])]

    def __str__(self) -> str:
        return f"{self.at} {self.person_id} {self.subject} {self.subject_id}"


class Masking(models.Model):
    """Words that were masked afterwards, remembered so that a restored backup can be masked again.

    The words themselves are not kept: only their length and a digest with a key that does not lie in the database. Only
    the system reads it; the timeline says who masked.
    """

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT)
    subject = models.TextField(help_text="Name of the kind; see `masking.Subject`.")
    subject_id = models.BigIntegerField(help_text="No foreign key: a backup may be older than this row.")
    length = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)
    at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["partnership", "subject", "subject_id", "digest"], name="masking_once")
        ]

    def __str__(self) -> str:
        return f"{self.subject} {self.subject_id}: {self.length}"


class Sent(models.Model):
    """A form that was sent and led to something, so that the same one sent again does nothing; see `once`.

    Only whoever sent it reads it: where it led tells who reported what.
    """

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT)
    person_id = models.BigIntegerField()
    key = models.BinaryField(max_length=32)
    answer = models.TextField(blank=True, help_text="Address that it led to.")
    at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [models.UniqueConstraint(fields=["partnership", "person_id", "key"], name="sent_once")]
        indexes = [models.Index(fields=["at"], name="sent_at")]

    def __str__(self) -> str:
        return f"{self.person_id} {self.answer}"


class Registration(models.Model):
    """What the registry says of a record: diary number, and secrecy mark with ground, day and authority.

    It stands beside the record and not in it, so that a record that is frozen never changes. Whoever reads the record
    reads this too; see `registry`.
    """

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT)
    party = models.ForeignKey(Party, on_delete=models.PROTECT, help_text="Of the record, or of whoever noted it.")
    audience = models.ForeignKey(Audience, on_delete=models.PROTECT, help_text="Of the record.")
    kind = models.TextField(help_text="Name of a registered kind; see `registry`.")
    subject_id = models.BigIntegerField(help_text="Row of the room that the kind belongs to.")
    dnr = models.TextField(blank=True, help_text="Diary number.")
    secret = models.BooleanField(default=False, help_text="Secrecy mark; with it the record is not published.")
    ground = models.TextField(blank=True, help_text="The section of the secrecy act by which it may be secret.")
    marked_on = models.DateField(null=True, help_text="The day of the mark.")
    authority = models.ForeignKey(
        Party, null=True, on_delete=models.PROTECT, related_name="+", help_text="Who had the mark made."
    )
    taken_back = models.PositiveIntegerField(
        default=0, help_text="Publications that were taken back because of the mark."
    )
    person_id = models.BigIntegerField(help_text="Who noted it last.")
    at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["partnership", "kind", "subject_id"], name="registration_once"),
            models.CheckConstraint(
                condition=(
                    models.Q(secret=True, marked_on__isnull=False, authority__isnull=False) & ~models.Q(ground="")
                )
                | models.Q(secret=False, marked_on__isnull=True, authority__isnull=True, ground=""),
                name="registration_mark",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.subject_id}: {self.dnr}"
