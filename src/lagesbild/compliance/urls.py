"""Addresses of commitments, below /s/<partnership>/."""

from __future__ import annotations

from django.urls import URLPattern, path

from lagesbild.compliance.views import keeping, overview, page, ruling, saying

app_name = "compliance"
urlpatterns: list[URLPattern] = [
    path("ataganden/", overview.listing, name="list"),
    path("ataganden/ataganden.csv", overview.export, name="export"),
    path("ataganden/<int:pk>/", page.commitment, name="commitment"),
    path("ataganden/<int:pk>/prova/", ruling.add, name="add"),
    path("ataganden/lagen/<slug:number>/", page.paragraph, name="paragraph"),
    path("ataganden/lagen/<slug:number>/prova/", ruling.add_to_paragraph, name="add_to_paragraph"),
    path("ataganden/ordna/lagen/", ruling.arrange_statute, name="arrange_statute"),
    path("ataganden/ordna/<int:agreement>/", ruling.arrange, name="arrange"),
    path("ataganden/regel/<int:pk>/", page.rule, name="rule"),
    path("ataganden/regel/<int:pk>/andra/", ruling.change, name="change"),
    path("ataganden/regel/<int:pk>/ta-bort/", ruling.remove, name="remove"),
    path("ataganden/regel/<int:pk>/intyga/", saying.attest, name="attest"),
    path("ataganden/intyg/<int:pk>/ta-tillbaka/", saying.take_back_attestation, name="take_back_attestation"),
    path("ataganden/regel/<int:pk>/anstrangning/", saying.effort, name="effort"),
    path("ataganden/anstrangning/<int:pk>/ta-tillbaka/", saying.take_back_effort, name="take_back_effort"),
    path("ataganden/noterat/", keeping.listing, name="kept"),
    path("ataganden/noterat/ny/", keeping.note, name="note"),
    path("ataganden/noterat/<int:pk>/", keeping.noted, name="noted"),
    path("ataganden/noterat/<int:pk>/ta-tillbaka/", keeping.take_back_noted, name="take_back_noted"),
    path("ataganden/tjanster/ny/", keeping.add_service, name="add_service"),
    path("ataganden/tjanster/<int:pk>/", keeping.service, name="service"),
    path("ataganden/tjanster/<int:pk>/andra/", keeping.change_service, name="change_service"),
    path("ataganden/tjanster/<int:pk>/tid/", keeping.add_session, name="add_session"),
    path("ataganden/tid/<int:pk>/ta-tillbaka/", keeping.take_back_session, name="take_back_session"),
    path("ataganden/dokument/ny/", keeping.add_policy, name="add_policy"),
    path("ataganden/dokument/<int:pk>/", keeping.policy, name="policy"),
    path("ataganden/dokument/<int:pk>/andra/", keeping.change_policy, name="change_policy"),
    path("ataganden/dokument/<int:pk>/utgava/", keeping.add_edition, name="add_edition"),
    path("ataganden/utgava/<int:pk>/ta-tillbaka/", keeping.take_back_edition, name="take_back_edition"),
]
