"""Addresses of the registry, below /s/<partnership>/."""

from __future__ import annotations

from django.urls import URLPattern, path

from lagesbild.registry.views import diary, disposal

app_name = "registry"
urlpatterns: list[URLPattern] = [
    path("diariet/", diary.listing, name="list"),
    path("diariet/som-fil/", diary.export, name="export"),
    path("diariet/<str:kind>/<int:pk>/", diary.note, name="note"),
    path("gallring/", disposal.listing, name="retention"),
    path("gallring/<str:kind>/", disposal.kept, name="kept"),
    path("gallring/<str:kind>/regel/", disposal.rule, name="rule"),
    path("gallring/<str:kind>/gallra/", disposal.order, name="dispose"),
    path("gallring/omgang/<int:pk>/", disposal.progress, name="progress"),
    path("gallring/omgang/<int:pk>/stoppa/", disposal.stop, name="stop"),
]
