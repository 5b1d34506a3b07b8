"""Addresses about people below /s/<partnership>/."""

from __future__ import annotations

from django.urls import URLPattern, path

from lagesbild.accounts import log_views, people_views

app_name = "people"
urlpatterns: list[URLPattern] = [
    path("personer/", people_views.listing, name="list"),
    path("personer/bjud-in/", people_views.invite, name="invite"),
    path("personer/inbjudan/<int:pk>/ta-tillbaka/", people_views.withdraw, name="withdraw"),
    path("personer/<int:person>/<int:party>/", people_views.change, name="change"),
    path("personer/<int:person>/<int:party>/avsluta/", people_views.end, name="end"),
    path("personer/<int:person>/<int:party>/telefon/", people_views.offer_phone, name="offer_phone"),
    path("personer/<int:person>/lamnar/", people_views.close, name="close"),
    path("personer/<int:person>/slapp-in/", people_views.let_in, name="let_in"),
    path("personer/telefon/<int:pk>/logga-ut/", people_views.revoke_phone, name="revoke_phone"),
    path("tidslinje/", log_views.timeline_of_all, name="timeline"),
    path("atkomst/", log_views.access_log, name="access"),
]
