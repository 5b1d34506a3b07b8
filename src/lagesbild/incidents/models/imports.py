"""An import: which files, by whom, read how, and what came of it. Never a row of Python per row of the file."""

from __future__ import annotations

from django.db import models
from django.db.models.functions import Now

from lagesbild.core.models import Audience, Partnership, Party
from lagesbild.i18n import N_
from lagesbild.incidents.models.incident import Source


class Import(models.Model):
    """Files of incidents on their way into the partnership, or in it, or out again."""

    class State(models.TextChoices):
        """How far it has come."""

        PREVIEWED = "previewed", N_("previewed")
        RUNNING = "running", N_("running")
        DONE = "done", N_("done")
        CANCELLED = "cancelled", N_("cancelled")
        FAILED = "failed", N_("failed")
        UNDONE = "undone", N_("undone")

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT)
    party = models.ForeignKey(Party, on_delete=models.PROTECT)
    audience = models.ForeignKey(Audience, on_delete=models.PROTECT)
    source = models.ForeignKey(Source, on_delete=models.PROTECT)
    person_id = models.BigIntegerField()
    state = models.TextField(choices=State, default=State.PREVIEWED)
    files = models.JSONField(default=list, help_text="Name, bytes and SHA-256 of each file.")
    options = models.JSONField(default=dict, help_text="How the files are read; see importing.plan.Plan.")
    counts = models.JSONField(default=dict, help_text="Rows by what became of them.")
    said = models.JSONField(default=list, help_text="What the reader concluded and doubts, in both languages.")
    created = models.DateTimeField(db_default=Now())
    ended = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-created", "-pk"]

    def __str__(self) -> str:
        return f"{self.pk}"


class ImportFile(models.Model):
    """The bytes of an uploaded file until the import has ended; the account of refused rows after that."""

    FILE, REFUSALS = "file", "refusals"
    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT)
    party = models.ForeignKey(Party, on_delete=models.PROTECT)
    batch = models.ForeignKey(Import, on_delete=models.CASCADE, related_name="contents")
    kind = models.TextField(choices=[(FILE, "file"), (REFUSALS, "refusals")])
    position = models.PositiveSmallIntegerField(default=0)
    name = models.TextField()
    content = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["batch", "kind", "position"], name="import_file_once")]

    def __str__(self) -> str:
        return self.name


class ImportProgress(models.Model):
    """How far a running import has come, and whether someone wants it to stop.

    Written beside the import's own transaction, which shows nothing until it ends.
    """

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT)
    party = models.ForeignKey(Party, on_delete=models.PROTECT)
    batch = models.OneToOneField(Import, on_delete=models.CASCADE, related_name="progress")
    share = models.FloatField(default=0)
    doing = models.JSONField(default=dict, help_text="In both languages.")
    stop = models.BooleanField(default=False)
    changed = models.DateTimeField(db_default=Now())

    def __str__(self) -> str:
        return f"{self.batch_id}: {self.share}"


class ImportMapping(models.Model):
    """How files with these headings from this source were read the last time."""

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT)
    source = models.ForeignKey(Source, on_delete=models.CASCADE)
    headings = models.CharField(max_length=64, help_text="Digest of the headings.")
    options = models.JSONField(default=dict)
    changed = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["source", "headings"], name="mapping_once")]

    def __str__(self) -> str:
        return f"{self.source_id} {self.headings[:8]}"


class ImportCategory(models.Model):
    """That what a source calls one thing is one of the partnership's own categories."""

    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT)
    source = models.ForeignKey(Source, on_delete=models.CASCADE)
    theirs = models.TextField()
    category = models.ForeignKey("incidents.Category", on_delete=models.CASCADE)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["source", "theirs"], name="import_category_once")]

    def __str__(self) -> str:
        return f"{self.theirs} → {self.category_id}"
