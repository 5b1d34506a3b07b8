"""Addresses of the weekly picture, below /s/<partnership>/."""

from __future__ import annotations

from django.urls import path

from lagesbild.picture import views

app_name = "picture"
WEEK = "lagesbild/<int:year>-v<int:week>/"
urlpatterns = [
    path("lagesbild/", views.listing, name="list"),
    path("lagesbild/gor/", views.ask, name="ask"),
    path("lagesbild/installning/", views.arrange, name="arrange"),
    path("lagesbild/fynd/<int:pk>/bekrafta/", views.confirm, name="confirm"),
    path("lagesbild/fynd/<int:pk>/avfarda/", views.dismiss, name="dismiss"),
    path("lagesbild/fynd/<int:pk>/angra/", views.undo, name="undo"),
    path("lagesbild/utgava/<int:pk>/faststall/", views.decide, name="decide"),
    path("lagesbild/utgava/<int:pk>/rakna-om/", views.check, name="check"),
    path(WEEK, views.edition, name="edition"),
    path(f"{WEEK}gors/", views.making, name="making"),
    path(f"{WEEK}<int:number>/", views.edition, name="edition"),
    path(f"{WEEK}<int:number>/karta-<slug:mark>.json", views.map_data, name="map"),
    path(f"{WEEK}<int:number>/lagesbild.pdf", views.document, name="document"),
    path(f"{WEEK}<int:number>/lagesbild.json", views.figures, name="figures"),
    path(f"{WEEK}<int:number>/bakom/<slug:what>/", views.behind, name="behind"),
]
