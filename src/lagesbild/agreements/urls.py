"""Addresses of agreements, below /s/<partnership>/."""

from __future__ import annotations

from django.urls import URLPattern, path

from lagesbild.agreements.views import beginning, editing, files, page, signing

app_name = "agreements"
urlpatterns: list[URLPattern] = [
    path("overenskommelser/", page.listing, name="list"),
    path("overenskommelser/lagen/", page.statute, name="statute"),
    path("overenskommelser/ny/", editing.draft, name="draft"),
    path("overenskommelser/exempel/<slug:name>/", beginning.begin, name="begin"),
    path("overenskommelser/<int:pk>/", page.detail, name="detail"),
    path("overenskommelser/<int:pk>/text.pdf", files.whole, {"how": "pdf"}, name="pdf"),
    path("overenskommelser/<int:pk>/text.docx", files.whole, {"how": "docx"}, name="docx"),
    path("overenskommelser/<int:pk>/bilaga-1/<int:year>.pdf", files.action_plan, {"how": "pdf"}, name="plan_pdf"),
    path("overenskommelser/<int:pk>/bilaga-1/<int:year>.docx", files.action_plan, {"how": "docx"}, name="plan_docx"),
    path("overenskommelser/<int:pk>/andra/", editing.change, name="change"),
    path("overenskommelser/<int:pk>/dela/", editing.share, name="share"),
    path("overenskommelser/<int:pk>/ta-bort/", editing.remove, name="remove"),
    path("overenskommelser/<int:pk>/del/<slug:part>/", editing.add_part, name="add_part"),
    path("overenskommelser/del/<slug:part>/<int:pk>/", editing.change_part, name="change_part"),
    path("overenskommelser/del/<slug:part>/<int:pk>/flytta/", editing.move_part, name="move_part"),
    path("overenskommelser/del/<slug:part>/<int:pk>/ta-bort/", editing.remove_part, name="remove_part"),
    path("overenskommelser/<int:pk>/grupper/", beginning.found, name="found"),
    path("overenskommelser/<int:pk>/underteckna/", signing.sign, name="sign"),
    path("overenskommelser/original/<int:pk>/", files.original, name="original"),
    path("overenskommelser/original/<int:pk>/ta-bort/", signing.unsign, name="unsign"),
    path("overenskommelser/bilaga/<int:pk>/", files.annex, name="annex"),
    path("overenskommelser/<int:pk>/satt-i-kraft/", signing.enter_force, name="enter_force"),
    path("overenskommelser/<int:pk>/sag-upp/", signing.give_notice, name="give_notice"),
    path("overenskommelser/<int:pk>/angra-uppsagning/", signing.take_back_notice, name="take_back_notice"),
    path("overenskommelser/<int:pk>/folj-upp/", signing.review, name="review"),
    path("overenskommelser/uppfoljning/<int:pk>/ta-bort/", signing.take_back_review, name="take_back_review"),
    path("overenskommelser/<int:pk>/ny-utgava/", editing.amend, name="amend"),
    path("overenskommelser/<int:pk>/skillnad/", page.difference, name="difference"),
    path("overenskommelser/<int:pk>/skillnad.pdf", files.difference, {"how": "pdf"}, name="difference_pdf"),
    path("overenskommelser/<int:pk>/skillnad.docx", files.difference, {"how": "docx"}, name="difference_docx"),
]
