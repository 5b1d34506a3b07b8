"""Addresses of one's calendars and reminders, below /s/<partnership>/."""

from __future__ import annotations

from django.urls import path

from lagesbild.calendars import views

app_name = "calendars"
urlpatterns = [
    path("kalender/", views.page, name="page"),
    path("kalender/ny/", views.create, name="create"),
    path("kalender/<int:pk>/ny-hemlighet/", views.renew, name="renew"),
    path("kalender/<int:pk>/avsluta/", views.end, name="end"),
    path("kalender/paminnelser/", views.remind, name="remind"),
]
