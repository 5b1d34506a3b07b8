"""What the database itself refuses: that a decided evaluation changes or goes away."""

from __future__ import annotations

REFUSES = "object_not_in_prerequisite_state"

CREATE = f"""
CREATE FUNCTION evaluation_evaluation_holds() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    IF OLD.state = 'draft' THEN
        RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
    END IF;
    IF TG_OP = 'DELETE' THEN
        RAISE {REFUSES} USING MESSAGE = 'a decided evaluation is never removed';
    END IF;
    IF (to_jsonb(OLD) - 'text') <> (to_jsonb(NEW) - 'text') OR NOT core_only_masked(OLD.text, NEW.text) THEN
        RAISE {REFUSES} USING MESSAGE = 'a decided evaluation never changes';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER evaluation_evaluation_holds BEFORE UPDATE OR DELETE ON evaluation_evaluation
    FOR EACH ROW EXECUTE FUNCTION evaluation_evaluation_holds();
"""  # our own text

DROP = """
DROP TRIGGER evaluation_evaluation_holds ON evaluation_evaluation;
DROP FUNCTION evaluation_evaluation_holds();
"""
