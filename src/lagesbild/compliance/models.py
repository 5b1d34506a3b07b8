"""How commitments are checked, what is noted for it that no other room holds, and how they have stood.

A rule stands beside a commitment of an agreement, whose text is frozen, or beside a paragraph of the statute. What is
taken back (`withdrawn`, `removed`) stays as a row and is no fact any more: how the past was judged before shows.
"""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from lagesbild.accounts.models import Person
from lagesbild.agreements.models import Commitment
from lagesbild.compliance.queries import (
    AttestationQuerySet,
    EffortQuerySet,
    NotedQuerySet,
    PolicyQuerySet,
    RuleQuerySet,
    ServiceQuerySet,
    StandingQuerySet,
)
from lagesbild.compliance.rules.judging import WORDS, Status
from lagesbild.core.models import Audience, Partnership, Party
from lagesbild.i18n import N_
from lagesbild.meetings.models import Meeting
from lagesbild.organisation.models import Function
from lagesbild.publishing.models import Document


class Rule(models.Model):
    """How a commitment, or a paragraph of a statute, is checked. Several may serve the same one."""

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT)
    party = models.ForeignKey(Party, on_delete=models.PROTECT)
    audience = models.ForeignKey(Audience, on_delete=models.PROTECT)
    commitment = models.ForeignKey(Commitment, null=True, on_delete=models.PROTECT, related_name="rules")
    statute = models.TextField(blank=True, help_text="2023:196:4 for § 4 of the statute with that number.")
    position = models.PositiveSmallIntegerField(help_text="Among the rules of the same commitment.")
    kind = models.TextField(help_text="Name of a kind; see `rules.kinds`.")
    parameters = models.JSONField(default=dict, help_text="As the kind reads them.")
    since = models.DateField(null=True, help_text="First day; none: that of the agreement or the statute.")
    until = models.DateField(null=True, help_text="Last day; none: that of the agreement.")
    function = models.ForeignKey(
        Function, null=True, on_delete=models.PROTECT, related_name="+", help_text="Whose holder answers for it."
    )
    person = models.ForeignKey(
        Person, null=True, on_delete=models.PROTECT, related_name="+", help_text="Who answers, where no function does."
    )
    note = models.TextField(blank=True, help_text="How the text has been read.")
    proposal = models.TextField(blank=True, help_text="Key of the proposal it was accepted from.")
    made = models.DateTimeField(db_default=Now())
    made_by = models.BigIntegerField(help_text="Person; 0 for the system.")
    changed = models.DateTimeField(null=True, help_text="When what is checked was last changed.")
    removed = models.DateTimeField(null=True, help_text="Since when nothing is checked by it.")

    objects = RuleQuerySet.as_manager()
    edited = ("kind", "parameters", "since", "until", "function_id", "person_id", "note")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(commitment__isnull=False, statute="") | (Q(commitment__isnull=True) & ~Q(statute="")),
                name="rule_of_one",
            ),
            models.CheckConstraint(
                condition=Q(since__isnull=True) | Q(until__isnull=True) | Q(until__gte=F("since")), name="rule_days"
            ),
            models.CheckConstraint(condition=Q(function__isnull=True) | Q(person__isnull=True), name="rule_answers"),
        ]
        indexes = [models.Index(fields=["partnership", "removed"], name="rule_standing")]

    def __str__(self) -> str:
        return f"{self.pk}: {self.kind}"


class Standing(models.Model):
    """How a rule stood from a day on, as it was judged. A change is a new line; what was said before stays.

    Lines without `revised` follow on each other without gaps. One that a later computation no longer agrees with is
    marked with when, and those that stand in its place say why.
    """

    class Why(models.TextChoices):
        """Why days that had been judged were judged anew."""

        FIRST = "", N_("judged for the first time")
        RECORD = "record", N_("what is registered of earlier days has changed")
        RULE = "rule", N_("how it is checked has changed")

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT)
    party = models.ForeignKey(Party, on_delete=models.PROTECT)
    audience = models.ForeignKey(Audience, on_delete=models.PROTECT)
    rule = models.ForeignKey(Rule, on_delete=models.PROTECT, related_name="standings")
    first = models.DateField()
    last = models.DateField(null=True, help_text="None: so far.")
    status = models.TextField(choices=[(one.value, WORDS[one]) for one in Status])
    reason = models.JSONField(help_text="Template and values as on the first day; names stand under “words”.")
    now = models.JSONField(null=True, help_text="Of the line that goes on: why and what is next, as last judged.")
    digest = models.CharField(max_length=64, help_text="SHA-256 over the evidence.")
    why = models.TextField(choices=Why, default=Why.FIRST, blank=True)
    at = models.DateTimeField(db_default=Now(), help_text="When it was judged.")
    revised = models.DateTimeField(null=True, help_text="When a later computation took its place.")

    objects = StandingQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(last__isnull=True) | Q(last__gte=F("first")), name="standing_days"),
            models.UniqueConstraint(fields=["rule", "first"], condition=Q(revised__isnull=True), name="standing_once"),
        ]
        indexes = [models.Index(fields=["partnership", "rule", "first"], name="standing_of_rule")]

    def __str__(self) -> str:
        return f"{self.rule_id} {self.first}: {self.status}"


class Judging(models.Model):
    """To which day a partnership's commitments have been judged, and at which end of its timeline."""

    partnership = models.OneToOneField(Partnership, on_delete=models.PROTECT)
    day = models.DateField()
    head = models.BinaryField(max_length=32, help_text="Of the timeline; another: something has happened since.")
    recalled = models.DateField(null=True, help_text="When every earlier day was last judged anew.")
    at = models.DateTimeField(db_default=Now())

    def __str__(self) -> str:
        return f"{self.partnership_id}: {self.day}"


class Attestation(models.Model):
    """What whoever answers for a commitment says of it, where no record can tell."""

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT)
    party = models.ForeignKey(Party, on_delete=models.PROTECT)
    audience = models.ForeignKey(Audience, on_delete=models.PROTECT)
    rule = models.ForeignKey(Rule, on_delete=models.PROTECT, related_name="attestations")
    day = models.DateField()
    kept = models.BooleanField()
    first = models.DateField(help_text="Of the period it is about.")
    last = models.DateField()
    reason = models.TextField()
    function = models.ForeignKey(Function, null=True, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(db_default=Now())
    withdrawn = models.DateTimeField(null=True)

    objects = AttestationQuerySet.as_manager()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(last__gte=F("first")), name="attestation_days")]

    def __str__(self) -> str:
        return f"{self.rule_id} {self.day}"


class Effort(models.Model):
    """A documented effort towards something that one is only to work for, with whom, and what was answered."""

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT)
    party = models.ForeignKey(Party, on_delete=models.PROTECT)
    audience = models.ForeignKey(Audience, on_delete=models.PROTECT)
    rule = models.ForeignKey(Rule, on_delete=models.PROTECT, related_name="efforts")
    day = models.DateField()
    text = models.TextField()
    counterpart = models.TextField(blank=True)
    answer = models.TextField(blank=True)
    dnr = models.TextField(blank=True, help_text="Diary number.")
    person_id = models.BigIntegerField()
    at = models.DateTimeField(db_default=Now())
    withdrawn = models.DateTimeField(null=True)

    objects = EffortQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.rule_id} {self.day}"


class Service(models.Model):
    """Something that the parties offer together at set hours: a police reception in the town hall."""

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT)
    party = models.ForeignKey(Party, on_delete=models.PROTECT)
    audience = models.ForeignKey(Audience, on_delete=models.PROTECT)
    name = models.TextField()
    about = models.TextField(blank=True)
    since = models.DateField()
    until = models.DateField(null=True)
    evaluated = models.DateField(null=True)
    evaluation = models.TextField(blank=True, help_text="What came of it.")

    objects = ServiceQuerySet.as_manager()
    edited = ("name", "about", "since", "until", "evaluated", "evaluation")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(until__isnull=True) | Q(until__gte=F("since")), name="service_days"),
            models.UniqueConstraint(fields=["partnership", "name"], name="service_name_once"),
        ]

    def __str__(self) -> str:
        return self.name


class Session(models.Model):
    """That a service was held on a day, for so many hours."""

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT)
    party = models.ForeignKey(Party, on_delete=models.PROTECT)
    audience = models.ForeignKey(Audience, on_delete=models.PROTECT)
    service = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="sessions")
    day = models.DateField()
    hours = models.FloatField()
    note = models.TextField(blank=True)
    person_id = models.BigIntegerField()
    at = models.DateTimeField(db_default=Now())
    withdrawn = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(hours__gt=0, hours__lte=24), name="session_hours")]
        indexes = [models.Index(fields=["service", "day"], name="session_of_service")]

    def __str__(self) -> str:
        return f"{self.service_id} {self.day}"


class Policy(models.Model):
    """A document that someone owns and that is revised: a policy, an action plan against violent extremism."""

    class Kind(models.TextChoices):
        """What it is."""

        POLICY = "policy", N_("policy")
        ACTION_PLAN = "action_plan", N_("action plan of a policy")
        COMMUNICATION = "communication", N_("communication plan")
        FORUM = "forum", N_("plan with roles, goals and guidelines for a forum")
        OTHER = "other", N_("other document")

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT)
    party = models.ForeignKey(Party, on_delete=models.PROTECT)
    audience = models.ForeignKey(Audience, on_delete=models.PROTECT)
    name = models.TextField()
    kind = models.TextField(choices=Kind)
    owner = models.ForeignKey(Function, null=True, on_delete=models.PROTECT, related_name="+")
    owner_text = models.TextField(blank=True, help_text="Who owns it, where no function does.")
    until = models.DateField(null=True, help_text="Last day on which it holds.")

    objects = PolicyQuerySet.as_manager()
    edited = ("name", "kind", "owner_id", "owner_text", "until")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["partnership", "name"], name="policy_name_once")]

    def __str__(self) -> str:
        return self.name


class PolicyEdition(models.Model):
    """That a document was decided, by when it is to be revised, and where it is."""

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT)
    party = models.ForeignKey(Party, on_delete=models.PROTECT)
    audience = models.ForeignKey(Audience, on_delete=models.PROTECT)
    policy = models.ForeignKey(Policy, on_delete=models.PROTECT, related_name="editions")
    decided = models.DateField()
    revise_by = models.DateField(null=True)
    text = models.TextField(blank=True, help_text="What it says, or what is new in it.")
    dnr = models.TextField(blank=True, help_text="Diary number.")
    document = models.ForeignKey(Document, null=True, on_delete=models.PROTECT, related_name="+")
    person_id = models.BigIntegerField()
    at = models.DateTimeField(db_default=Now())
    withdrawn = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(revise_by__isnull=True) | Q(revise_by__gt=F("decided")), name="policy_edition_days"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.policy_id} {self.decided}"


class Noted(models.Model):
    """Something that came about and that no other room holds: a report to the council, a timetable of the year."""

    class Kind(models.TextChoices):
        """What came about; by the names of `rules.record.ARTEFACTS`."""

        TIMETABLE = "timetable", N_("timetable of the coming year")
        COUNCIL = "report.council", N_("report to the municipal council")
        LEADERSHIP = "report.leadership", N_("report to both leaderships")
        EVALUATED = "work.evaluated", N_("last year's work evaluated")
        FOLLOWED_UP = "plan.followed_up", N_("action plan followed up")

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT)
    party = models.ForeignKey(Party, on_delete=models.PROTECT)
    audience = models.ForeignKey(Audience, on_delete=models.PROTECT)
    kind = models.TextField(choices=Kind)
    of_party = models.ForeignKey(
        Party, null=True, on_delete=models.PROTECT, related_name="+", help_text="Whose, where it is one party's own."
    )
    day = models.DateField()
    first = models.DateField(null=True, help_text="Of the period it is about.")
    last = models.DateField(null=True)
    text = models.TextField(blank=True)
    dnr = models.TextField(blank=True, help_text="Diary number.")
    meeting = models.ForeignKey(Meeting, null=True, on_delete=models.PROTECT, related_name="+")
    document = models.ForeignKey(Document, null=True, on_delete=models.PROTECT, related_name="+")
    person_id = models.BigIntegerField()
    at = models.DateTimeField(db_default=Now())
    withdrawn = models.DateTimeField(null=True)

    objects = NotedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(first__isnull=True, last__isnull=True) | Q(last__gte=F("first")), name="noted_period"
            ),
        ]
        indexes = [models.Index(fields=["partnership", "kind", "day"], name="noted_of_kind")]

    def __str__(self) -> str:
        return f"{self.kind} {self.day}"
