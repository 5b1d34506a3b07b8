"""Addresses of the application."""

urlpatterns: list[object] = []
