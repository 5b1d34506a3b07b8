"""Addresses of meetings and tasks, below /s/<partnership>/."""

from __future__ import annotations

from django.urls import URLPattern, path

from lagesbild.meetings.views import adjusting, meetings, putting, tasks, writing

app_name = "meetings"
urlpatterns: list[URLPattern] = [
    path("moten/", meetings.listing, name="list"),
    path("moten/nytt/", meetings.plan, name="plan"),
    path("moten/ta-upp/<str:kind>/<int:subject>/", putting.put, name="put"),
    path("moten/<int:pk>/", meetings.detail, name="detail"),
    path("moten/<int:pk>/lage/", meetings.mode, name="mode"),
    path("moten/<int:pk>/andra/", meetings.change, name="change"),
    path("moten/<int:pk>/kalla/", meetings.call, name="call"),
    path("moten/<int:pk>/oppna/", meetings.hold, name="hold"),
    path("moten/<int:pk>/stall-in/", meetings.cancel, name="cancel"),
    path("moten/<int:pk>/planera-igen/", meetings.plan_again, name="plan_again"),
    path("moten/<int:pk>/protokoll/", meetings.read_minutes, name="minutes"),
    path("moten/<int:pk>/protokoll.pdf", meetings.document, {"how": "pdf"}, name="document"),
    path("moten/<int:pk>/protokoll.docx", meetings.document, {"how": "docx"}, name="word"),
    path("moten/<int:pk>/handlingar.zip", meetings.papers, name="papers"),
    path("moten/<int:pk>/godkann/", meetings.approve, name="approve"),
    path("moten/<int:pk>/justerare/", adjusting.choose, name="choose_adjuster"),
    path("moten/justerare/<int:pk>/ta-bort/", adjusting.drop, name="drop_adjuster"),
    path("moten/<int:pk>/justera/", adjusting.adjust, name="adjust"),
    path("moten/<int:pk>/underskrivet/", adjusting.on_paper, name="adjust_on_paper"),
    path("moten/<int:pk>/underskrivet/<int:signed>/", adjusting.original, name="signed_minutes"),
    path("moten/<int:pk>/kalender.ics", meetings.calendar, name="calendar"),
    path("moten/<int:pk>/vantar/", putting.waiting, name="waiting"),
    path("moten/<int:pk>/vantar/ta-upp/", putting.take_up, name="take_up"),
    path("moten/<int:pk>/punkter/", meetings.add_item, name="add_item"),
    path("moten/<int:pk>/narvaro/", writing.attend, name="attend"),
    path("moten/<int:pk>/adjungera/", writing.add_adjunct, name="add_adjunct"),
    path("moten/<int:pk>/adjungera/<int:attendance_pk>/ta-bort/", writing.remove_adjunct, name="remove_adjunct"),
    path("moten/punkt/<int:pk>/flytta/", writing.move_item, name="move_item"),
    path("moten/punkt/<int:pk>/ta-bort/", writing.remove_item, name="remove_item"),
    path("moten/punkt/<int:pk>/anteckna/", writing.note, name="note"),
    path("moten/punkt/<int:pk>/publicera/", writing.open_item, name="open_item"),
    path("moten/punkt/<int:pk>/besluta/", writing.decide, name="decide"),
    path("moten/beslut/<int:pk>/angra/", writing.undo_decision, name="undo_decision"),
    path("uppgifter/", tasks.mine, name="tasks"),
    path("uppgifter/<int:pk>/", tasks.detail, name="task"),
    path("uppgifter/<int:pk>/andra/", tasks.change, name="change_task"),
    path("uppgifter/<int:pk>/dra-tillbaka/", tasks.withdraw, name="withdraw_task"),
]
