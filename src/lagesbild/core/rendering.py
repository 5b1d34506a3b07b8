"""Models of migrations made one at a time: Django makes the neighbourhood of each new one again, here everything.

Making the tables of an empty database takes a quarter of the time for it. Whatever changes a model that is there goes
Django's own way.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db.migrations.state import ModelState, ProjectState


@contextmanager
def one_at_a_time() -> Iterator[None]:
    """Let a model that migrations add be made alone, as when an application starts.

    What it points to is there, or waits for it by name; what points back to it is told by its own fields.
    """
    everything = ProjectState.add_model

    def add_model(self: ProjectState, model_state: ModelState) -> None:
        key = model_state.app_label, model_state.name_lower
        if key in self.models or "apps" not in self.__dict__:
            everything(self, model_state)
            return
        apps = self.__dict__.pop("apps")
        try:
            everything(self, model_state)
        finally:
            self.__dict__["apps"] = apps
        apps.render_multiple([model_state])

    ProjectState.add_model = add_model  # type: ignore[method-assign]
    try:
        yield
    finally:
        ProjectState.add_model = everything  # type: ignore[method-assign]
