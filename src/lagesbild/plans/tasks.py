"""What the worker does for plans: a letter with a link to whoever became responsible, never what is to be done."""

from __future__ import annotations

from django.urls import reverse
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from lagesbild.accounts import mails
from lagesbild.accounts.mails import Letter
from lagesbild.core.scope import scope
from lagesbild.core.system import worker
from lagesbild.i18n import N_, Message
from lagesbild.plans.models import Measure

AGAIN = RetryStrategy(max_attempts=8, exponential_wait=3)
ASSIGNED = N_("You are responsible for a measure of {partnership}.\n\nSee it, and say how it goes:\n\n{link}")


@app.task(name="plans.assigned", retry=AGAIN)
def assigned(*, partnership: int, measure: int) -> None:
    """Tell someone of a measure that is theirs, if it is still to be done."""
    with scope(worker(partnership).scope()):
        row = Measure.objects.unfinished().select_related("person", "partnership").filter(pk=measure).first()
        if row is None or row.person is None or not row.person.is_active:
            return
        path = reverse("plans:mine", kwargs={"slug": row.partnership.slug})
        values = {"partnership": row.partnership.name, "link": mails.link(path)}
        Letter(
            row.person.email, row.person.language, Message(N_("A measure is yours"), values), Message(ASSIGNED, values)
        ).send()
