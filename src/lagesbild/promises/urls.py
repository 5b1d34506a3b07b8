"""Addresses of promises."""

from __future__ import annotations

from django.urls import URLPattern, path

from lagesbild.promises.views import acts, pages

app_name = "promises"
urlpatterns: list[URLPattern] = [
    path("loften/", pages.listing, name="list"),
    path("loften/nytt/", pages.write, name="write"),
    path("loften/text/", pages.read_text, name="read_text"),
    path("loften/<int:pk>/", pages.detail, name="detail"),
    path("loften/<int:pk>/andra/", pages.change, name="change"),
    path("loften/<int:pk>/dra-tillbaka/", acts.withdraw, name="withdraw"),
    path("loften/<int:pk>/ta-upp/", acts.take_up, name="take_up"),
    path("loften/<int:pk>/beslut/", acts.decide_party, name="decide_party"),
    path("loften/<int:pk>/underskrift/", acts.sign, name="sign"),
    path("loften/<int:pk>/underskrift/<int:signature>/", acts.original, name="original"),
    path("loften/<int:pk>/delmal/", acts.add_milestone, name="add_milestone"),
    path("loften/delmal/<int:pk>/", acts.milestone, name="milestone"),
    path("loften/<int:pk>/uppfoljning/", acts.follow_up, name="follow_up"),
    path("loften/<int:pk>/utfall/", acts.outcome, name="outcome"),
]
