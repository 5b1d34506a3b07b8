"""Meetings of bodies: their agenda, who was there, what was decided, who is to do what by when, and the minutes."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.functional import cached_property

from lagesbild.accounts.models import Person
from lagesbild.core.models import Audience, Partnership, Party
from lagesbild.i18n import N_
from lagesbild.meetings.queries import (
    AdjusterQuerySet,
    AttendanceQuerySet,
    DecisionQuerySet,
    ItemQuerySet,
    MeetingQuerySet,
    TaskQuerySet,
)
from lagesbild.organisation.models import Body, Holder
from lagesbild.organisation.structure import seated


class Meeting(models.Model):
    """A meeting of a body."""

    class State(models.TextChoices):
        """How far it has come."""

        PLANNED = "planned", N_("planned")
        CALLED = "called", N_("called")
        HELD = "held", N_("held")
        APPROVED = "approved", N_("minutes approved")
        CANCELLED = "cancelled", N_("called off")

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT)
    party = models.ForeignKey(Party, on_delete=models.PROTECT, help_text="Owner: the convener of the body.")
    audience = models.ForeignKey(Audience, on_delete=models.PROTECT, help_text="The body's circle, or all members.")
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="meetings")
    starts = models.DateTimeField()
    ends = models.DateTimeField()
    place = models.TextField(blank=True)
    link = models.URLField(blank=True, max_length=500, help_text="For those who are not in the room.")
    state = models.TextField(choices=State, default=State.PLANNED)

    objects = MeetingQuerySet.as_manager()
    edited = ("starts", "ends", "place", "link")

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(ends__gt=F("starts")), name="meeting_hours")]
        indexes = [models.Index(fields=["partnership", "starts"], name="meeting_starts")]

    def __str__(self) -> str:
        return f"{self.pk}"

    @property
    def open(self) -> bool:
        """Whether what was said and decided can be written down."""
        return self.state == self.State.HELD

    @property
    def ahead(self) -> bool:
        """Whether it is yet to be held."""
        return self.state in (self.State.PLANNED, self.State.CALLED)

    @cached_property
    def previous(self) -> Meeting | None:
        """The one of the same body that took place before it; asked for once, whichever points go on from it."""
        return Meeting.objects.before(self).first()

    @cached_property
    def sitting(self) -> list[Holder]:
        """Those who sit in the body on the day of the meeting, in the order of the seats; asked for once."""
        return seated(self.body_id, timezone.localdate(self.starts))


class AgendaItem(models.Model):
    """One thing on the agenda; what it shows and what can be decided on it is said by its kind (`agenda`)."""

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT)
    party = models.ForeignKey(Party, on_delete=models.PROTECT)
    audience = models.ForeignKey(Audience, on_delete=models.PROTECT)
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="items")
    position = models.PositiveSmallIntegerField()
    kind = models.TextField(help_text="Name of a registered kind.")
    subject_id = models.BigIntegerField(null=True, help_text="Row of the room that the kind belongs to.")
    title = models.TextField(blank=True, help_text="Empty: the kind's own.")
    note = models.TextField(blank=True, help_text="What was said.")
    done = models.BooleanField(default=False)
    public = models.BooleanField(default=False, help_text="Whether what was decided on it may be published.")

    objects = ItemQuerySet.as_manager()
    edited = ("note", "done")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "position"], name="item_position_once", deferrable=models.Deferrable.DEFERRED
            )
        ]

    def __str__(self) -> str:
        return f"{self.meeting_id}: {self.position}"


class Attendance(models.Model):
    """Somebody at a meeting: who holds a seat, or an adjunct participant of this meeting alone."""

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT)
    party = models.ForeignKey(Party, on_delete=models.PROTECT)
    audience = models.ForeignKey(Audience, on_delete=models.PROTECT)
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="attendance")
    holder = models.ForeignKey(Holder, null=True, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    name = models.TextField(blank=True, help_text="Of an adjunct without an account.")
    stands_for = models.TextField(blank=True, help_text="What an adjunct stands for: a party, a company, a school.")
    present = models.BooleanField(default=False)

    objects = AttendanceQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(holder__isnull=False, person__isnull=True, name="")
                | Q(holder__isnull=True, person__isnull=False, name="")
                | (Q(holder__isnull=True, person__isnull=True) & ~Q(name="")),
                name="attendance_of_one",
            ),
            models.UniqueConstraint(fields=["meeting", "holder"], name="attendance_once"),
        ]

    def __str__(self) -> str:
        return f"{self.pk}"

    @property
    def adjunct(self) -> bool:
        """Whether it is somebody of this meeting alone."""
        return self.holder_id is None

    @property
    def called(self) -> str:
        """The name."""
        if self.holder:
            return self.holder.called
        return self.person.name if self.person else self.name


class Decision(models.Model):
    """What a meeting decided on an item; it may have acted in another room (`act`)."""

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT)
    party = models.ForeignKey(Party, on_delete=models.PROTECT)
    audience = models.ForeignKey(Audience, on_delete=models.PROTECT)
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="decisions")
    item = models.ForeignKey(AgendaItem, on_delete=models.PROTECT, related_name="decisions")
    text = models.TextField()
    act = models.TextField(blank=True, help_text="Name of a registered resolution.")
    subject_id = models.BigIntegerField(null=True, help_text="What it acted on.")
    without = ArrayField(
        models.BigIntegerField(),
        default=list,
        help_text="Of one that acts: parties in the body of whom nobody with a mandate to decide was there.",
    )
    person_id = models.BigIntegerField(help_text="Who wrote it down.")
    at = models.DateTimeField(db_default=Now())
    undone = models.DateTimeField(null=True)

    objects = DecisionQuerySet.as_manager()
    unheard: list[str]
    """Names of those in `without`, where a page asked for them."""

    def __str__(self) -> str:
        return f"{self.pk}"


class SignedMinutes(models.Model):
    """Minutes as they were signed on paper and uploaded; added and never changed."""

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT)
    party = models.ForeignKey(Party, on_delete=models.PROTECT)
    audience = models.ForeignKey(Audience, on_delete=models.PROTECT)
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="signed")
    content = models.BinaryField()
    media_type = models.CharField(max_length=80, help_text="By what the file holds, not by its name.")
    size = models.PositiveIntegerField(help_text="Bytes.")
    digest = models.CharField(max_length=64, help_text="SHA-256 over the bytes.")
    person_id = models.BigIntegerField(help_text="Who uploaded it.")
    at = models.DateTimeField(db_default=Now())

    def __str__(self) -> str:
        return f"{self.meeting_id}"


class Adjuster(models.Model):
    """Somebody chosen at a meeting to adjust its protocol, and when and how that was done.

    What was adjusted is known by its digest: a protocol that was changed since is to be adjusted anew.
    """

    class How(models.TextChoices):
        """In which way."""

        SIGNED_IN = "signed_in", N_("signed in here")
        ORIGINAL = "original", N_("on paper, uploaded")

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT)
    party = models.ForeignKey(Party, on_delete=models.PROTECT)
    audience = models.ForeignKey(Audience, on_delete=models.PROTECT)
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="adjusters")
    holder = models.ForeignKey(Holder, on_delete=models.PROTECT, related_name="+")
    adjusted = models.DateField(null=True)
    how = models.TextField(choices=How, blank=True)
    signed = models.ForeignKey(SignedMinutes, null=True, on_delete=models.PROTECT, related_name="adjusters")
    digest = models.CharField(max_length=64, blank=True, help_text="Of what was adjusted; see `minutes.adjusted`.")

    objects = AdjusterQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["meeting", "holder"], name="adjuster_once"),
            models.CheckConstraint(
                condition=Q(adjusted__isnull=True, how="", digest="", signed__isnull=True)
                | (Q(adjusted__isnull=False, how="signed_in", signed__isnull=True) & ~Q(digest=""))
                | (Q(adjusted__isnull=False, how="original", signed__isnull=False) & ~Q(digest="")),
                name="adjuster_adjusted_somehow",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.meeting_id}: {self.holder_id}"


class Task(models.Model):
    """Who is to do what by when. Whoever is to do it sees it, also outside the meeting's audience (`walls`)."""

    class State(models.TextChoices):
        """How it went."""

        OPEN = "open", N_("to do")
        DONE = "done", N_("carried out")
        PARTLY = "partly", N_("partly done")
        NOT_DONE = "not_done", N_("not done")
        WITHDRAWN = "withdrawn", N_("withdrawn")

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT)
    party = models.ForeignKey(Party, on_delete=models.PROTECT)
    audience = models.ForeignKey(Audience, on_delete=models.PROTECT)
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="tasks")
    # none also where the decision is not open to the one who is to do it
    meeting = models.ForeignKey(Meeting, null=True, on_delete=models.PROTECT, related_name="tasks")
    decision = models.ForeignKey(Decision, null=True, on_delete=models.PROTECT, related_name="tasks")
    responsible = models.ForeignKey(
        Party, on_delete=models.PROTECT, related_name="tasks", help_text="The party that is to do it."
    )
    person = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="tasks")
    what = models.TextField()
    due = models.DateField(null=True)
    state = models.TextField(choices=State, default=State.OPEN)
    report = models.TextField(blank=True, help_text="What was done, in the words of who did it.")
    reported_by = models.BigIntegerField(null=True)
    reported = models.DateTimeField(null=True)
    made = models.DateTimeField(db_default=Now())

    objects = TaskQuerySet.as_manager()
    edited = ("state", "report")

    class Meta:
        indexes = [
            models.Index(fields=["partnership", "body", "state"], name="task_of_body"),
            models.Index(fields=["partnership", "person", "state"], name="task_of_person"),
        ]

    def __str__(self) -> str:
        return f"{self.pk}"


class Minutes(models.Model):
    """The minutes as they were approved: an edition that never changes, but for words that are masked."""

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT)
    party = models.ForeignKey(Party, on_delete=models.PROTECT)
    audience = models.ForeignKey(Audience, on_delete=models.PROTECT)
    meeting = models.OneToOneField(Meeting, on_delete=models.PROTECT, related_name="minutes")
    content = models.JSONField(help_text="See `minutes.Record`.")
    sealed = models.JSONField(help_text="The same with digests of people's words; see `minutes.seal`.")
    digest = models.CharField(max_length=64, help_text="Keyed, over what is sealed; the timeline holds the same.")
    person = models.ForeignKey(
        Person, null=True, on_delete=models.PROTECT, related_name="+", help_text="Who approved them; none: the system."
    )
    at = models.DateTimeField(db_default=Now())

    def __str__(self) -> str:
        return f"{self.meeting_id}"
