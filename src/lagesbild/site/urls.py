"""Addresses of the application. Internal pages lie below /s/<partnership>/, each room's in its own file."""

from __future__ import annotations

from importlib.util import find_spec

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path

from lagesbild.accounts import demo
from lagesbild.accounts.web import member
from lagesbild.api.operations import api
from lagesbild.calendars.views import feed
from lagesbild.core.web import pages
from lagesbild.demo.cast.people import introductions
from lagesbild.site import views

ROOMS = (
    *("organisation", "registry", "places", "meetings", "incidents", "dialogues", "indicators", "picture"),
    *("problems", "plans", "promises", "evaluation", "agreements", "publishing", "compliance"),
    *("leadership", "calendars"),
)
"""Rooms with internal pages."""

urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.root, name="root"),
    path("sprak/", views.language, name="language"),
    path("tema/<slug:colour>.css", views.theme, name="theme"),
    path("kalender/<str:token>.ics", feed, name="calendar_feed"),
    path("oversikt/", include("lagesbild.leadership.county_urls")),
    path("konto/", include("lagesbild.accounts.urls")),
    path("konto/", include("lagesbild.accounts.signin_urls")),
    path("p/<slug:slug>/", include("lagesbild.dialogues.public_urls")),
    path("p/<slug:slug>/", include("lagesbild.portal.urls")),
    path("api/v1/", api.urls),
    path("s/<slug:slug>/", member(pages.start), name="home"),
    path("s/<slug:slug>/", include("lagesbild.accounts.people_urls")),
    path("s/<slug:slug>/", include("lagesbild.accounts.masking_urls")),
    *(
        path("s/<slug:slug>/", include(f"lagesbild.{room}.urls"))
        for room in ROOMS
        if find_spec(f"lagesbild.{room}.urls")
    ),
]

if settings.DEMO:
    demo.introduced_by(introductions)

handler400 = "lagesbild.core.web.errors.refused"
handler404 = "lagesbild.core.web.errors.not_found"
handler500 = "lagesbild.core.web.errors.fault"
