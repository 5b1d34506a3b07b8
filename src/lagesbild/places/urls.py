"""Addresses of places, below /s/<partnership>/."""

from __future__ import annotations

from django.urls import URLPattern, path, re_path

from lagesbild.places.views import areas, names, start, under

app_name = "places"
urlpatterns: list[URLPattern] = [
    path("platser/", start.index, name="index"),
    path("platser/kommun/", start.municipality, name="municipality"),
    path("platser/omraden/nya/", areas.add_areas, name="add_areas"),
    path("platser/omraden/<int:pk>/", areas.areas, name="areas"),
    re_path(
        r"^platser/omraden/(?P<pk>[0-9]+)/(?P<act>behall|anvand|rakna|ta-bort)/$",
        areas.change_areas,
        name="change_areas",
    ),
    path("platser/adresser/", names.add_gazetteer, name="add_gazetteer"),
    path("platser/adresser/<int:pk>/ta-bort/", names.remove_gazetteer, name="remove_gazetteer"),
    path("platser/karta/", under.add_ground, name="add_ground"),
    path("platser/karta/<int:pk>/ta-bort/", under.remove_ground, name="remove_ground"),
    path("platser/sok/", names.search, name="search"),
    path("platser/underlag.json", under.ground, name="ground"),
]
