"""Addresses of what is published, below /s/<partnership>/."""

from __future__ import annotations

from django.urls import URLPattern, path

from lagesbild.publishing import views

app_name = "publishing"
urlpatterns: list[URLPattern] = [
    path("publicerat/", views.listing, name="list"),
    path("publicerat/<int:pk>/", views.detail, name="detail"),
    path("publicerat/<int:pk>/blad.pdf", views.promise_sheet, name="sheet"),
    path("publicerat/<int:pk>/dra-tillbaka/", views.withdraw, name="withdraw"),
    path("publicerat/nyheter/ny/", views.add_news, name="add_news"),
    path("publicerat/nyheter/<int:pk>/", views.news, name="news"),
    path("publicerat/nyheter/<int:pk>/slopa/", views.drop_news, name="drop_news"),
    path("publicerat/dokument/nytt/", views.add_document, name="add_document"),
    path("publicerat/<slug:path>/<int:pk>/", views.preview, name="preview"),
]
