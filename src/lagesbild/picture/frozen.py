"""What the database itself holds of editions: who reads them, that they are written once, and that decided is frozen.

Statements for the migration. They are triggers, so that they bind every login that is not the owner's, whatever it
asks for; row-level security alone would make a change of a frozen row silently change nothing.
"""

from __future__ import annotations

from lagesbild.core.walls import AUDIENCES, PERSON

REFUSES = "object_not_in_prerequisite_state"
EMPTY = "\\x"
"""No bytes, as JSON has them."""

CREATE = f"""
CREATE FUNCTION picture_edition_holds() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE was jsonb; becomes jsonb;
BEGIN
    IF OLD.state = 'decided' THEN
        -- the decision of a meeting is undone until its minutes are approved, and then the edition is a draft again
        IF TG_OP = 'UPDATE' AND NEW.state = 'draft' AND NEW.decided IS NULL AND NEW.meeting IS NULL
            AND to_jsonb(OLD) - ARRAY['state', 'decided', 'decided_by', 'meeting']
                = to_jsonb(NEW) - ARRAY['state', 'decided', 'decided_by', 'meeting']
            AND EXISTS (SELECT 1 FROM meetings_meeting m WHERE m.id = OLD.meeting AND m.state = 'held') THEN
            RETURN NEW;
        END IF;
        RAISE {REFUSES} USING MESSAGE = 'a decided edition never changes';
    END IF;
    IF TG_OP = 'DELETE' THEN
        RAISE {REFUSES} USING MESSAGE = 'an edition is never removed';
    END IF;
    IF OLD.state = 'superseded' THEN
        RAISE {REFUSES} USING MESSAGE = 'a superseded edition never changes';
    END IF;
    was := to_jsonb(OLD) - ARRAY['state', 'decided', 'decided_by', 'meeting'];
    becomes := to_jsonb(NEW) - ARRAY['state', 'decided', 'decided_by', 'meeting'];
    IF was <> becomes THEN
        RAISE {REFUSES} USING MESSAGE = 'an edition is written once';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER picture_edition_holds BEFORE UPDATE OR DELETE ON picture_edition
    FOR EACH ROW EXECUTE FUNCTION picture_edition_holds();

CREATE FUNCTION picture_belongs() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE edition bigint; standing text; was jsonb; becomes jsonb;
BEGIN
    edition := CASE WHEN TG_OP = 'INSERT' THEN NEW.edition_id ELSE OLD.edition_id END;
    -- words may always be masked, and a document that holds masked ones goes and comes back
    IF TG_OP = 'UPDATE' THEN
        was := to_jsonb(OLD);
        becomes := to_jsonb(NEW);
        IF TG_TABLE_NAME = 'picture_finding' AND was - 'text' = becomes - 'text'
            AND core_only_masked(was -> 'text', becomes -> 'text') THEN
            RETURN NEW;
        END IF;
        IF TG_TABLE_NAME = 'picture_drawing' AND was - 'document' = becomes - 'document'
            AND '{EMPTY}' IN (was ->> 'document', becomes ->> 'document')
            AND EXISTS (SELECT 1 FROM picture_name n WHERE n.edition_id = edition AND n.masked) THEN
            RETURN NEW;
        END IF;
    END IF;
    -- waits for one who is deciding it; an edition that is not seen is none
    SELECT state INTO standing FROM picture_edition WHERE id = edition FOR SHARE;
    IF standing IS DISTINCT FROM 'draft' THEN
        RAISE {REFUSES} USING MESSAGE = 'nothing of a decided or superseded edition changes';
    END IF;
    IF TG_OP = 'DELETE' THEN
        RAISE {REFUSES} USING MESSAGE = 'nothing of an edition is removed';
    END IF;
    IF TG_OP = 'UPDATE' AND TG_TABLE_NAME <> 'picture_finding' THEN
        RAISE {REFUSES} USING MESSAGE = 'what was drawn is drawn once';
    END IF;
    IF TG_OP = 'UPDATE'
        AND (NEW.edition_id, NEW.partnership_id) IS DISTINCT FROM (OLD.edition_id, OLD.partnership_id) THEN
        RAISE {REFUSES} USING MESSAGE = 'a finding stays with its edition';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER picture_belongs BEFORE INSERT OR UPDATE OR DELETE ON picture_finding
    FOR EACH ROW EXECUTE FUNCTION picture_belongs();
CREATE TRIGGER picture_belongs BEFORE INSERT OR UPDATE OR DELETE ON picture_drawing
    FOR EACH ROW EXECUTE FUNCTION picture_belongs();

CREATE TRIGGER picture_belongs BEFORE INSERT OR DELETE ON picture_name
    FOR EACH ROW EXECUTE FUNCTION picture_belongs();

CREATE FUNCTION picture_name_holds() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    IF (to_jsonb(OLD) - ARRAY['text', 'masked']) <> (to_jsonb(NEW) - ARRAY['text', 'masked'])
        OR NOT NEW.masked OR NOT core_only_masked(OLD.text, NEW.text) THEN
        RAISE {REFUSES} USING MESSAGE = 'a name in an edition is only masked';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER picture_name_holds BEFORE UPDATE ON picture_name
    FOR EACH ROW EXECUTE FUNCTION picture_name_holds();

CREATE FUNCTION picture_basis_holds() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    IF (to_jsonb(OLD) - ARRAY['columns', 'disposed']) <> (to_jsonb(NEW) - ARRAY['columns', 'disposed'])
        OR NEW.disposed <= OLD.disposed OR length(NEW.columns) > length(OLD.columns) + 1024 THEN
        RAISE {REFUSES} USING MESSAGE = 'a basis only loses what is disposed of';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER picture_basis_holds BEFORE UPDATE ON picture_basis
    FOR EACH ROW EXECUTE FUNCTION picture_basis_holds();

CREATE POLICY readers ON picture_edition AS RESTRICTIVE FOR SELECT
    USING (readers_id = ANY ({AUDIENCES}::bigint[]));
CREATE POLICY readers ON picture_finding AS RESTRICTIVE FOR SELECT
    USING (EXISTS (SELECT 1 FROM picture_edition e WHERE e.id = edition_id));
CREATE POLICY readers ON picture_name AS RESTRICTIVE FOR SELECT
    USING (EXISTS (SELECT 1 FROM picture_edition e WHERE e.id = edition_id));
CREATE POLICY readers ON picture_drawing AS RESTRICTIVE FOR SELECT
    USING (EXISTS (SELECT 1 FROM picture_edition e WHERE e.id = edition_id));
CREATE POLICY system ON picture_name AS RESTRICTIVE FOR UPDATE USING ({PERSON} = 0);
CREATE POLICY system ON picture_basis AS RESTRICTIVE USING ({PERSON} = 0);

CREATE FUNCTION picture_due()
RETURNS TABLE (partnership bigint, timezone text, weekday smallint, hour smallint, longer text[])
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT p.id, p.timezone, coalesce(s.weekday, 0::smallint), coalesce(s.hour, 6::smallint),
        array_remove(ARRAY[CASE WHEN s.monthly THEN 'monthly' END, CASE WHEN s.quarterly THEN 'quarterly' END,
            CASE WHEN s.yearly THEN 'yearly' END], NULL)
    FROM core_partnership p LEFT JOIN picture_setting s ON s.partnership_id = p.id
    WHERE EXISTS (SELECT 1 FROM core_party y WHERE y.partnership_id = p.id) ORDER BY p.id
$$;
"""  # noqa: S608 - our own text

DROP = """
DROP FUNCTION picture_due();
DROP TRIGGER picture_basis_holds ON picture_basis;
DROP FUNCTION picture_basis_holds();
DROP TRIGGER picture_name_holds ON picture_name;
DROP FUNCTION picture_name_holds();
DROP TRIGGER picture_belongs ON picture_name;
DROP TRIGGER picture_belongs ON picture_drawing;
DROP TRIGGER picture_belongs ON picture_finding;
DROP FUNCTION picture_belongs();
DROP TRIGGER picture_edition_holds ON picture_edition;
DROP FUNCTION picture_edition_holds();
"""
