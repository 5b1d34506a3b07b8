"""The walls of a table that takes a million rows at once: its references are checked by the statement, not by the row.

A foreign key asks once a row, and a million rows that refer to the same party ask a million times. Here a trigger asks
once a statement, for the distinct references of its rows, and locks what it finds as a foreign key would; another
keeps what is referred to from being removed.
"""

# ruff: noqa: S608 - names of tables and columns of our own models, from a migration
from __future__ import annotations

from django.apps.registry import Apps
from django.db import models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import ProjectState

from lagesbild.core.walls import Walls, is_tenant


class BulkWalls(Walls):
    """As `Walls`, with references by statement."""

    def database_forwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        """Create policies, the key that others refer to, and the triggers."""
        apps: Apps = to_state.apps
        model = apps.get_model(app_label, self.model)
        table = schema_editor.quote_name(model._meta.db_table)
        schema_editor.execute(f"ALTER TABLE {table} ADD UNIQUE (partnership_id, id)")
        for statement in self.policies(model):
            schema_editor.execute(statement.format(table=table))
        for statement in by_statement(model):
            schema_editor.execute(statement)

    def describe(self) -> str:
        """One line for the list of migrations."""
        return f"Put {self.model} behind row-level security, its references checked by the statement"


def by_statement(model: type[models.Model]) -> list[str]:
    """Functions and triggers that hold the references of a table to other tenant tables."""
    table = model._meta.db_table
    checks, columns, statements = [], ["partnership_id"], []
    for field in model._meta.local_concrete_fields:
        if not isinstance(field, models.ForeignKey) or not is_tenant(field.related_model):
            continue
        other, column = field.remote_field.model._meta.db_table, field.column
        if field.name == "partnership":
            continue
        columns.append(column)
        checks.append(
            f"""
                IF said.{column} IS NOT NULL THEN
                    PERFORM 1 FROM {other} WHERE partnership_id = said.partnership_id AND id = said.{column}
                        FOR KEY SHARE;
                    IF NOT FOUND THEN
                        RAISE foreign_key_violation USING MESSAGE = '{table}.{column} refers to nothing in {other}';
                    END IF;
                END IF;"""
        )
        keep = f"{table}_{column}_kept"
        statements.append(
            f"""
            CREATE FUNCTION {keep}() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
            SET search_path = pg_catalog, public, pg_temp AS $$
            BEGIN
                IF EXISTS (SELECT 1 FROM {table} WHERE partnership_id = OLD.partnership_id AND {column} = OLD.id) THEN
                    RAISE foreign_key_violation USING MESSAGE = '{other} is referred to by {table}.{column}';
                END IF;
                RETURN OLD;
            END $$;
            CREATE TRIGGER {keep} BEFORE DELETE ON {other} FOR EACH ROW EXECUTE FUNCTION {keep}();"""
        )
    # a loop over the few distinct combinations: one pass over the rows, however many they are
    statements.append(
        f"""
        CREATE FUNCTION {table}_refers() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
        SET search_path = pg_catalog, public, pg_temp AS $$
        DECLARE said record;
        BEGIN
            FOR said IN SELECT DISTINCT {", ".join(columns)} FROM put LOOP{"".join(checks)}
            END LOOP;
            RETURN NULL;
        END $$;
        CREATE TRIGGER {table}_refers_when_added AFTER INSERT ON {table}
            REFERENCING NEW TABLE AS put FOR EACH STATEMENT EXECUTE FUNCTION {table}_refers();
        CREATE TRIGGER {table}_refers_when_changed AFTER UPDATE ON {table}
            REFERENCING NEW TABLE AS put FOR EACH STATEMENT EXECUTE FUNCTION {table}_refers();"""
    )
    return statements
