"""What is published: editions that never change, their files, and why some were taken back.

And what is written or uploaded here to be published: news and documents.
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from lagesbild.core.models import Audience, Partnership, Party
from lagesbild.i18n import N_
from lagesbild.publishing.queries import DocumentQuerySet, NewsQuerySet, PublicationQuerySet


class Publication(models.Model):
    """One thing as the public reads it, masked once. The audience is always the public; only the state changes."""

    class State(models.TextChoices):
        """Whether it is read."""

        PUBLISHED = "published", N_("published")
        SUPERSEDED = "superseded", N_("superseded")
        WITHDRAWN = "withdrawn", N_("withdrawn")

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT)
    party = models.ForeignKey(Party, on_delete=models.PROTECT, help_text="The party of whoever published it.")
    audience = models.ForeignKey(Audience, on_delete=models.PROTECT, help_text="Always the public.")
    kind = models.TextField(help_text="Name of a registered kind; see `kinds`.")
    subject_id = models.BigIntegerField(help_text="Row of the room that the kind belongs to.")
    slug = models.SlugField(max_length=40, help_text="The same for every edition of the same thing; holds no words.")
    number = models.PositiveIntegerField(help_text="1 for the first edition.")
    title = models.TextField()
    summary = models.TextField(blank=True)
    content = models.JSONField(help_text="See `public`; words of ours in both languages.")
    language = models.CharField(max_length=2, help_text="Of what people wrote.")
    checked = models.JSONField(help_text="Codes of what whoever published it said to have looked at.")
    digest = models.CharField(max_length=64, help_text="SHA-256 over the content as it was published.")
    person_id = models.BigIntegerField()
    at = models.DateTimeField(db_default=Now())
    state = models.TextField(choices=State, default=State.PUBLISHED)

    objects = PublicationQuerySet.as_manager()
    untold: bool
    """Whether how it ended is not told where the public reads it, where it was asked for (`with_untold`)."""

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["partnership", "kind", "slug", "number"], name="publication_once"),
            models.UniqueConstraint(
                fields=["partnership", "kind", "slug"], condition=Q(state="published"), name="publication_current"
            ),
        ]
        indexes = [models.Index(fields=["partnership", "kind", "state", "at"], name="publication_of_kind")]

    def __str__(self) -> str:
        return f"{self.kind} {self.slug} {self.number}"


class Attachment(models.Model):
    """A file that is published with something. Who may read the publication may read it."""

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT)
    party = models.ForeignKey(Party, on_delete=models.PROTECT)
    audience = models.ForeignKey(Audience, on_delete=models.PROTECT)
    publication = models.OneToOneField(Publication, on_delete=models.PROTECT, related_name="attachment")
    content = models.BinaryField()
    media_type = models.CharField(max_length=80)
    digest = models.CharField(max_length=64, help_text="SHA-256 over the bytes.")

    def __str__(self) -> str:
        return f"{self.publication_id}"


class Withdrawal(models.Model):
    """That something was taken back, and the reason, which the public reads in its place."""

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT)
    party = models.ForeignKey(Party, on_delete=models.PROTECT)
    audience = models.ForeignKey(Audience, on_delete=models.PROTECT)
    publication = models.ForeignKey(Publication, on_delete=models.PROTECT, related_name="withdrawals")
    kind = models.TextField()
    slug = models.SlugField(max_length=40)
    reason = models.TextField()
    person_id = models.BigIntegerField()
    at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [models.UniqueConstraint(fields=["publication"], name="withdrawal_once")]
        indexes = [models.Index(fields=["partnership", "kind", "slug"], name="withdrawal_of")]

    def __str__(self) -> str:
        return f"{self.publication_id}"


class News(models.Model):
    """What has happened and what was done about it, written for the public."""

    class State(models.TextChoices):
        """Whether it is meant to be published."""

        OPEN = "open", N_("to be published")
        DROPPED = "dropped", N_("dropped")

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT)
    party = models.ForeignKey(Party, on_delete=models.PROTECT)
    audience = models.ForeignKey(Audience, on_delete=models.PROTECT)
    title = models.TextField()
    day = models.DateField(help_text="When it happened.")
    place = models.TextField(blank=True)
    happened = models.TextField()
    done = models.TextField()
    state = models.TextField(choices=State, default=State.OPEN)
    person_id = models.BigIntegerField()
    at = models.DateTimeField(db_default=Now())

    objects = NewsQuerySet.as_manager()
    edited = ("title", "day", "place", "happened", "done")

    def __str__(self) -> str:
        return self.title


class Document(models.Model):
    """A document that was uploaded to be published. What is uploaded never changes; another one is another document."""

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT)
    party = models.ForeignKey(Party, on_delete=models.PROTECT)
    audience = models.ForeignKey(Audience, on_delete=models.PROTECT)
    title = models.TextField()
    about = models.TextField(blank=True)
    content = models.BinaryField()
    media_type = models.CharField(max_length=80)
    digest = models.CharField(max_length=64, help_text="SHA-256 over the bytes.")
    size = models.PositiveIntegerField(help_text="Bytes.")
    person_id = models.BigIntegerField()
    at = models.DateTimeField(db_default=Now())

    objects = DocumentQuerySet.as_manager()

    def __str__(self) -> str:
        return self.title
