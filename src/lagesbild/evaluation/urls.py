"""Addresses of evaluations."""

from __future__ import annotations

from django.urls import URLPattern, path

from lagesbild.evaluation import views

app_name = "evaluation"
urlpatterns: list[URLPattern] = [
    path("loften/<int:pk>/utvardera/", views.evaluate, name="evaluate"),
    path("utvarderingar/<int:pk>/", views.detail, name="detail"),
    path("utvarderingar/<int:pk>/faststall/", views.decide, name="decide"),
]
