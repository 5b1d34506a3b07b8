"""Addresses of a person's own pages, below /konto/."""

from __future__ import annotations

from django.urls import URLPattern, path

from lagesbild.accounts import views

app_name = "accounts"
urlpatterns: list[URLPattern] = [path("", views.me, name="me")]
