"""Addresses of dialogues, below /s/<partnership>/."""

from __future__ import annotations

from django.urls import URLPattern, path

from lagesbild.dialogues import views

app_name = "dialogues"
urlpatterns: list[URLPattern] = [
    path("dialoger/", views.listing, name="list"),
    path("dialoger/ny/", views.new, name="new"),
    path("dialoger/<int:pk>/", views.detail, name="detail"),
    path("dialoger/<int:pk>/andra/", views.change, name="change"),
    path("dialoger/<int:pk>/ny-fraga/", views.add_question, name="add_question"),
    path("dialoger/fraga/<int:pk>/", views.question, name="question"),
    path("dialoger/fraga/<int:pk>/flytta/", views.move_question, name="move_question"),
    path("dialoger/fraga/<int:pk>/ta-bort/", views.remove_question, name="remove_question"),
    path("dialoger/<int:pk>/oppna/", views.open_, name="open"),
    path("dialoger/<int:pk>/stang/", views.close, name="close"),
    path("dialoger/<int:pk>/vad-det-blev/", views.outcome, name="outcome"),
    path("dialoger/<int:pk>/svara/", views.answer, name="answer"),
    path("dialoger/<int:pk>/anteckning/", views.add_note, name="add_note"),
    path("dialoger/anteckning/<int:pk>/", views.note, name="note"),
    path("dialoger/anteckning/<int:pk>/ta-bort/", views.remove_note, name="remove_note"),
]
