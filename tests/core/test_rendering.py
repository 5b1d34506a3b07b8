"""Models of migrations that are made one at a time are those that Django makes all at once."""

from __future__ import annotations

from django.apps.registry import Apps
from django.db import models
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import ProjectState

from lagesbild.core.rendering import one_at_a_time

Names = dict[str, set[str]]


def names(apps: Apps) -> Names:
    """Every field of every model by its label, those by which others point back to it among them."""
    return {
        model._meta.label: {f"{type(one).__name__} {one.name}" for one in model._meta.get_fields(include_hidden=True)}
        for model in apps.get_models(include_auto_created=True)
    }


def test_models_that_are_added_one_at_a_time_know_all_that_points_to_them() -> None:
    whole = MigrationLoader(None).project_state()
    grown = ProjectState(real_apps=whole.real_apps)
    assert list(grown.apps.get_models()) == []
    with one_at_a_time():
        for model_state in whole.models.values():
            grown.add_model(model_state.clone())
    assert names(grown.apps) == names(whole.apps)
    assert "ManyToOneRel membership" in names(grown.apps)["accounts.Person"]


def test_a_model_that_is_there_is_made_again_with_all_that_it_touches() -> None:
    state = MigrationLoader(None).project_state()
    before = state.apps.get_model("core", "partnership")
    with one_at_a_time():
        state.add_model(state.models["core", "party"].clone())
    assert state.apps.get_model("core", "partnership") is not before


def test_a_rule_that_is_added_leaves_its_model_as_it_is_made_and_is_known_there() -> None:
    state = MigrationLoader(None).project_state()
    before = state.apps.get_model("core", "party")
    rule = models.CheckConstraint(condition=models.Q(pk__gt=0), name="party_counted")
    index = models.Index(fields=["name"], name="party_named")
    with one_at_a_time():
        state.add_constraint("core", "party", rule)
        state.add_index("core", "party", index)
    after = state.apps.get_model("core", "party")
    assert after is before
    assert rule in after._meta.constraints
    assert index in after._meta.indexes
    options = state.models["core", "party"].options
    assert rule in options["constraints"]
    assert index in options["indexes"]


def test_a_rule_is_added_where_no_model_has_been_made() -> None:
    state = MigrationLoader(None).project_state()
    index = models.Index(fields=["name"], name="party_named")
    with one_at_a_time():
        state.add_index("core", "party", index)
    assert "apps" not in state.__dict__
    assert index in state.apps.get_model("core", "party")._meta.indexes
