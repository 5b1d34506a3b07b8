"""Addresses of indicators, below /s/<partnership>/."""

from __future__ import annotations

from django.urls import URLPattern, path

from lagesbild.indicators import views

app_name = "indicators"
urlpatterns: list[URLPattern] = [
    path("indikatorer/", views.listing, name="list"),
    path("indikatorer/fil/", views.new_reading, name="new_reading"),
    path("indikatorer/fil/<int:pk>/", views.reading, name="reading"),
    path("indikatorer/fil/<int:pk>/las/", views.read, name="read"),
    path("indikatorer/fil/<int:pk>/kasta/", views.discard, name="discard"),
    path("indikatorer/fil/<int:pk>/ta-tillbaka/", views.undo, name="undo"),
    path("indikatorer/<int:pk>/", views.detail, name="detail"),
    path("indikatorer/<int:pk>/jamfor/", views.compare, name="compare"),
    path("indikatorer/<int:pk>/andra/", views.change, name="change"),
    path("indikatorer/<int:pk>/folj/", views.retire, name="retire"),
    path("indikatorer/<int:pk>/avbrott/", views.add_break, name="add_break"),
    path("indikatorer/serie/<int:pk>/", views.series, name="series"),
    path("indikatorer/serie/<int:pk>/serie.csv", views.export, name="export"),
    path("indikatorer/avbrott/<int:pk>/ta-bort/", views.remove_break, name="remove_break"),
]
