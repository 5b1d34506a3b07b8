"""What a source calls a kind of incident, as one of the partnership's own: said, remembered, like it, or new."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.db.models import Max

from lagesbild.core.guard import MASK
from lagesbild.core.models import Partnership
from lagesbild.errors import InputError
from lagesbild.i18n import N_, Message, translator
from lagesbild.incidents.importing.plan import NAMELESS, Plan, propose
from lagesbild.incidents.models import Category, ImportCategory, Source

NO_CATEGORY = N_("No category")
MOST_NEW = 200
"""A column with more kinds than this, none of them known here, is hardly one of categories."""


def chosen(partnership: Partnership, source: Source | None, plan: Plan, theirs: Sequence[str]) -> dict[str, str]:
    """Own name for each of the source's: said in the plan, else remembered of the source, else likest, else its own."""
    own = list(Category.objects.order_by("position", "name").values_list("name", flat=True))
    remembered = dict(
        ImportCategory.objects.filter(source=source).values_list("theirs", "category__name") if source else []
    )
    words = translator("en" if partnership.language == "en" else "sv")
    nameless = plan.nameless or remembered.get(NAMELESS) or words.gettext(NO_CATEGORY)
    named = [name for name in theirs if name not in (NAMELESS, MASK)]
    like = propose(named, own)
    found = {}
    for name in theirs:
        if name in (NAMELESS, MASK):
            found[name] = nameless
        else:
            own_name = plan.categories.get(name) or remembered.get(name) or like.get(name) or name
            found[name] = " ".join(own_name.split())
    return found


def settle(source: Source, names: Mapping[str, str]) -> tuple[dict[str, int], list[int]]:
    """Number of the own category for each of the source's, those missing made; and the numbers of those made.

    What was settled is remembered for the source.

    Raises
    ------
    InputError
        So many would be made that the column is hardly one of categories.

    """
    known = dict(Category.objects.values_list("name", "pk"))
    new = list(dict.fromkeys(own for own in names.values() if own not in known))
    if len(new) > MOST_NEW:
        values = {"n": len(new), "most": MOST_NEW}
        raise InputError(
            Message(
                N_(
                    "The column of categories holds {n} kinds that are not known here; {most} is the most. "
                    "Choose another column for the category, or map them to your own."
                ),
                values,
            )
        )
    last = Category.objects.aggregate(last=Max("position"))["last"] or 0
    position = {name: min(last + i, 32_000) for i, name in enumerate(new, 1)}
    made = []
    # another import may be bringing the same: the later waits, and all ask in one order, so that none wait in a ring
    for name in sorted(new):
        category, is_new = Category.objects.get_or_create(
            partnership_id=source.partnership_id, name=name, defaults={"position": position[name]}
        )
        known[name] = category.pk
        if is_new:
            made.append(category.pk)
    settled = {theirs: known[own] for theirs, own in names.items()}
    remembered = dict(ImportCategory.objects.filter(source=source).values_list("theirs", "category"))
    for theirs, category_id in sorted(settled.items()):
        if theirs != MASK and remembered.get(theirs) != category_id:
            ImportCategory.objects.update_or_create(
                source=source,
                theirs=theirs,
                defaults={"partnership_id": source.partnership_id, "category_id": category_id},
            )
    return settled, made
