"""What this room tells the frame of the public pages."""

from __future__ import annotations

from lagesbild.core.web import public
from lagesbild.i18n import N_


def register() -> None:
    """Called once when the application starts."""
    public.section(order=10, name=N_("Our promises"), url="portal:promises")
    public.section(order=20, name=N_("What has happened"), url="portal:news_list")
    public.section(order=30, name=N_("The picture"), url="portal:pictures")
    public.section(order=50, name=N_("The agreement"), url="portal:agreements")
    public.foot(order=10, name=N_("Follow by feed"), url="portal:feed")
    public.foot(order=20, name=N_("How we count"), url="portal:method")
    public.foot(order=30, name=N_("Accessibility"), url="portal:accessibility")
    public.foot(order=40, name=N_("Personal data"), url="portal:personal")
