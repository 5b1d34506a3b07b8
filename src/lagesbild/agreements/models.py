"""Agreements: who undertakes what towards whom, for how long; frozen by the database once in force."""

from __future__ import annotations

import datetime as dt

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from lagesbild.agreements.queries import (
    AgreementQuerySet,
    AnnexQuerySet,
    CommitmentQuerySet,
    OriginalQuerySet,
    PartQuerySet,
    SignatoryQuerySet,
)
from lagesbild.agreements.terms import Term
from lagesbild.core.models import Audience, Partnership, Party
from lagesbild.core.signatures import Electronic, concerning, from_kept, none_named
from lagesbild.i18n import N_
from lagesbild.meetings.models import Decision
from lagesbild.organisation.models import Body, Function


class Agreement(models.Model):
    """An edition of an agreement. In force it is frozen: what is agreed anew is a row that supersedes it."""

    class Kind(models.TextChoices):
        """How long it applies; see `terms`."""

        FIXED = "fixed", N_("to a day")
        FIXED_NOTICE = "fixed_notice", N_("to a day, and either party may give notice before")
        FIXED_FOLLOW_UP = "fixed_followup", N_("to a day, and followed up before it is renewed")
        ROLLING = "rolling", N_("to a day, and then a calendar year at a time until someone gives notice")

    class State(models.TextChoices):
        """How far it has come."""

        DRAFT = "draft", N_("draft")
        IN_FORCE = "in_force", N_("in force")
        ENDED = "ended", N_("ended")

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT)
    party = models.ForeignKey(Party, on_delete=models.PROTECT)
    audience = models.ForeignKey(Audience, on_delete=models.PROTECT)
    title = models.TextField()
    subject = models.TextField(
        blank=True, help_text="What it is about, in a few words; agreements about the same are compared."
    )
    background = models.TextField(blank=True)
    purpose = models.TextField(blank=True, help_text="For which purposes and in which areas; statute 2023:196 § 9.")
    method = models.TextField(blank=True)
    economy = models.TextField(blank=True)
    duration = models.TextField(blank=True, help_text="What the text itself says of its term.")
    review = models.TextField(blank=True, help_text="What the text says of how it is followed up and revised.")
    text = models.TextField(blank=True, help_text="Whatever else it says.")
    term = models.TextField(choices=Kind, default=Kind.FIXED)
    starts = models.DateField(null=True, help_text="First day; none in a draft that begins when it is signed.")
    ends = models.DateField(null=True, help_text="Last day; of a rolling one, of its first stretch.")
    notice_months = models.PositiveSmallIntegerField(null=True, help_text="None: the text names no time of notice.")
    follow_up = models.DateField(null=True, help_text="The day by which it is to be followed up.")
    place = models.TextField(blank=True, help_text="Where it was signed.")
    signed_on = models.DateField(null=True)
    state = models.TextField(choices=State, default=State.DRAFT)
    supersedes = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="superseding")
    notice_on = models.DateField(null=True, help_text="When notice was given.")
    notice_by = models.ForeignKey(
        Party, null=True, on_delete=models.PROTECT, related_name="+", help_text="Who gave it; none: superseded."
    )
    until = models.DateField(null=True, help_text="Last day, where notice or a later edition says so.")
    sealed = models.JSONField(null=True, help_text="What came into force, with digests of words; see `content`.")
    digest = models.CharField(max_length=64, blank=True, help_text="Keyed, over what is sealed.")
    made = models.DateTimeField(db_default=Now())
    made_by = models.BigIntegerField(help_text="Person; 0 for the system.")

    objects = AgreementQuerySet.as_manager()
    undertakings: int
    """How many commitments it has, where it was asked for (`counted`)."""
    reviewed: dt.date | None
    """When it was last followed up, where it was asked for (`reviewed`)."""
    followed: bool
    """Whether an edition in force takes over when it ends, where it was asked for (`reviewed`)."""
    edited = (
        *("title", "subject", "background", "purpose", "method", "economy", "duration", "review", "text"),
        *("term", "starts", "ends", "notice_months", "follow_up", "place"),
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(starts__isnull=True) | Q(ends__isnull=True) | Q(ends__gte=F("starts")),
                name="agreement_days",
            ),
            models.CheckConstraint(
                condition=Q(state="draft") | Q(starts__isnull=False, ends__isnull=False), name="agreement_has_term"
            ),
            models.CheckConstraint(
                condition=Q(notice_on__isnull=True) | Q(until__isnull=False), name="agreement_notice_ends"
            ),
        ]
        indexes = [models.Index(fields=["partnership", "state"], name="agreement_state")]

    def __str__(self) -> str:
        return self.title

    @property
    def draft(self) -> bool:
        """Whether its text can still change."""
        return self.state == self.State.DRAFT

    @property
    def said(self) -> Term | None:
        """Its term, once there is a first and a last day."""
        first = self.starts or self.signed_on
        if first is None or self.ends is None:
            return None
        return Term(self.term, first, self.ends, self.notice_months, self.follow_up, self.until)


class Original(models.Model):
    """A signed original, as it was uploaded; it may carry several signatures."""

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT)
    party = models.ForeignKey(Party, on_delete=models.PROTECT)
    audience = models.ForeignKey(Audience, on_delete=models.PROTECT)
    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="originals")
    content = models.BinaryField()
    media_type = models.CharField(max_length=80)
    size = models.PositiveIntegerField(help_text="Bytes.")
    digest = models.CharField(max_length=64, help_text="SHA-256 over the bytes.")
    electronic = models.JSONField(
        default=list, help_text="What its electronic signatures said when it came; see `core.signatures`."
    )
    person_id = models.BigIntegerField()
    at = models.DateTimeField(db_default=Now())

    objects = OriginalQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.pk}"

    @property
    def found(self) -> list[Electronic]:
        """Its electronic signatures as they were found; none in one that was signed by hand."""
        return from_kept(self.electronic)


class Signatory(models.Model):
    """Who signs for a party: a function, and a name where one is given. The parties are those named here."""

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT)
    party = models.ForeignKey(Party, on_delete=models.PROTECT)
    audience = models.ForeignKey(Audience, on_delete=models.PROTECT)
    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="signatories")
    position = models.PositiveSmallIntegerField()
    of_party = models.ForeignKey(Party, null=True, on_delete=models.PROTECT, related_name="+")
    party_name = models.TextField(help_text="As the text has it.")
    function = models.TextField(help_text="As the text has it.")
    name = models.TextField(blank=True)
    mandate = models.TextField(blank=True, help_text="By what the signatory may sign: a delegation, a decision.")
    signed_on = models.DateField(null=True)
    original = models.ForeignKey(Original, null=True, on_delete=models.PROTECT, related_name="signatories")

    objects = SignatoryQuerySet.as_manager()
    edited = ("of_party_id", "party_name", "function", "name", "mandate")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(original__isnull=True, signed_on__isnull=True)
                | Q(original__isnull=False, signed_on__isnull=False),
                name="signatory_signed_on_original",
            )
        ]

    def __str__(self) -> str:
        return f"{self.party_name}: {self.function}"

    @property
    def electronic(self) -> list[Electronic]:
        """What the original says of this signature, by name; all that it says where nobody is named."""
        return concerning(self.original.found, self.name) if self.original else []

    @property
    def signed_by_another(self) -> bool:
        """Whether electronic signatures of persons are all that the original has, and none is in this name."""
        return bool(self.name) and none_named(self.electronic, [self.name])


class Annex(models.Model):
    """What is annexed: a text, an uploaded file, or both."""

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT)
    party = models.ForeignKey(Party, on_delete=models.PROTECT)
    audience = models.ForeignKey(Audience, on_delete=models.PROTECT)
    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="annexes")
    position = models.PositiveSmallIntegerField()
    title = models.TextField()
    text = models.TextField(blank=True)
    content = models.BinaryField(null=True)
    media_type = models.CharField(max_length=80, blank=True)
    size = models.PositiveIntegerField(default=0, help_text="Bytes.")
    digest = models.CharField(max_length=64, blank=True, help_text="SHA-256 over the bytes.")

    objects = AnnexQuerySet.as_manager()
    edited = ("title", "text", "digest")

    def __str__(self) -> str:
        return self.title


class Commitment(models.Model):
    """What is undertaken, in the words of the agreement or of one of its annexes."""

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT)
    party = models.ForeignKey(Party, on_delete=models.PROTECT)
    audience = models.ForeignKey(Audience, on_delete=models.PROTECT)
    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="commitments")
    annex = models.ForeignKey(Annex, null=True, on_delete=models.PROTECT, related_name="commitments")
    position = models.PositiveSmallIntegerField()
    number = models.TextField(blank=True, help_text="As in the text: 1, a, § 4.")
    heading = models.TextField(blank=True, help_text="What stands above it in the text, where something does.")
    text = models.TextField()
    responsible = models.ForeignKey(Party, null=True, on_delete=models.PROTECT, related_name="+")
    responsible_text = models.TextField(blank=True, help_text="Who is responsible, in words.")
    cadence = models.TextField(blank=True, help_text="How often or by when, in words.")

    objects = CommitmentQuerySet.as_manager()
    edited = ("number", "heading", "text", "responsible_id", "responsible_text", "cadence", "annex_id")

    def __str__(self) -> str:
        return self.number or f"{self.position}"


class AgreedBody(models.Model):
    """A body that the agreement says there shall be, with its seats; which body of the partnership it is."""

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT)
    party = models.ForeignKey(Party, on_delete=models.PROTECT)
    audience = models.ForeignKey(Audience, on_delete=models.PROTECT)
    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="bodies")
    position = models.PositiveSmallIntegerField()
    name = models.TextField()
    kind = models.TextField(choices=Body.Kind, default=Body.Kind.OTHER)
    seats = models.JSONField(default=list, help_text="[{title, party, leads}]: functions and parties in words.")
    reports_to = models.TextField(blank=True, help_text="Name of another body, or words.")
    convener = models.TextField(blank=True, help_text="The party that calls, in words.")
    cadence = models.TextField(blank=True, help_text="How often it meets, in words.")
    text = models.TextField(blank=True, help_text="What the agreement says of it.")
    body = models.ForeignKey(Body, null=True, on_delete=models.PROTECT, related_name="+")

    objects = PartQuerySet.as_manager()
    edited = ("name", "kind", "seats", "reports_to", "convener", "cadence", "text")

    def __str__(self) -> str:
        return self.name


class AgreedFunction(models.Model):
    """A function that the agreement says a party keeps filled; which function of the partnership it is."""

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT)
    party = models.ForeignKey(Party, on_delete=models.PROTECT)
    audience = models.ForeignKey(Audience, on_delete=models.PROTECT)
    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="functions")
    position = models.PositiveSmallIntegerField()
    name = models.TextField()
    kind = models.TextField(choices=Function.Kind, default=Function.Kind.OTHER)
    of_party = models.ForeignKey(Party, null=True, on_delete=models.PROTECT, related_name="+")
    party_name = models.TextField(blank=True, help_text="As the text has it.")
    function = models.ForeignKey(Function, null=True, on_delete=models.PROTECT, related_name="+")

    objects = PartQuerySet.as_manager()
    edited = ("name", "kind", "of_party_id", "party_name")

    def __str__(self) -> str:
        return self.name


class Review(models.Model):
    """That an agreement was followed up or revised, and what came of it; by a meeting, or noted by somebody."""

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT)
    party = models.ForeignKey(Party, on_delete=models.PROTECT)
    audience = models.ForeignKey(Audience, on_delete=models.PROTECT)
    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="reviews")
    due = models.DateField(null=True, help_text="The day by which it was to be done.")
    held = models.DateField()
    text = models.TextField(blank=True)
    decision = models.ForeignKey(Decision, null=True, on_delete=models.PROTECT, related_name="+")
    person_id = models.BigIntegerField()
    at = models.DateTimeField(db_default=Now())

    def __str__(self) -> str:
        return f"{self.agreement_id}: {self.held}"
