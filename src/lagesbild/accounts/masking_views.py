"""Words masked afterwards, in whatever a room has said that people write."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import Http404, HttpResponse
from django.urls import reverse

from lagesbild.accounts.web import member
from lagesbild.core import access, masking
from lagesbild.core.actions import require
from lagesbild.core.web import Here, back, flash, render
from lagesbild.core.web.forms import Form
from lagesbild.i18n import N_, Message

LONGEST = 4000


class MaskForm(Form):
    """Words to hide wherever they stand."""

    words = forms.CharField(
        label=N_("Words to mask, exactly as they are written"),
        help_text=N_(
            "One stretch on each line. It is hidden for good: here, in what was written before, in minutes and "
            "pictures that hold it, and in backups that are read back."
        ),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def clean_words(self) -> list[str]:
        """A stretch a line."""
        return [line.strip() for line in self.cleaned_data["words"].splitlines() if line.strip()]


@member
def mask(here: Here, path: str, pk: int) -> HttpResponse:
    """The form, with the texts that it is about, and what comes of sending it."""
    kind = masking.at_path(path)
    if kind is None:
        raise Http404
    row = kind.model._default_manager.get(pk=pk)
    require(kind.may(here.actor, row))
    sent = here.request.method == "POST"
    form = MaskForm(here.request.POST if sent else None)
    page, arguments = kind.page(row)
    if sent and form.is_valid() and form.attempt(lambda: _mask(here, kind.name, pk, form.cleaned_data)):
        flash(here, Message(N_("The words are masked.")))
        return back(here, page, **arguments)
    how = kind.looked(row)
    if how is not None:
        access.looked(here, row, how)
    return render(
        here,
        "people/mask.html",
        422 if sent else 200,
        form=form,
        called=here.t.value(kind.called(row)),
        texts=masking.written(kind, pk),
        page=reverse(page, kwargs={"slug": here.partnership.slug, **arguments}),
    )


def _mask(here: Here, subject: str, pk: int, given: dict[str, Any]) -> None:
    masking.mask(actor=here.actor, subject=subject, pk=pk, stretches=given["words"])
