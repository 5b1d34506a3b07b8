"""Forms of evaluations."""

from __future__ import annotations

from django import forms

from lagesbild.core.web.forms import Form, Written
from lagesbild.i18n import N_


class TextForm(Form):
    """What those who evaluated have to say besides."""

    text = Written(
        label=N_("What else is to be said?"),
        required=False,
        max_length=8000,
        help_text=N_(
            "What else happened at the place; what you learned. About places and situations, not about persons."
        ),
        widget=forms.Textarea(attrs={"rows": 4}),
    )
