"""Addresses of the public site, below /p/<partnership>/."""

from __future__ import annotations

from django.urls import URLPattern, path

from lagesbild.portal import views

app_name = "portal"
urlpatterns: list[URLPattern] = [
    path("", views.start, name="start"),
    path("loften/", views.promises, name="promises"),
    path("loften/<slug:ref>/", views.one("promise"), name="promise"),
    path("loften/<slug:ref>/blad.pdf", views.promise_sheet, name="sheet"),
    path("lagesbilder/", views.pictures, name="pictures"),
    path("lagesbilder/<slug:ref>/", views.one("picture"), name="picture"),
    path("nytt/", views.news_list, name="news_list"),
    path("nytt/<slug:ref>/", views.one("news"), name="news"),
    path("overenskommelse/", views.agreements, name="agreements"),
    path("overenskommelse/<slug:ref>/", views.one("agreement"), name="agreement"),
    path("beslut/", views.minutes_list, name="minutes_list"),
    path("beslut/<slug:ref>/", views.one("minutes"), name="minutes"),
    path("dokument/<slug:ref>/", views.one("document"), name="document"),
    path("dokument/<slug:ref>/fil.pdf", views.file, name="file"),
    path("sa-raknar-vi/", views.words("method"), name="method"),
    path("tillganglighet/", views.words("accessibility"), name="accessibility"),
    path("personuppgifter/", views.words("personal"), name="personal"),
    path("flode.atom", views.feed, name="feed"),
    path("sitemap.xml", views.sitemap, name="sitemap"),
]
