"""Addresses of plans, measures and the catalogue, below /s/<partnership>/."""

from __future__ import annotations

from django.urls import URLPattern, path

from lagesbild.plans.views import catalogue, doses, measures, papers, plans

app_name = "plans"
urlpatterns: list[URLPattern] = [
    path("planer/", plans.listing, name="list"),
    path("planer/ny/", plans.create, name="create"),
    path("planer/<int:pk>/", plans.detail, name="detail"),
    path("planer/<int:pk>/handlingsplan.pdf", papers.standing, {"how": "pdf"}, name="pdf"),
    path("planer/<int:pk>/handlingsplan.docx", papers.standing, {"how": "docx"}, name="docx"),
    path("planer/<int:pk>/andra/", plans.change, name="change"),
    path("planer/<int:pk>/avsluta/", plans.close, name="close"),
    path("planer/<int:pk>/oppna-igen/", plans.reopen, name="reopen"),
    path("planer/<int:pk>/partens-beslut/", plans.decide_party, name="decide_party"),
    path("planer/<int:pk>/utgava/<int:number>/", plans.edition, name="edition"),
    path("planer/<int:pk>/utgava/<int:number>.pdf", papers.edition, {"how": "pdf"}, name="edition_pdf"),
    path("planer/<int:pk>/utgava/<int:number>.docx", papers.edition, {"how": "docx"}, name="edition_docx"),
    path("planer/<int:pk>/atgard/", measures.add, name="add"),
    path("planer/atgarder/", measures.listing, name="measures"),
    path("planer/atgarder/ny/", measures.immediate, name="immediate"),
    path("planer/atgarder/mot/", measures.against, name="against"),
    path("planer/atgarder/mina/", measures.mine, name="mine"),
    path("planer/atgarder/<int:pk>/", measures.detail, name="measure"),
    path("planer/atgarder/<int:pk>/lage/", measures.report, name="report"),
    path("planer/atgarder/<int:pk>/andra/", measures.change, name="change_measure"),
    path("planer/atgarder/<int:pk>/flytta/", measures.move, name="move"),
    path("planer/atgarder/<int:pk>/tillfallen/", doses.plan, name="plan_doses"),
    path("planer/atgarder/<int:pk>/genomfort/", doses.add_held, name="add_held"),
    path("planer/atgarder/tillfalle/<int:pk>/", doses.detail, name="dose"),
    path("planer/atgarder/tillfalle/<int:pk>/genomfort/", doses.hold, name="hold_dose"),
    path("planer/atgarder/tillfalle/<int:pk>/installt/", doses.cancel, name="cancel_dose"),
    path("planer/atgarder/tillfalle/<int:pk>/angra/", doses.take_back, name="take_back_dose"),
    path("planer/atgarder/tillfalle/<int:pk>/ta-bort/", doses.remove, name="remove_dose"),
    path("planer/katalog/", catalogue.listing, name="catalogue"),
    path("planer/katalog/<slug:key>/", catalogue.technique, name="technique"),
]
