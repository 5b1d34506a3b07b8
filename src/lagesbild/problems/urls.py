"""Addresses of problems, below /s/<partnership>/."""

from __future__ import annotations

from django.urls import URLPattern, path

from lagesbild.problems.views import arranging, causes, evidence, findings, problems, valuing

app_name = "problems"
urlpatterns: list[URLPattern] = [
    path("problem/", problems.listing, name="list"),
    path("problem/nytt/", problems.new, name="new"),
    path("problem/vikter/", arranging.weights, name="weights"),
    path("problem/fokus/", arranging.focus_areas, name="focus_areas"),
    path("problem/fokus/<int:pk>/", arranging.focus_area, name="focus_area"),
    path("problem/fynd/<int:finding>/", findings.from_finding, name="from_finding"),
    path("problem/statistik/<int:series>/", evidence.from_series, name="from_series"),
    path("problem/underlag/<int:pk>/", evidence.detail, name="evidence"),
    path("problem/orsak/<int:pk>/", causes.detail, name="cause"),
    path("problem/orsak/<int:pk>/flytta/", causes.move, name="move_cause"),
    path("problem/orsak/<int:pk>/ta-bort/", causes.remove, name="remove_cause"),
    path("problem/<int:pk>/", problems.detail, name="detail"),
    path("problem/<int:pk>/andra/", problems.change, name="change"),
    path("problem/<int:pk>/stang/", problems.close, name="close"),
    path("problem/<int:pk>/oppna/", problems.reopen, name="reopen"),
    path("problem/<int:pk>/vardera/", valuing.value, name="value"),
    path("problem/<int:pk>/orsaker/", causes.add, name="add_cause"),
    path("problem/<int:pk>/underlag/handelser/", evidence.add_incidents, name="add_incidents"),
    path("problem/<int:pk>/underlag/dialog/", evidence.add_dialogue, name="add_dialogue"),
    path("problem/<int:pk>/underlag/anteckning/", evidence.add_note, name="add_note"),
    path("problem/<int:pk>/underlag/fynd/<int:finding>/", findings.add, name="add_finding"),
]
