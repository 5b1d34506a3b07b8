"""Addresses of a person's own pages, below /konto/."""

from __future__ import annotations

from django.urls import URLPattern, path

from lagesbild.accounts import address_views, views

app_name = "accounts"
urlpatterns: list[URLPattern] = [
    path("", views.me, name="me"),
    path("epost/", address_views.change, name="address"),
    path("epost/<str:secret>/", address_views.take, name="new_address"),
    path("tvasteg/valj/", views.choose_second_factor, name="second_factor"),
    path("logga-ut/overallt/", views.sign_out_everywhere, name="sign_out_everywhere"),
    path("demo/<int:person>/", views.demo_sign_in, name="demo_sign_in"),
    path("inbjudan/<str:token>/", views.invitation, name="invitation"),
    path("telefon/<str:token>/", views.phone, name="phone"),
    path("telefoner/<slug:slug>/ny/<int:party>/", views.offer_phone, name="offer_phone"),
    path("telefoner/<slug:slug>/logga-ut/", views.forget_phone, name="forget_phone"),
    path("telefoner/<slug:slug>/<int:device>/logga-ut/", views.revoke_phone, name="revoke_phone"),
]
