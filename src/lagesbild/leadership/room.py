"""What this room tells the rooms above it."""

from __future__ import annotations

import datetime as dt

from django.urls import reverse

from lagesbild.agreements.models import Agreement
from lagesbild.compliance import policies, reported
from lagesbild.core.web import Here, navigation
from lagesbild.i18n import N_, Message


def register() -> None:
    """Called once when the application starts."""
    navigation.tool(order=5, name=N_("For leadership"), url="leadership:page", visible=policies.may_see)
    navigation.tool(order=6, name=N_("The wheel of the year"), url="leadership:wheel", visible=policies.may_see)
    navigation.across(name=N_("Your partnerships side by side"), url="county:page")
    reported.files_from(files)


def files(here: Here, agreement: Agreement | None, day: dt.date) -> list[reported.File]:
    """The report as of a day, for print and to go on writing in."""
    arguments = {"slug": here.partnership.slug} | ({"pk": agreement.pk} if agreement else {})
    what = "agreement" if agreement else "statute"
    return [
        reported.File(Message(label), f"{reverse(f'leadership:{what}_{how}', kwargs=arguments)}?dag={day.isoformat()}")
        for how, label in (("report", N_("Report to the council (pdf)")), ("word", N_("The same in Word")))
    ]
