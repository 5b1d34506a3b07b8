"""Addresses of the page for leadership and of the wheel of the year, below /s/<partnership>/."""

from __future__ import annotations

from django.urls import path

from lagesbild.leadership import views

app_name = "leadership"
urlpatterns = [
    path("ledning/", views.page, name="page"),
    path("arshjul/", views.wheel, name="wheel"),
]
