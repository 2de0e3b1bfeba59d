-- Why: vectors are made in the background by any number of workers, and recalled facts are read by their keys.

-- A worker has a tenant's lines to embed until then; kept apart so that taking a lease rewrites no line.
CREATE TABLE embedding_leases (
    tenant      text PRIMARY KEY,
    lease_until timestamptz NOT NULL
);
GRANT SELECT, INSERT, UPDATE, DELETE ON embedding_leases TO rapport_app;
CREATE INDEX utterances_unembedded ON utterances (tenant, place_id, seq) WHERE embedded_at IS NULL;
CREATE INDEX facts_unembedded ON facts (tenant, id) WHERE embedding IS NULL;

-- Leases the tenant with the newest line that has no vector yet, so that a conversation goes before an import; then
-- tenants with facts that have none. Null: nothing to do that nobody does already. Tells a name, no content.
CREATE FUNCTION lease_embedding(lease interval) RETURNS embedding_leases
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
DECLARE
    found text;
    taken embedding_leases;
BEGIN
    FOR attempt IN 1..5 LOOP
        SELECT coalesce(
            (SELECT u.tenant FROM utterances u
             WHERE u.embedded_at IS NULL AND NOT EXISTS (
                 SELECT FROM embedding_leases l WHERE l.tenant = u.tenant AND l.lease_until > now())
             ORDER BY u.recorded_at DESC LIMIT 1),
            (SELECT f.tenant FROM facts f
             WHERE f.embedding IS NULL AND NOT EXISTS (
                 SELECT FROM embedding_leases l WHERE l.tenant = f.tenant AND l.lease_until > now())
             LIMIT 1)) INTO found;
        IF found IS NULL THEN
            RETURN NULL;
        END IF;
        INSERT INTO embedding_leases VALUES (found, clock_timestamp() + lease)
        ON CONFLICT (tenant) DO UPDATE SET lease_until = excluded.lease_until
            WHERE embedding_leases.lease_until <= clock_timestamp()
        RETURNING * INTO taken;
        IF taken.tenant IS NOT NULL THEN
            RETURN taken;
        END IF;
    END LOOP;
    RETURN NULL;
END $$;

-- The facts of `ids` that may be used where `asker` asks, with the words they rest on; and those from the messages that
-- ended what was said at the spots: for each such spot, whether all that was learned from it is over.
CREATE FUNCTION recalled_facts(
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
        WHERE x.tenant = f.tenant AND x.fact_id = f.id
    ) s
    WHERE f.id = ANY (ids || ARRAY(SELECT each.id FROM instead each));
END $$;

-- The facts by which to know the asker here: how they wish to be treated, at most `most_wishes`, then the surest of what
-- they said about themselves. Nobody else gives the bot instructions in their name. Numbers only, found in one index.
CREATE FUNCTION profile_facts(asker bigint, reading_place text, most integer, most_wishes integer) RETURNS bigint[]
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp SET plan_cache_mode = force_generic_plan
SET enable_bitmapscan = off
AS $$
DECLARE
    r reader := reader_of(asker, reading_place);
BEGIN
    RETURN ARRAY(
        SELECT chosen.id FROM (VALUES (true, most_wishes), (false, most)) AS part(wish, amount), LATERAL (
            SELECT f.id, f.confidence, f.recorded_at FROM usable_facts(r) f
            -- + 0: by an index on speakers, each fact would be read elsewhere, as if one speaker had few in a tenant
            WHERE f.speaker_id + 0 = asker AND f.subject_id + 0 = asker AND f.superseded_at IS NULL
              AND CASE WHEN part.wish THEN f.kind IN ('preference', 'instruction') ELSE f.kind = 'fact' END
              AND (f.valid_until IS NULL OR f.valid_until > now())
            ORDER BY f.confidence DESC, f.recorded_at DESC, f.id DESC LIMIT part.amount
        ) chosen
        ORDER BY part.wish DESC, chosen.confidence DESC, chosen.recorded_at DESC, chosen.id DESC LIMIT most);
END $$;

REVOKE EXECUTE ON FUNCTION lease_embedding, recalled_facts, profile_facts FROM PUBLIC;
GRANT EXECUTE ON FUNCTION lease_embedding, recalled_facts, profile_facts TO rapport_app;
