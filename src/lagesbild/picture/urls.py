"""Addresses of the picture, below /s/<partnership>/."""

from __future__ import annotations

from django.urls import path, register_converter

from lagesbild.picture import periods, views
from lagesbild.picture.model import Period


class PeriodConverter:
    """A period as it stands in an address: ``2026-v12``, ``2026-03``, ``2026-k1``, ``2026``."""

    regex = periods.CODE

    def to_python(self, value: str) -> Period:
        """The period; a `ValueError` means that there is no such page."""
        return periods.read(value)

    def to_url(self, value: Period | str) -> str:
        """Its code."""
        return periods.code(value) if isinstance(value, Period) else value


register_converter(PeriodConverter, "period")
app_name = "picture"
OF = "lagesbild/<period:period>/"
urlpatterns = [
    path("lagesbild/", views.listing, name="list"),
    path("lagesbild/gor/", views.ask, name="ask"),
    path("lagesbild/installning/", views.arrange, name="arrange"),
    path("lagesbild/fynd/<int:pk>/bekrafta/", views.confirm, name="confirm"),
    path("lagesbild/fynd/<int:pk>/avfarda/", views.dismiss, name="dismiss"),
    path("lagesbild/fynd/<int:pk>/angra/", views.undo, name="undo"),
    path("lagesbild/utgava/<int:pk>/faststall/", views.decide, name="decide"),
    path("lagesbild/utgava/<int:pk>/rakna-om/", views.check, name="check"),
    path(OF, views.edition, name="edition"),
    path(f"{OF}gors/", views.making, name="making"),
    path(f"{OF}<int:number>/", views.edition, name="edition"),
    path(f"{OF}<int:number>/karta-<slug:mark>.json", views.map_data, name="map"),
    path(f"{OF}<int:number>/lagesbild.pdf", views.document, name="document"),
    path(f"{OF}<int:number>/lagesbild.json", views.figures, name="figures"),
    path(f"{OF}<int:number>/slump/", views.chance, name="chance"),
    path(f"{OF}<int:number>/bakom/<slug:what>/", views.behind, name="behind"),
]
