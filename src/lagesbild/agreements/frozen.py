"""What the database itself holds of agreements: in force, their text and parts never change, but for masked words.

What still changes of one in force is what happens to it (notice, its last day, that it ended), and which body or
function of the partnership answers to one that it names. What the registry says of it stands beside it.
"""

from __future__ import annotations

REFUSES = "object_not_in_prerequisite_state"
HAPPENS = "'state', 'notice_on', 'notice_by_id', 'until'"
WORDS = "'title', 'subject', 'background', 'purpose', 'method', 'economy', 'duration', 'review', 'text', 'place'"
PARTS = {
    "signatory": ("", "'party_name', 'function', 'name', 'mandate'"),
    "annex": ("", "'title', 'text'"),
    "commitment": ("", "'number', 'heading', 'text', 'responsible_text', 'cadence'"),
    "agreedbody": ("'body_id'", "'name', 'seats', 'reports_to', 'convener', 'cadence', 'text'"),
    "agreedfunction": ("'function_id'", "'name', 'party_name'"),
    "original": ("", "'electronic'"),
}
"""Table of each part: columns that may still change, and columns with words."""

_AGREEMENT = f"""
CREATE FUNCTION agreements_agreement_holds() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE was jsonb := to_jsonb(OLD); becomes jsonb; name text;
BEGIN
    IF OLD.state = 'draft' THEN
        IF TG_OP = 'DELETE' THEN
            RETURN OLD;
        END IF;
        IF NEW.state = 'ended' THEN
            RAISE {REFUSES} USING MESSAGE = 'a draft does not end';
        END IF;
        RETURN NEW;
    END IF;
    IF TG_OP = 'DELETE' THEN
        RAISE {REFUSES} USING MESSAGE = 'an agreement that has been in force is never removed';
    END IF;
    becomes := to_jsonb(NEW);
    IF was - ARRAY[{HAPPENS}, {WORDS}] <> becomes - ARRAY[{HAPPENS}, {WORDS}] THEN
        RAISE {REFUSES} USING MESSAGE = 'an agreement in force never changes';
    END IF;
    FOREACH name IN ARRAY ARRAY[{WORDS}] LOOP
        IF NOT core_only_masked(was -> name, becomes -> name) THEN
            RAISE {REFUSES} USING MESSAGE = 'words of an agreement in force are only masked';
        END IF;
    END LOOP;
    IF OLD.state <> NEW.state AND NEW.state <> 'ended' THEN
        RAISE {REFUSES} USING MESSAGE = 'an agreement that has ended is not in force again';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER agreements_agreement_holds BEFORE UPDATE OR DELETE ON agreements_agreement
    FOR EACH ROW EXECUTE FUNCTION agreements_agreement_holds();
"""

_PART = f"""
CREATE FUNCTION agreements_part_holds() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    was jsonb; becomes jsonb; name text; freely text[] := TG_ARGV[0]::text[]; words text[] := TG_ARGV[1]::text[];
BEGIN
    IF TG_OP <> 'INSERT' THEN
        was := to_jsonb(OLD);
    END IF;
    IF TG_OP <> 'DELETE' THEN
        becomes := to_jsonb(NEW);
    END IF;
    IF NOT EXISTS (
        SELECT 1 FROM unnest(ARRAY[was ->> 'agreement_id', becomes ->> 'agreement_id']) held(agreement)
        WHERE held.agreement IS NOT NULL AND NOT EXISTS (
            SELECT 1 FROM agreements_agreement a WHERE a.id = held.agreement::bigint AND a.state = 'draft')
    ) THEN
        IF TG_OP = 'DELETE' THEN
            RETURN OLD;
        END IF;
        RETURN NEW;
    END IF;
    IF TG_OP <> 'UPDATE' THEN
        RAISE {REFUSES} USING MESSAGE = 'nothing is added to or taken out of an agreement that is not a draft';
    END IF;
    IF was - freely - words <> becomes - freely - words THEN
        RAISE {REFUSES} USING MESSAGE = 'a part of an agreement in force never changes';
    END IF;
    FOREACH name IN ARRAY words LOOP
        IF NOT core_only_masked(was -> name, becomes -> name) THEN
            RAISE {REFUSES} USING MESSAGE = 'words of an agreement in force are only masked';
        END IF;
    END LOOP;
    RETURN NEW;
END $$;
"""  # noqa: S608 - our own text

_PAST = """
CREATE FUNCTION agreements_past() RETURNS TABLE (partnership bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT DISTINCT a.partnership_id FROM agreements_agreement a
    WHERE a.state = 'in_force'
    AND (a.until <= current_date OR (a.term <> 'rolling' AND a.ends <= current_date))
$$;
"""
"""Partnerships with an agreement in force whose last day is here; the worker asks each on its own calendar."""


def _trigger(part: str, freely: str, words: str) -> str:
    lists = ", ".join("'{" + columns.replace("'", "") + "}'" for columns in (freely, words))
    return (
        f"CREATE TRIGGER agreements_part_holds BEFORE INSERT OR UPDATE OR DELETE ON agreements_{part}"
        f" FOR EACH ROW EXECUTE FUNCTION agreements_part_holds({lists});\n"
    )


CREATE = _AGREEMENT + _PART + _PAST + "".join(_trigger(part, *columns) for part, columns in PARTS.items())
DROP = (
    "".join(f"DROP TRIGGER agreements_part_holds ON agreements_{part};\n" for part in PARTS)
    + """
DROP FUNCTION agreements_past();
DROP FUNCTION agreements_part_holds();
DROP TRIGGER agreements_agreement_holds ON agreements_agreement;
DROP FUNCTION agreements_agreement_holds();
"""
)
