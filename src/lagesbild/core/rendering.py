"""Models of migrations made one at a time: Django makes the neighbourhood of each new one again, here everything.

Making the tables of an empty database takes a tenth of the time for it. A constraint or an index changes neither fields
nor what points where, so that its model stays as it is made. Whatever else changes a model that is there goes Django's
own way.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db.migrations.state import ModelState, ProjectState
from django.db.models import BaseConstraint, Index


@contextmanager
def one_at_a_time() -> Iterator[None]:
    """Let a model that migrations add be made alone, as when an application starts, and stay when a rule is added.

    What it points to is there, or waits for it by name; what points back to it is told by its own fields.
    """
    add_model, add_index, add_constraint = ProjectState.add_model, ProjectState.add_index, ProjectState.add_constraint

    def model_alone(self: ProjectState, model_state: ModelState) -> None:
        key = model_state.app_label, model_state.name_lower
        if key in self.models or "apps" not in self.__dict__:
            add_model(self, model_state)
            return
        with _apart(self):
            add_model(self, model_state)
        self.apps.render_multiple([model_state])

    def index_alone(self: ProjectState, app_label: str, model_name: str, index: Index) -> None:
        with _apart(self):
            add_index(self, app_label, model_name, index)
        if "apps" in self.__dict__:
            meta = self.apps.get_model(app_label, model_name)._meta
            meta.indexes = [*meta.indexes, index]

    def constraint_alone(self: ProjectState, app_label: str, model_name: str, constraint: BaseConstraint) -> None:
        with _apart(self):
            add_constraint(self, app_label, model_name, constraint)
        if "apps" in self.__dict__:
            meta = self.apps.get_model(app_label, model_name)._meta
            meta.constraints = [*meta.constraints, constraint]

    ProjectState.add_model = model_alone  # type: ignore[method-assign]
    ProjectState.add_index = index_alone  # type: ignore[method-assign]
    ProjectState.add_constraint = constraint_alone  # type: ignore[method-assign]
    try:
        yield
    finally:
        ProjectState.add_model = add_model  # type: ignore[method-assign]
        ProjectState.add_index = add_index  # type: ignore[method-assign]
        ProjectState.add_constraint = add_constraint  # type: ignore[method-assign]


@contextmanager
def _apart(state: ProjectState) -> Iterator[None]:
    """Keep the models that are made out of sight, so that none is made again."""
    apps = state.__dict__.pop("apps", None)
    try:
        yield
    finally:
        if apps is not None:
            state.__dict__["apps"] = apps
