"""The address where words are masked, below /s/<partnership>/."""

from __future__ import annotations

from django.urls import URLPattern, path

from lagesbild.accounts import masking_views

app_name = "masking"
urlpatterns: list[URLPattern] = [path("maska/<slug:path>/<int:pk>/", masking_views.mask, name="mask")]
