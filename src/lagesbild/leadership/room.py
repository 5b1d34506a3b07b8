"""What this room tells the rooms above it."""

from __future__ import annotations

from lagesbild.compliance import policies
from lagesbild.core.web import navigation
from lagesbild.i18n import N_


def register() -> None:
    """Called once when the application starts."""
    navigation.tool(order=5, name=N_("For leadership"), url="leadership:page", visible=policies.may_see)
    navigation.tool(order=6, name=N_("The wheel of the year"), url="leadership:wheel", visible=policies.may_see)
