"""Addresses of imports, below /s/<partnership>/; they belong to the names of incidents."""

from __future__ import annotations

from django.urls import path

from lagesbild.incidents.importing import views

urlpatterns = [
    path("import/", views.listing, name="imports"),
    path("import/ny/", views.new, name="import_new"),
    path("import/<int:pk>/", views.one, name="import"),
    path("import/<int:pk>/las/", views.read_again, name="import_read"),
    path("import/<int:pk>/starta/", views.start, name="import_start"),
    path("import/<int:pk>/framsteg/", views.progress, name="import_progress"),
    path("import/<int:pk>/stoppa/", views.stop, name="import_stop"),
    path("import/<int:pk>/angra/", views.undo, name="import_undo"),
    path("import/<int:pk>/avvisade.csv", views.refusals, name="import_refusals"),
]
