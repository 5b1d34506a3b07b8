"""Addresses of bodies, seats and functions, below /s/<partnership>/."""

from __future__ import annotations

from django.urls import URLPattern, path

from lagesbild.organisation import mandate_views, partnership_views, views

app_name = "organisation"
urlpatterns: list[URLPattern] = [
    path("installningar/", partnership_views.settings, name="settings"),
    path("installningar/publik/", partnership_views.open_site, name="open_site"),
    path("installningar/ny-part/", partnership_views.add_party, name="add_party"),
    path("organisation/", views.listing, name="list"),
    path("organisation/ny/", views.add_body, name="add_body"),
    path("organisation/<int:pk>/", views.body, name="body"),
    path("organisation/<int:pk>/andra/", views.change_body, name="change_body"),
    path("organisation/<int:pk>/avsluta/", views.close_body, name="close_body"),
    path("organisation/<int:pk>/ateroppna/", views.reopen_body, name="reopen"),
    path("organisation/<int:pk>/ny-post/", views.add_seat, name="add_seat"),
    path("organisation/<int:pk>/mandat/", mandate_views.change, name="change_mandates"),
    path("organisation/mandat/", mandate_views.listing, name="mandates"),
    path("organisation/mandat/part/<int:party>/", mandate_views.give, name="give_mandate"),
    path("organisation/mandat/<int:pk>/avsluta/", mandate_views.end, name="end_mandate"),
    path("organisation/mandat/<int:pk>/ta-tillbaka/", mandate_views.take_back, name="take_back_mandate"),
    path("organisation/post/<int:pk>/", views.seat, name="seat"),
    path("organisation/post/<int:pk>/andra/", views.change_seat, name="change_seat"),
    path("organisation/post/<int:pk>/ta-bort/", views.remove_seat, name="remove_seat"),
    path("organisation/funktion/ny/", views.add_function, name="add_function"),
    path("organisation/funktion/<int:pk>/", views.function, name="function"),
    path("organisation/funktion/<int:pk>/andra/", views.change_function, name="change_function"),
    path("organisation/funktion/<int:pk>/avsluta/", views.close_function, name="close_function"),
    path("organisation/innehav/<int:pk>/sista-dag/", views.vacate, name="vacate"),
    path("organisation/innehav/<int:pk>/ta-tillbaka/", views.take_back, name="take_back"),
]
