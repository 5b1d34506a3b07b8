"""Addresses of incidents, below /s/<partnership>/."""

from __future__ import annotations

from importlib.util import find_spec

from django.urls import URLPattern, URLResolver, include, path, re_path

from lagesbild.incidents.views import acts, categories, detail, listing, report, sorting

app_name = "incidents"
ACTS = "|".join(acts.ACTS)
urlpatterns: list[URLPattern | URLResolver] = [
    path("rapportera/", report.report, name="report"),
    path("rapportera/inget/", report.nothing, name="nothing"),
    path("rapportera/mina/", report.mine, name="mine"),
    path("rapportera/mina/<int:pk>/", report.own, name="own"),
    path("rapportera/mina/<int:pk>/tack/", report.thanks, name="thanks"),
    path("handelser/", listing.listing, name="list"),
    path("handelser/karta/", listing.on_map, name="map"),
    path("handelser/karta/punkter.json", listing.points, name="points"),
    path("handelser/handelser.csv", listing.export, name="export"),
    path("handelser/sortera/", sorting.to_sort, name="to_sort"),
    path("installningar/kategorier/", categories.categories, name="categories"),
    path("installningar/kategorier/<int:pk>/", categories.category, name="category"),
    path("installningar/kategorier/<int:pk>/flytta/", categories.move, name="move_category"),
    path("handelser/<int:pk>/", detail.detail, name="detail"),
    path("handelser/<int:pk>/andra/", report.edit, name="edit"),
    path("handelser/<int:pk>/angra/", acts.undo, name="undo"),
    re_path(rf"^handelser/(?P<pk>[0-9]{{1,18}})/(?P<name>{ACTS})/$", acts.act, name="act"),
    *(
        [path("", include("lagesbild.incidents.importing.urls"))]
        if find_spec("lagesbild.incidents.importing.urls")
        else []
    ),
]
