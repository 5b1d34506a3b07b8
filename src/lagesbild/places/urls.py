"""Addresses of places, below /s/<partnership>/."""

from __future__ import annotations

from django.urls import URLPattern, path, re_path

from lagesbild.places import views

app_name = "places"
urlpatterns: list[URLPattern] = [
    path("platser/", views.index, name="index"),
    path("platser/kommun/", views.municipality, name="municipality"),
    path("platser/omraden/nya/", views.add_areas, name="add_areas"),
    path("platser/omraden/<int:pk>/", views.areas, name="areas"),
    re_path(
        r"^platser/omraden/(?P<pk>[0-9]+)/(?P<act>behall|anvand|rakna|ta-bort)/$",
        views.change_areas,
        name="change_areas",
    ),
    path("platser/adresser/", views.add_gazetteer, name="add_gazetteer"),
    path("platser/karta/", views.add_ground, name="add_ground"),
    path("platser/sok/", views.search, name="search"),
    path("platser/underlag.json", views.ground, name="ground"),
]
