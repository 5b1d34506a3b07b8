"""What the database itself refuses: that a promise changes or goes away once a body has taken its joint position.

Neither what it says nor who promises nor which measures are promised changes from then on.
"""

from __future__ import annotations

from lagesbild.core.walls import PERSON, WRITE

REFUSES = "object_not_in_prerequisite_state"
SAYS = "ARRAY['title', 'text', 'where', 'focus', 'goal', 'basis', 'rhythm']"
"""What people wrote: later on it is only masked."""
MOVES = "ARRAY['state', 'decision_id', 'foreseen', 'withdrawn_reason']"
"""What goes on changing."""

_TABLES = (
    ("promises_partydecision", "'by', 'delegation', 'dnr'"),
    ("promises_signature", "'signatory', 'function', 'name', 'electronic'"),
    ("promises_followup", "'text'"),
)

_TIES = f"""
CREATE FUNCTION promises_tie_holds() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE of bigint := CASE WHEN TG_OP = 'DELETE' THEN OLD.promise_id ELSE NEW.promise_id END;
BEGIN
    IF TG_OP = 'UPDATE' OR EXISTS (SELECT 1 FROM promises_promise p WHERE p.id = of AND p.state <> 'draft') THEN
        RAISE {REFUSES} USING MESSAGE = 'who promises, and which measures, never changes once a body stands behind it';
    END IF;
    RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER promises_tie_holds BEFORE INSERT OR UPDATE OR DELETE ON promises_promiser
    FOR EACH ROW EXECUTE FUNCTION promises_tie_holds();
CREATE TRIGGER promises_tie_holds BEFORE INSERT OR UPDATE OR DELETE ON promises_promised
    FOR EACH ROW EXECUTE FUNCTION promises_tie_holds();
"""  # noqa: S608 - our own text

CREATE = (
    f"""
CREATE FUNCTION promises_promise_holds() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE was jsonb := to_jsonb(OLD); becomes jsonb := to_jsonb(NEW); name text;
BEGIN
    IF TG_OP = 'DELETE' THEN
        IF OLD.decision_id IS NOT NULL THEN
            RAISE {REFUSES} USING MESSAGE = 'a promise that a body stood behind is never removed';
        END IF;
        RETURN OLD;
    END IF;
    IF OLD.state = 'draft' AND NEW.state = 'draft' THEN
        RETURN NEW;
    END IF;
    IF (was - {SAYS} - {MOVES}) <> (becomes - {SAYS} - {MOVES}) THEN
        RAISE {REFUSES} USING MESSAGE = 'a promise that a body stands behind never changes';
    END IF;
    FOREACH name IN ARRAY {SAYS} LOOP
        IF NOT core_only_masked(was -> name, becomes -> name) THEN
            RAISE {REFUSES} USING MESSAGE = 'words of a promise that a body stands behind are only masked';
        END IF;
    END LOOP;
    RETURN NEW;
END $$;
CREATE TRIGGER promises_promise_holds BEFORE UPDATE OR DELETE ON promises_promise
    FOR EACH ROW EXECUTE FUNCTION promises_promise_holds();
"""
    + _TIES
    + "".join(
        f"""
CREATE POLICY masks ON {table} FOR UPDATE USING (partnership_id = {WRITE} AND {PERSON} = 0)
    WITH CHECK (partnership_id = {WRITE});
CREATE TRIGGER words_only BEFORE UPDATE ON {table}
    FOR EACH ROW EXECUTE FUNCTION core_words_only({columns});
"""
        for table, columns in _TABLES
    )
)  # our own text

DROP = """
DROP TRIGGER promises_promise_holds ON promises_promise;
DROP FUNCTION promises_promise_holds();
DROP TRIGGER promises_tie_holds ON promises_promiser;
DROP TRIGGER promises_tie_holds ON promises_promised;
DROP FUNCTION promises_tie_holds();
""" + "".join(f"DROP TRIGGER words_only ON {table}; DROP POLICY masks ON {table};" for table, _ in _TABLES)
