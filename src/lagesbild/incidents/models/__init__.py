"""Tables of the room."""

from lagesbild.incidents.models.history import CellCount, Feedback, Forwarding, IncidentVersion
from lagesbild.incidents.models.imports import Import, ImportCategory, ImportFile, ImportMapping, ImportProgress
from lagesbild.incidents.models.incident import Category, Incident, Reporter, Silence, Source
from lagesbild.incidents.models.kept import KeptCount

__all__ = [
    "Category",
    "CellCount",
    "Feedback",
    "Forwarding",
    "Import",
    "ImportCategory",
    "ImportFile",
    "ImportMapping",
    "ImportProgress",
    "Incident",
    "IncidentVersion",
    "KeptCount",
    "Reporter",
    "Silence",
    "Source",
]
