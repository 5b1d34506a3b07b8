"""Addresses of several partnerships side by side, outside of any."""

from __future__ import annotations

from django.urls import path

from lagesbild.leadership import county_views

app_name = "county"
urlpatterns = [
    path("", county_views.page, name="page"),
    path("samverkan.csv", county_views.download, name="download"),
]
