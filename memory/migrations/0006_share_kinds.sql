-- Why: a person shares all that they tell in direct of one kind, what is still to come too, and takes it back at once.

-- A speaker's own decision to let every fact of a kind that they told about themselves in direct be used wider. Never
-- a delicate one: nobody looked at it before. `audience`: as in fact_shares.
DELETE FROM share_rules;  -- no version made any, and nobody could say how far one of them goes
ALTER TABLE share_rules
    ADD COLUMN tenant    text NOT NULL GENERATED ALWAYS AS ('person:' || person_id::text) STORED,  -- where the facts lie
    ADD COLUMN audience  audience NOT NULL,
    ADD COLUMN shared_at timestamptz NOT NULL DEFAULT now(),
    DROP CONSTRAINT share_rules_pkey,
    ADD PRIMARY KEY (scope, person_id, kind),
    DROP CONSTRAINT share_rules_person_id_fkey,
    ADD FOREIGN KEY (person_id) REFERENCES people ON DELETE CASCADE;
CREATE INDEX share_rules_by_person ON share_rules (person_id, kind);
CREATE INDEX fact_shares_by_fact ON fact_shares (fact_tenant, fact_id);

ALTER TABLE share_rules ENABLE ROW LEVEL SECURITY;
CREATE POLICY one_tenant ON share_rules TO rapport_app
    USING (tenant = nullif(current_setting('rapport.tenant', true), ''));

-- Who leaves a place, or a space, ends what they let be used there from now on: they no longer hear what is made of it.
CREATE FUNCTION end_share_rules() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
BEGIN
    IF TG_TABLE_NAME = 'place_members' THEN
        DELETE FROM share_rules s WHERE s.person_id = OLD.person_id AND s.scope = 'place:' || OLD.place_id
            AND NOT EXISTS (SELECT FROM place_members m
                            WHERE m.person_id = OLD.person_id AND m.place_id = OLD.place_id);
    ELSE
        DELETE FROM share_rules s WHERE s.person_id = OLD.person_id AND s.scope = 'space:' || OLD.space
            AND NOT EXISTS (SELECT FROM space_members m WHERE m.person_id = OLD.person_id AND m.space = OLD.space);
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER rules_end_with_place AFTER DELETE ON place_members FOR EACH ROW EXECUTE FUNCTION end_share_rules();
CREATE TRIGGER rules_end_with_space AFTER DELETE ON space_members FOR EACH ROW EXECUTE FUNCTION end_share_rules();

-- Whether that fact was shared by itself as far as the reader.
CREATE FUNCTION is_shared(tenant text, fact bigint, r reader) RETURNS boolean
LANGUAGE sql STABLE
RETURN EXISTS (
    SELECT FROM fact_shares s
    WHERE s.scope = ANY ((r).scopes) AND s.fact_tenant = tenant AND s.fact_id = fact
      AND ((r).audience = 'direct' OR s.audience >= (r).audience));

-- Every fact that reader may use: said where they could hear it, shared by itself, or of a kind that its speaker shares.
-- An array and IS TRUE where a join would do: left free, the planner reads everybody's facts where many share. Where
-- nobody does, the array is empty and no fact is looked at.
CREATE OR REPLACE FUNCTION usable_facts(r reader) RETURNS SETOF facts
LANGUAGE sql STABLE
BEGIN ATOMIC
    SELECT f.* FROM facts f
    WHERE f.tenant = ANY ((r).tenants) AND may_use(f.audience, f.tenant, f.place_id, f.sensitivity <> 'none', r)
    UNION ALL
    SELECT f.* FROM (
        SELECT DISTINCT s.fact_tenant, s.fact_id FROM fact_shares s
        WHERE s.scope = ANY ((r).scopes) AND ((r).audience = 'direct' OR s.audience >= (r).audience)
    ) shared
    JOIN facts f ON f.tenant = shared.fact_tenant AND f.id = shared.fact_id
    WHERE ((r).audience = 'direct' OR f.sensitivity = 'none')
      AND may_use(f.audience, f.tenant, f.place_id, f.sensitivity <> 'none', r) IS NOT TRUE
    UNION ALL
    SELECT f.* FROM facts f
    WHERE f.tenant = ANY (ARRAY(SELECT s.tenant FROM share_rules s WHERE s.scope = ANY ((r).scopes)))
      AND ((f.tenant, f.kind) IN (
        SELECT s.tenant, s.kind FROM share_rules s
        WHERE s.scope = ANY ((r).scopes) AND ((r).audience = 'direct' OR s.audience >= (r).audience))) IS TRUE
      AND f.audience = 'direct' AND f.sensitivity = 'none'
      AND f.tenant = 'person:' || f.speaker_id AND f.subject_id = f.speaker_id
      AND may_use(f.audience, f.tenant, f.place_id, f.sensitivity <> 'none', r) IS NOT TRUE
      AND ((f.tenant, f.id) IN (
        SELECT s.fact_tenant, s.fact_id FROM fact_shares s
        WHERE s.scope = ANY ((r).scopes) AND ((r).audience = 'direct' OR s.audience >= (r).audience))) IS NOT TRUE;
END;

-- The quotes behind the visible facts. Who shared a kind shared facts, not whatever else they said in the same breath:
-- the words themselves are told where they could be heard, or where the fact was shared by itself, as they stood.
CREATE OR REPLACE FUNCTION visible_sources(asker bigint, reading_place text, ids bigint[])
RETURNS TABLE (fact_id bigint, place_id bigint, seq integer, quote text, said_at timestamptz, place text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
BEGIN ATOMIC
    WITH r AS MATERIALIZED (SELECT reader_of(asker, reading_place) AS reader)
    SELECT s.fact_id, s.place_id, s.seq, s.quote, s.said_at, coalesce(nullif(p.title, ''), p.key)
    FROM r CROSS JOIN LATERAL usable_facts(r.reader) f
    JOIN fact_sources s ON s.tenant = f.tenant AND s.fact_id = f.id
    LEFT JOIN places p ON p.id = s.place_id
    WHERE f.id = ANY (ids) AND (
        may_use(f.audience, f.tenant, f.place_id, f.sensitivity <> 'none', r.reader)
        OR is_shared(f.tenant, f.id, r.reader));
END;

-- The facts of `ids` that may be used where `asker` asks, with the words they rest on where those
-- may be read too; and the facts from the messages that
-- ended what was said at the spots: for each such spot, whether all that was learned from it is over.
CREATE OR REPLACE FUNCTION recalled_facts(
    asker bigint, reading_place text, ids bigint[], at_places bigint[] DEFAULT '{}', at_seqs integer[] DEFAULT '{}')
RETURNS TABLE (
    id bigint, tenant text, subject_id bigint, subject_name text, speaker_id bigint, speaker_name text, kind text,
    text text, valid_from timestamptz, valid_until timestamptz, recorded_at timestamptz, superseded_by bigint,
    superseded_at timestamptz, confidence real, sensitivity text, audience audience, place text,
    source_places bigint[], source_seqs integer[], quotes text[], said timestamptz[], source_titles text[],
    uncertain_since timestamptz, instead_places bigint[], instead_seqs integer[], instead_stale boolean[])
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp SET plan_cache_mode = force_generic_plan
SET enable_bitmapscan = off
AS $$
#variable_conflict use_column
DECLARE
    r reader := reader_of(asker, reading_place);
BEGIN
    RETURN QUERY
    WITH RECURSIVE learned AS (
        SELECT w.place_id, w.seq, true AS at_first, f.tenant, f.id, f.superseded_by,
               f.superseded_at IS NOT NULL OR coalesce(f.valid_until <= now(), false) AS over
        FROM unnest(at_places, at_seqs) w(place_id, seq) JOIN places p ON p.id = w.place_id
        CROSS JOIN LATERAL (  -- lookups here and below: left free, the planner reads everybody's facts
            SELECT s.fact_id FROM fact_sources s
            WHERE s.tenant = p.tenant AND s.place_id = w.place_id AND s.seq = w.seq LIMIT 50
        ) s
        CROSS JOIN LATERAL (SELECT * FROM facts f WHERE f.tenant = p.tenant AND f.id = s.fact_id LIMIT 1) f
        UNION
        SELECT l.place_id, l.seq, false, f.tenant, f.id, f.superseded_by,
               f.superseded_at IS NOT NULL OR coalesce(f.valid_until <= now(), false)
        FROM learned l CROSS JOIN LATERAL (
            SELECT * FROM facts f WHERE f.tenant = ANY (r.tenants) AND f.id = l.superseded_by LIMIT 1
        ) f CROSS JOIN LATERAL (  -- a duplicate's successor rests on the same line, and is no news about it
            SELECT count(*) AS same FROM fact_sources o
            WHERE o.tenant = f.tenant AND o.fact_id = f.id AND o.place_id = l.place_id AND o.seq = l.seq
        ) o WHERE l.superseded_by IS NOT NULL AND o.same = 0
    ), lines AS (
        SELECT l.place_id, l.seq, bool_and(l.over) AS stale
        FROM learned l WHERE l.at_first GROUP BY l.place_id, l.seq
    ), news AS (  -- and what else was learned from the message that changed it: "we moved, no longer in Lisbon"
        SELECT l.place_id, l.seq, f.id
        FROM (SELECT * FROM learned l WHERE NOT l.at_first AND NOT l.over) l
        CROSS JOIN LATERAL (
            SELECT * FROM fact_sources s WHERE s.tenant = l.tenant AND s.fact_id = l.id LIMIT 50
        ) s
        CROSS JOIN LATERAL (
            SELECT o.fact_id FROM fact_sources o
            WHERE o.tenant = s.tenant AND o.place_id = s.place_id AND o.seq = s.seq LIMIT 50
        ) o
        CROSS JOIN LATERAL (SELECT * FROM facts f WHERE f.tenant = l.tenant AND f.id = o.fact_id LIMIT 1) f
        WHERE f.superseded_at IS NULL
          AND (f.valid_until IS NULL OR f.valid_until > now())
        GROUP BY l.place_id, l.seq, f.id
    ), instead AS MATERIALIZED (
        SELECT n.id, array_agg(n.place_id ORDER BY n.place_id, n.seq) AS places,
               array_agg(n.seq ORDER BY n.place_id, n.seq) AS seqs,
               array_agg(l.stale ORDER BY n.place_id, n.seq) AS stale
        FROM news n JOIN lines l ON l.place_id = n.place_id AND l.seq = n.seq GROUP BY n.id
    )
    SELECT f.id, f.tenant, f.subject_id, f.subject_name, f.speaker_id, who.name, f.kind, f.text, f.valid_from,
           f.valid_until, f.recorded_at, f.superseded_by, f.superseded_at, f.confidence, f.sensitivity, f.audience,
           coalesce(nullif(p.title, ''), p.key),
           coalesce(s.places, '{}'), coalesce(s.seqs, '{}'), coalesce(s.quotes, '{}'), coalesce(s.said, '{}'),
           coalesce(s.titles, '{}'), f.uncertain_since, coalesce(i.places, '{}'), coalesce(i.seqs, '{}'), coalesce(i.stale, '{}')
    FROM usable_facts(r) f
    JOIN people who ON who.id = f.speaker_id
    JOIN places p ON p.id = f.place_id
    LEFT JOIN instead i ON i.id = f.id
    CROSS JOIN LATERAL (
        SELECT array_agg(x.place_id ORDER BY x.said_at, x.seq) AS places,
               array_agg(x.seq ORDER BY x.said_at, x.seq) AS seqs,
               array_agg(x.quote ORDER BY x.said_at, x.seq) AS quotes,
               array_agg(x.said_at ORDER BY x.said_at, x.seq) AS said,
               array_agg(coalesce(nullif(q.title, ''), q.key) ORDER BY x.said_at, x.seq) AS titles
        FROM fact_sources x JOIN places q ON q.id = x.place_id
        WHERE x.tenant = f.tenant AND x.fact_id = f.id AND (
            may_use(f.audience, f.tenant, f.place_id, f.sensitivity <> 'none', r) OR is_shared(f.tenant, f.id, r))
    ) s
    WHERE f.id = ANY (ids || ARRAY(SELECT each.id FROM instead each));
END $$;

REVOKE EXECUTE ON FUNCTION is_shared, end_share_rules FROM PUBLIC;
