"""What the database itself holds of how commitments have stood: what was said stays, and only words are masked.

What a line that goes on says of today is said anew each time it is judged.
"""

from __future__ import annotations

REFUSES = "object_not_in_prerequisite_state"

CREATE = f"""
CREATE FUNCTION compliance_standing_holds() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    was jsonb; becomes jsonb;
BEGIN
    IF TG_OP = 'DELETE' THEN
        RAISE {REFUSES} USING MESSAGE = 'what was said of a commitment is never removed';
    END IF;
    was := to_jsonb(OLD); becomes := to_jsonb(NEW);
    IF OLD.revised IS NOT NULL AND NEW.revised IS DISTINCT FROM OLD.revised THEN
        RAISE {REFUSES} USING MESSAGE = 'a line that was revised stays revised';
    END IF;
    IF OLD.last IS NOT NULL AND NEW.last IS DISTINCT FROM OLD.last THEN
        RAISE {REFUSES} USING MESSAGE = 'a line that has ended does not end on another day';
    END IF;
    IF was - '{{last, revised, reason, now}}'::text[] <> becomes - '{{last, revised, reason, now}}'::text[]
        OR NOT core_only_masked(was -> 'reason', becomes -> 'reason') THEN
        RAISE {REFUSES} USING MESSAGE = 'what was said of a commitment never changes';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER compliance_standing_holds BEFORE UPDATE OR DELETE ON compliance_standing
    FOR EACH ROW EXECUTE FUNCTION compliance_standing_holds();
"""

WAITING = """
CREATE FUNCTION compliance_waiting() RETURNS TABLE (partnership bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT p.id FROM core_partnership p
    LEFT JOIN compliance_judging j ON j.partnership_id = p.id
    LEFT JOIN core_chainhead h ON h.partnership_id = p.id
    WHERE (j.id IS NULL AND EXISTS (
        SELECT 1 FROM compliance_rule r WHERE r.partnership_id = p.id AND r.removed IS NULL))
    OR j.head IS DISTINCT FROM h.digest AND j.id IS NOT NULL
    OR j.day < (now() AT TIME ZONE p.timezone)::date
    ORDER BY p.id
$$;
"""
"""Partnerships in which something has happened, or a day has begun, since their commitments were judged."""

CREATE += WAITING
DROP = """
DROP FUNCTION compliance_waiting();
DROP TRIGGER compliance_standing_holds ON compliance_standing;
DROP FUNCTION compliance_standing_holds();
"""
