"""What the database itself refuses: that a promise changes what it says once a body has taken its joint position."""

from __future__ import annotations

from lagesbild.core.walls import PERSON, WRITE

REFUSES = "object_not_in_prerequisite_state"
SAYS = "ARRAY['title', 'text', 'where', 'focus', 'goal', 'basis', 'rhythm']"
"""What people wrote: later on it is only masked."""
MOVES = "ARRAY['state', 'decision_id', 'foreseen', 'withdrawn_reason']"
"""What goes on changing."""

_TABLES = (
    ("promises_partydecision", "'by', 'delegation', 'dnr'"),
    ("promises_signature", "'signatory', 'function', 'name'"),
    ("promises_followup", "'text'"),
)

CREATE = f"""
CREATE FUNCTION promises_promise_holds() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE was jsonb := to_jsonb(OLD); becomes jsonb := to_jsonb(NEW); name text;
BEGIN
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
CREATE TRIGGER promises_promise_holds BEFORE UPDATE ON promises_promise
    FOR EACH ROW EXECUTE FUNCTION promises_promise_holds();
""" + "".join(
    f"""
CREATE POLICY masks ON {table} FOR UPDATE USING (partnership_id = {WRITE} AND {PERSON} = 0)
    WITH CHECK (partnership_id = {WRITE});
CREATE TRIGGER words_only BEFORE UPDATE ON {table}
    FOR EACH ROW EXECUTE FUNCTION core_words_only({columns});
"""
    for table, columns in _TABLES
)  # our own text

DROP = """
DROP TRIGGER promises_promise_holds ON promises_promise;
DROP FUNCTION promises_promise_holds();
""" + "".join(f"DROP TRIGGER words_only ON {table}; DROP POLICY masks ON {table};" for table, _ in _TABLES)
