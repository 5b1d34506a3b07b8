"""A picture as what its document says, in the order it is read."""

from __future__ import annotations

from typing import Any

from lagesbild.i18n import Translator, capital
from lagesbild.picture.charts import Theme
from lagesbild.picture.model import Picture
from lagesbild.picture.pdf import back, front
from lagesbild.picture.pdf.blocks import Drawings
from lagesbild.picture.wording import dates, findings


def content(t: Translator, picture: Picture, theme: Theme, drawings: Drawings) -> dict[str, Any]:
    """Everything the template needs, in words; drawings are put into `drawings`."""
    period = dates.name(t, picture.period)
    title = findings.title(t, picture)
    return {
        "language": t.language,
        "title": title,
        "subject": f"{title}, {period}",
        "period": capital(period),
        "owner": theme.name or picture.name,
        "demo": t.gettext("Invented example data") if picture.demo else "",
        "made": findings.made(t, picture),
        "page": t.gettext("Page {n} of {total}"),
        "lead": [{"text": said.text, "strong": said.strong} for said in findings.lead(t, picture)],
        "colours": {"accent": theme.accent, "deep": theme.deep, "tint": theme.tint},
        "sections": [
            front.came_in(t, picture, theme, drawings),
            front.deviates(t, picture),
            front.unsaid(t, picture),
            front.developed(t, picture, theme, drawings),
            front.when(t, picture, theme, drawings),
            front.gathers(t, picture, theme, drawings),
            *front.grows(t, picture, drawings),
            *back.areas(t, picture, theme, drawings),
            back.repeats(t, picture),
            back.chains(t, picture),
            back.coverage(t, picture, theme, drawings),
            back.read(t, picture),
            back.figures(t, picture),
            back.made(t, picture),
        ],
    }
