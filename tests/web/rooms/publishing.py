"""What the room of publishing adds to the world and to the matrix."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils import timezone

from lagesbild.publishing import actions, kinds
from lagesbild.publishing.actions import Told
from tests.papers import paper
from tests.web.arguments import Arguments, one, plain
from tests.web.world import Town, furnish

PDF = paper()
MASKED: dict[str, Arguments] = {
    "publicerat": one("publication"),
    "nyhet": one("news"),
    "dokument": one("document"),
}


def _previews(town: Town) -> Mapping[str, Mapping[str, object]]:
    rows = {"nyhet": town.rows["news"][""], "dokument": town.rows["document"][""]}
    # numbers of what other rooms have, whether it may be published or not
    rows |= dict.fromkeys(("lofte", "lagesbild", "overenskommelse", "protokoll", "annat"), 1)
    return {path: {"path": path, "pk": pk} for path, pk in rows.items()}


PLACES: dict[str, Arguments] = {
    **dict.fromkeys(("list", "add_news", "add_document"), plain),
    **dict.fromkeys(("detail", "withdraw", "sheet"), one("publication")),
    **dict.fromkeys(("news", "drop_news"), one("news")),
    "preview": _previews,
}


@furnish
def published(town: Town) -> None:
    """A piece of news and a document, both published; one more of each is written and not."""
    actor, today = town.coordinator, timezone.localdate()
    told = Told(title="Lampor", day=today, happened="Fyra lampor var trasiga.", done="De är bytta.")
    news = actions.write_news(actor=actor, told=told)
    row = actions.publish(actor=actor, kind="news", subject=news.pk, checked=kinds.CHECKS)
    document = actions.upload(actor=actor, title="Handlingsplan", content=PDF)
    actions.publish(actor=actor, kind="document", subject=document.pk, checked=kinds.CHECKS)
    hidden = town.mark("kommun", "shared")
    secret = Told(title=hidden, day=today, happened=hidden, done=hidden)
    draft = actions.write_news(actor=actor, told=secret)
    paper = actions.upload(actor=actor, title=hidden, content=PDF)
    named = {"publication": row, "news": draft, "document": paper}
    town.rows |= {kind: {"": made.pk} for kind, made in named.items()}
