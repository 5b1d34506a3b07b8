"""Addresses of citizen dialogues, below /p/<partnership>/."""

from __future__ import annotations

from django.urls import URLPattern, path

from lagesbild.dialogues import public_views

app_name = "open_dialogues"
urlpatterns: list[URLPattern] = [
    path("dialog/", public_views.listing, name="list"),
    path("dialog/<int:pk>/", public_views.detail, name="detail"),
    path("dialog/<int:pk>/tack/", public_views.thanks, name="thanks"),
]
