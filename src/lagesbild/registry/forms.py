"""Forms of the registry."""

from __future__ import annotations

from django import forms

from lagesbild.core.web.forms import Form, Written
from lagesbild.i18n import N_


class NoteForm(Form):
    """What the registry says of a record."""

    dnr = Written(
        label=N_("Diary number"),
        required=False,
        max_length=80,
        help_text=N_("As the registry writes it: KS 2026/118."),
    )
    secret = forms.BooleanField(
        label=N_("Secrecy mark"),
        required=False,
        help_text=N_("With a mark it is not published, and what is published of it is taken back at once."),
    )
    ground = Written(
        label=N_("Section of the secrecy act"),
        required=False,
        max_length=200,
        help_text=N_("By which it may be secret, as chapter and section. A mark is a reminder: each request is tried."),
    )
    marked_on = forms.DateField(
        label=N_("Day of the mark"),
        required=False,
        help_text=N_("Empty: today."),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
