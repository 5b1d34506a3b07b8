"""Forms of news, documents and taking back."""

from __future__ import annotations

from django import forms

from lagesbild.core.web.forms import Form, Written
from lagesbild.i18n import N_
from lagesbild.organisation.forms import day
from lagesbild.publishing.actions import Told


class NewsForm(Form):
    """A piece of news."""

    title = Written(label=N_("Title"), max_length=200)
    day = day(N_("When it happened"))
    place = Written(label=N_("Place"), required=False, max_length=200)
    happened = Written(
        label=N_("What has happened?"),
        max_length=8000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=N_("About places and situations, not about persons."),
    )
    done = Written(label=N_("What have we done?"), max_length=8000, widget=forms.Textarea(attrs={"rows": 4}))

    def told(self) -> Told:
        """What was filled in."""
        said = self.cleaned_data
        return Told(
            title=said["title"], day=said["day"], place=said["place"], happened=said["happened"], done=said["done"]
        )


class DocumentForm(Form):
    """A document."""

    title = Written(label=N_("What is the document called?"), max_length=200)
    about = Written(label=N_("What is it about?"), required=False, max_length=500)
    file = forms.FileField(
        label=N_("The file"),
        help_text=N_("A PDF. Nobody may be seen or named in it who is not to be."),
        widget=forms.FileInput(attrs={"accept": ".pdf"}),
    )


class WithdrawForm(Form):
    """Why something is taken back."""

    reason = Written(
        label=N_("Why is it taken back?"),
        max_length=1000,
        help_text=N_("The public reads it in the place of what was published."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
