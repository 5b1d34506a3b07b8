"""Addresses of the page for leadership, of the reports, and of the wheel of the year, below /s/<partnership>/."""

from __future__ import annotations

from django.urls import path

from lagesbild.leadership import views

app_name = "leadership"
urlpatterns = [
    path("ledning/", views.page, name="page"),
    path("ledning/rapport/lagen.pdf", views.report, name="statute_report"),
    path("ledning/rapport/lagen.docx", views.word, name="statute_word"),
    path("ledning/rapport/<int:pk>.pdf", views.report, name="agreement_report"),
    path("ledning/rapport/<int:pk>.docx", views.word, name="agreement_word"),
    path("arshjul/", views.wheel, name="wheel"),
]
