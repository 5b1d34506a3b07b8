"""Addresses of the registry, below /s/<partnership>/."""

from __future__ import annotations

from django.urls import URLPattern, path

from lagesbild.registry.views import diary

app_name = "registry"
urlpatterns: list[URLPattern] = [
    path("diariet/", diary.listing, name="list"),
    path("diariet/som-fil/", diary.export, name="export"),
    path("diariet/<str:kind>/<int:pk>/", diary.note, name="note"),
]
