"""Row-level security as a migration operation: one line in a migration puts a tenant table behind the walls.

A tenant table carries `partnership`; most also carry `party` (who owns the row) and `audience` (who else may see it).
Foreign keys are checked by the database without row-level security, so references between tenant tables are composite:
(partnership_id, other_id) to (partnership_id, id), and cannot cross to a neighbour.
"""

from __future__ import annotations

from typing import Any

from django.apps.registry import Apps
from django.db import models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState

READ = "(SELECT current_setting('app.read')::bigint[])"
WRITE = "(SELECT current_setting('app.write')::bigint)"
PARTIES = "(SELECT current_setting('app.parties')::bigint[])"
AUDIENCES = "(SELECT current_setting('app.audiences')::bigint[])"
PERSON = "(SELECT current_setting('app.person')::bigint)"
"""Sub-selects, so that each is read once a query and not once a row. No default: an unset scope raises."""


def reading(model: type[models.Model], *, shared: bool = False, own: str | None = None) -> str:
    """The condition under which a row may be read; see `Walls` for `shared` and `own`."""
    columns = {field.column for field in model._meta.local_concrete_fields}
    condition = f"partnership_id = ANY ({READ}::bigint[])"
    if "audience_id" in columns:
        condition += f" AND (party_id = ANY ({PARTIES}::bigint[]) OR audience_id = ANY ({AUDIENCES}::bigint[]))"
    elif "party_id" in columns and not shared:
        condition += f" AND party_id = ANY ({PARTIES}::bigint[])"
    return f"({condition}) OR {own} = {PERSON}" if own else condition


class Walls(Operation):
    """Put the table of `model` behind row-level security and make its references to tenant tables composite.

    Parameters
    ----------
    model : str
        Name of a model of the migration's app, with a foreign key `partnership`.
    append_only : bool
        The application may add and read rows and never change or remove them.
    shared : bool
        Every party of the partnership reads every row, although the row names a party (a register of parties).
    own : str, optional
        Column with a person: that person may read the row from outside the partnership's scope.
    """

    reduces_to_sql = True
    reversible = True

    def __init__(self, model: str, *, append_only: bool = False, shared: bool = False, own: str | None = None) -> None:
        self.model = model
        self.append_only = append_only
        self.shared = shared
        self.own = own

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        """Name and arguments, for a squashed migration."""
        options = {"append_only": self.append_only, "shared": self.shared, "own": self.own}
        return type(self).__qualname__, [self.model], {key: value for key, value in options.items() if value}

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """The models do not change."""

    def database_forwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        """Create constraints and policies."""
        apps: Apps = to_state.apps
        model = apps.get_model(app_label, self.model)
        table = schema_editor.quote_name(model._meta.db_table)
        for statement in [*references(model), *self.policies(model)]:
            schema_editor.execute(statement.format(table=table))

    def database_backwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        """Take the policies away; constraints go with the table."""
        model = from_state.apps.get_model(app_label, self.model)
        table = schema_editor.quote_name(model._meta.db_table)
        for name in ("reads", "adds", "changes", "removes"):
            schema_editor.execute(f"DROP POLICY IF EXISTS {name} ON {table}")
        schema_editor.execute(f"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY")

    def describe(self) -> str:
        """One line for the list of migrations."""
        return f"Put {self.model} behind row-level security"

    def policies(self, model: type[models.Model]) -> list[str]:
        """Statements that enable row-level security and say who reads and who writes."""
        reads = reading(model, shared=self.shared, own=self.own)
        writes = f"partnership_id = {WRITE}"
        statements = [
            "ALTER TABLE {table} ENABLE ROW LEVEL SECURITY",
            f"CREATE POLICY reads ON {{table}} FOR SELECT USING ({reads})",
            f"CREATE POLICY adds ON {{table}} FOR INSERT WITH CHECK ({writes})",
        ]
        if not self.append_only:
            statements += [
                f"CREATE POLICY changes ON {{table}} FOR UPDATE USING (({reads}) AND {writes}) WITH CHECK ({writes})",
                f"CREATE POLICY removes ON {{table}} FOR DELETE USING (({reads}) AND {writes})",
            ]
        return [_braces(statement) for statement in statements]


def _braces(statement: str) -> str:
    """Only {table} is a field of the statement."""
    return statement.replace("{", "{{").replace("}", "}}").replace("{{table}}", "{table}")


def references(model: type[models.Model]) -> list[str]:
    """Statements that let others refer to (partnership_id, id), and make this table's references do so."""
    statements = ["ALTER TABLE {table} ADD UNIQUE (partnership_id, id)"]
    for field in model._meta.local_concrete_fields:
        target = field.related_model
        if not isinstance(field, models.ForeignKey) or field.name == "partnership" or not is_tenant(target):
            continue
        other = field.remote_field.model._meta.db_table
        statements.append(
            f'ALTER TABLE {{table}} ADD FOREIGN KEY (partnership_id, "{field.column}") '
            f'REFERENCES "{other}" (partnership_id, id) DEFERRABLE INITIALLY DEFERRED'
        )
    return statements


def is_tenant(model: Any) -> bool:
    """Whether rows of the model belong to a partnership."""
    return (
        isinstance(model, type)
        and issubclass(model, models.Model)
        and any(field.name == "partnership" for field in model._meta.local_concrete_fields)
    )
