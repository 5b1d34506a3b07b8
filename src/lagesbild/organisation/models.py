"""Bodies, their seats, the functions that must stay filled, and who holds them from when to when."""

from __future__ import annotations

import datetime as dt

from django.db import models
from django.db.models import F, Q

from lagesbild.accounts.models import Person
from lagesbild.core.models import Audience, Partnership, Party
from lagesbild.i18n import N_
from lagesbild.organisation.queries import (
    BodyQuerySet,
    FunctionQuerySet,
    HolderQuerySet,
    MandateQuerySet,
    ReportingQuerySet,
    SeatQuerySet,
)


class Cadence(models.TextChoices):
    """How often a body meets: so many times in each of these."""

    WEEK = "week", N_("week")
    MONTH = "month", N_("month")
    QUARTER = "quarter", N_("quarter")
    YEAR = "year", N_("year")
    REGULARLY = "regularly", N_("regularly, without a number")


class Body(models.Model):
    """A group of the partnership that meets and decides."""

    class Kind(models.TextChoices):
        """What it is for; what an agenda begins with follows from it."""

        LEADERSHIP = "leadership", N_("Leadership")
        STEERING = "steering", N_("Steering group (BRÅ preparation)")
        PROJECT = "project", N_("Project group (BRÅ)")
        EST = "est", N_("EST working group")
        FOCUS = "focus", N_("Working group for a focus area")
        COUNTY = "county", N_("County council (länsbrå)")
        OTHER = "other", N_("Other")

    class Minutes(models.TextChoices):
        """What is kept of its meetings."""

        NOTES = "notes", N_("Notes, approved by whoever leads")
        PROTOCOL = "protocol", N_("A protocol that is adjusted (justering)")

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT)
    name = models.TextField(help_text="As the agreement has it.")
    kind = models.TextField(choices=Kind)
    convener = models.ForeignKey(Party, on_delete=models.PROTECT, help_text="The party that calls its meetings.")
    times = models.PositiveSmallIntegerField(null=True, help_text="At least so many times in each period.")
    per = models.TextField(choices=Cadence, default=Cadence.REGULARLY)
    mandate = models.TextField(blank=True, help_text="What it may decide, in the agreement's words; see `Mandate`.")
    minutes = models.TextField(choices=Minutes, default=Minutes.NOTES)
    circle = models.ForeignKey(
        Audience, on_delete=models.PROTECT, help_text="Those who sit in it: an audience that rows can be shown to."
    )
    since = models.DateField()
    until = models.DateField(null=True, help_text="Its last day; none while it works.")

    objects = BodyQuerySet.as_manager()
    edited = ("name", "kind", "convener_id", "reports_to", "times", "per", "mandate", "minutes")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["partnership", "name"], name="body_name_once"),
            models.UniqueConstraint(fields=["circle"], name="body_circle_once"),
            models.CheckConstraint(condition=Q(until__isnull=True) | Q(until__gte=F("since")), name="body_days"),
            models.CheckConstraint(
                condition=Q(per=Cadence.REGULARLY, times__isnull=True) | (~Q(per=Cadence.REGULARLY) & Q(times__gte=1)),
                name="body_cadence",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def ended(self, on: dt.date) -> bool:
        """Whether its last day lies before the day."""
        return self.until is not None and self.until < on

    @property
    def reports_to(self) -> int | None:
        """Number of the body that it reports to until further notice, perhaps from a day to come."""
        return self.lines.filter(until__isnull=True).values_list("above_id", flat=True).first()


class Reporting(models.Model):
    """Which body another reports to, from day to day, both included: a line of the graph."""

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT)
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="lines")
    above = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="lines_to")
    since = models.DateField()
    until = models.DateField(null=True, help_text="Last day; none until further notice.")

    objects = ReportingQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["body"], condition=Q(until__isnull=True), name="reporting_one_at_a_time"),
            models.CheckConstraint(condition=~Q(body=F("above")), name="reporting_to_another"),
            models.CheckConstraint(condition=Q(until__isnull=True) | Q(until__gte=F("since")), name="reporting_days"),
        ]

    def __str__(self) -> str:
        return f"{self.body_id} → {self.above_id}"

    def holds(self, on: dt.date) -> bool:
        """Whether it is the line of the day."""
        return self.since <= on and (self.until is None or on <= self.until)


class Seat(models.Model):
    """A place in a body: what the agreement says who is to sit there, not who does."""

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT)
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="seats")
    title = models.TextField(help_text="As the agreement has it: Kommundirektör, Lokalpolisområdeschef.")
    party = models.ForeignKey(Party, on_delete=models.PROTECT, help_text="Whom the holder stands for.")
    leads = models.BooleanField(default=False, help_text="Leads the meetings.")
    decides = models.BooleanField(default=True, help_text="Has a mandate to decide for the party.")
    opposition = models.BooleanField(default=False, help_text="Kept for the opposition.")
    senior = models.BooleanField(default=False, help_text="Whoever holds it has a leading position at the party.")
    since = models.DateField()
    until = models.DateField(null=True)

    objects = SeatQuerySet.as_manager()
    edited = ("title", "leads", "decides", "opposition", "senior")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(until__isnull=True) | Q(until__gte=F("since")), name="seat_days"),
        ]

    def __str__(self) -> str:
        return self.title


class Function(models.Model):
    """A named function that a party is to keep filled."""

    class Kind(models.TextChoices):
        """What the agreements and the statute name."""

        COORDINATOR = "coordinator", N_("Coordinator")
        ACCOUNTABLE = "accountable", N_("Accountable official")
        MUNICIPAL_POLICE = "municipal_police", N_("Municipal police officer (kommunpolis)")
        AREA_POLICE = "area_police", N_("Area police officer (områdespolis)")
        BRA = "bra", N_("BRÅ coordinator")
        ANDT = "andt", N_("ANDT coordinator")
        EXTREMISM = "extremism", N_("Coordinator against violent extremism")
        CONTACT = "contact", N_("Contact person")
        OTHER = "other", N_("Other")

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT)
    name = models.TextField()
    kind = models.TextField(choices=Kind)
    party = models.ForeignKey(Party, on_delete=models.PROTECT, help_text="The party that is to fill it.")
    since = models.DateField()
    until = models.DateField(null=True)

    objects = FunctionQuerySet.as_manager()
    edited = ("name", "kind")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(until__isnull=True) | Q(until__gte=F("since")), name="function_days"),
        ]

    def __str__(self) -> str:
        return self.name


class Holder(models.Model):
    """Who holds a seat or a function, from day to day, both included. An office holder need not have an account."""

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT)
    seat = models.ForeignKey(Seat, null=True, on_delete=models.PROTECT, related_name="holders")
    function = models.ForeignKey(Function, null=True, on_delete=models.PROTECT, related_name="holders")
    person = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    name = models.TextField(blank=True, help_text="Of an office holder without an account.")
    deputy = models.BooleanField(default=False)
    since = models.DateField()
    until = models.DateField(null=True, help_text="Last day; none until further notice.")

    objects = HolderQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(seat__isnull=True, function__isnull=False) | Q(seat__isnull=False, function__isnull=True),
                name="holder_of_one",
            ),
            models.CheckConstraint(
                condition=Q(person__isnull=False, name="") | (Q(person__isnull=True) & ~Q(name="")),
                name="holder_is_someone",
            ),
            models.CheckConstraint(condition=Q(until__isnull=True) | Q(until__gte=F("since")), name="holder_days"),
        ]
        indexes = [models.Index(fields=["partnership", "person"], name="holder_person")]

    def __str__(self) -> str:
        return f"{self.pk}"

    @property
    def called(self) -> str:
        """The holder's name."""
        return self.person.name if self.person else self.name

    def holds(self, on: dt.date) -> bool:
        """Whether it is held on the day."""
        return self.since <= on and (self.until is None or on <= self.until)

    def overlaps(self, since: dt.date, until: dt.date | None) -> bool:
        """Whether a day of the stretch is one on which it is held."""
        return (until is None or self.since <= until) and (self.until is None or since <= self.until)


class Mandate(models.Model):
    """A kind of decision that a body may take jointly, or that somebody may take for a party, from day to day.

    For a party it is an organ of its own (kommunstyrelsen, by `name`) or a delegate: who holds a seat or a function, a
    person here, or an office by `name`.
    """

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT)
    body = models.ForeignKey(
        Body, null=True, on_delete=models.PROTECT, related_name="mandates", help_text="That decides jointly."
    )
    of_party = models.ForeignKey(
        Party, null=True, on_delete=models.PROTECT, related_name="mandates", help_text="That is bound by the decision."
    )
    delegate = models.BooleanField(default=False, help_text="Of a party: not an organ of it but someone by delegation.")
    seat = models.ForeignKey(Seat, null=True, on_delete=models.PROTECT, related_name="mandates")
    function = models.ForeignKey(Function, null=True, on_delete=models.PROTECT, related_name="mandates")
    person = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    name = models.TextField(blank=True, help_text="Of an organ or an office that is nothing here: Kommunstyrelsen.")
    what = models.TextField(help_text="Name of a registered kind; see `mandates`.")
    limit = models.TextField(blank=True, help_text="Name of a limit of the kind; none: all of it.")
    source = models.TextField(blank=True, help_text="Where it stands: a delegation, a paragraph of the agreement.")
    since = models.DateField()
    until = models.DateField(null=True, help_text="Last day; none until further notice.")

    objects = MandateQuerySet.as_manager()
    edited = ("until",)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    body__isnull=False,
                    of_party__isnull=True,
                    delegate=False,
                    seat__isnull=True,
                    function__isnull=True,
                    person__isnull=True,
                    name="",
                )
                | Q(body__isnull=True, of_party__isnull=False),
                name="mandate_of_one",
            ),
            models.CheckConstraint(condition=Q(until__isnull=True) | Q(until__gte=F("since")), name="mandate_days"),
            models.CheckConstraint(
                condition=Q(delegate=False) | ~Q(source=""), name="mandate_of_a_delegate_has_a_source"
            ),
        ]
        indexes = [models.Index(fields=["partnership", "what"], name="mandate_what")]

    def __str__(self) -> str:
        return f"{self.pk}"

    @property
    def called(self) -> str:
        """Who has it."""
        if self.body_id is not None:
            return str(self.body)
        post = self.seat or self.function
        if post is not None:
            return str(post)
        return self.person.name if self.person else self.name
