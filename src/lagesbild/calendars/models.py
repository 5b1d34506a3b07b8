"""Secret addresses that calendars fetch, how people want to be reminded, and the mails that remind them."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from lagesbild.accounts.models import Person
from lagesbild.calendars.queries import DigestQuerySet, FeedQuerySet, RemindingQuerySet
from lagesbild.core.models import Partnership
from lagesbild.organisation.models import Body

MOST_AHEAD = 14
"""Days ahead of which one can be reminded at most."""


class Feed(models.Model):
    """A secret address with one person's calendar in a partnership, or one body's as that person may see it.

    It opens nothing by itself: what it gives are the rights that the person has when it is fetched.
    """

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT)
    person = models.ForeignKey(Person, on_delete=models.PROTECT)
    body = models.ForeignKey(Body, null=True, on_delete=models.PROTECT, help_text="None: all that concerns the person.")
    token_digest = models.BinaryField(max_length=32, help_text="SHA-256 of the secret in the address.")
    made = models.DateTimeField(db_default=Now(), help_text="When the secret was made.")
    last_used = models.DateTimeField(null=True)
    revoked = models.DateTimeField(null=True)

    objects = FeedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["partnership", "person", "body"],
                condition=Q(revoked__isnull=True),
                nulls_distinct=False,
                name="feed_once",
            )
        ]
        indexes = [models.Index(fields=["partnership", "token_digest"], name="feed_token_digest")]

    def __str__(self) -> str:
        return f"{self.pk}"


class Reminding(models.Model):
    """How somebody wants to be reminded by mail, in all partnerships alike; whoever has no row is not reminded."""

    person = models.OneToOneField(Person, on_delete=models.PROTECT)
    ahead = models.PositiveSmallIntegerField(
        help_text="So many days ahead as well as on the day; 0: only on the day itself."
    )

    objects = RemindingQuerySet.as_manager()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(ahead__lte=MOST_AHEAD), name="reminding_ahead")]

    def __str__(self) -> str:
        return f"{self.person_id}: {self.ahead}"


class Digest(models.Model):
    """The one mail of a person and a day. It is there before it is sent, so that nobody sends a second one."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT)
    day = models.DateField(help_text="On which it is sent.")
    until = models.DateField(help_text="Last day that it speaks for; see `reminding`.")
    settled = models.DateTimeField(null=True, help_text="When it was sent, or found to have nothing to say.")
    things = models.PositiveSmallIntegerField(default=0, help_text="How many it spoke of; 0: no mail was sent.")

    objects = DigestQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "day"], name="digest_once")]

    def __str__(self) -> str:
        return f"{self.person_id}: {self.day}"
