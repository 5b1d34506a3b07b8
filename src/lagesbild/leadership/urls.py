"""Addresses of the page for leadership, of the reports, and of the wheel of the year, below /s/<partnership>/."""

from __future__ import annotations

from django.urls import path

from lagesbild.leadership import views

app_name = "leadership"
urlpatterns = [
    path("ledning/", views.page, name="page"),
    path("ledning/sida.pdf", views.printed, name="printed"),
    path("ledning/ar/<int:year>.pdf", views.year_report, {"how": "pdf"}, name="year_pdf"),
    path("ledning/ar/<int:year>.docx", views.year_report, {"how": "docx"}, name="year_docx"),
    path("ledning/rapport/lagen.pdf", views.report, {"how": "pdf"}, name="statute_report"),
    path("ledning/rapport/lagen.docx", views.report, {"how": "docx"}, name="statute_word"),
    path("ledning/rapport/<int:pk>.pdf", views.report, {"how": "pdf"}, name="agreement_report"),
    path("ledning/rapport/<int:pk>.docx", views.report, {"how": "docx"}, name="agreement_word"),
    path("arshjul/", views.wheel, name="wheel"),
]
