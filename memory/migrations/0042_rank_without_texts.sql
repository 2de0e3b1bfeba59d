-- Why: what the text of a line shows, how much of it asks, whether it follows a question and who speaks, is kept beside
-- its vectors. Ranking then needs no text, and texts are read of what is told, not of all that might be. Lines embedded
-- before this have nulls there, and are read as before.
ALTER TABLE utterance_vectors
    ADD COLUMN speaker_id bigint,
    ADD COLUMN asks real,  -- the share of its text that stands in questions
    ADD COLUMN follows_question boolean NOT NULL DEFAULT false;

-- As in 0030, with what the text shows, and, where all lines are compared, the lines that could not be: all others are
-- the bot's own, or none.
DROP FUNCTION recall_nearest(bigint, text, text[], smallint, halfvec, varbit, integer, integer, bigint[], integer[]);
CREATE FUNCTION recall_nearest(
    asker bigint, reading_place text, words text[],
    wanted_model smallint, query halfvec, query_signature varbit, shortlist integer, fact_shortlist integer,
    also_places bigint[], also_seqs integer[])
RETURNS TABLE (
    near_places bytea, near_seqs bytea, near_lines bytea, near_arounds bytea,
    near_asks bytea, near_follows bytea, near_speakers bytea,  -- NaN and 0: not known
    speakers bigint[], names text[],
    unread_places bytea, unread_seqs bytea, unread integer,  -- lines without vectors; null: not known
    fact_ids bytea, fact_similarities bytea, fact_overlaps bytea)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp SET plan_cache_mode = force_generic_plan
SET enable_bitmapscan = off
AS $$
DECLARE
    r reader := reader_of(asker, reading_place);
    lenders text[];
    most constant integer := 256;
BEGIN
    IF r.place_id IS NULL THEN
        RETURN;
    END IF;
    IF query IS NOT NULL AND shortlist IS NULL THEN
        SELECT array_send(array_agg(v.place_id)), array_send(array_agg(v.seq)),
               array_send(array_agg(-(v.embedding <#> query)::real)),
               array_send(array_agg(-(v.around <#> query)::real)),
               array_send(array_agg(coalesce(v.asks, 'nan'))), array_send(array_agg(v.follows_question::integer::real)),
               array_send(array_agg(coalesce(v.speaker_id, 0))), array_agg(DISTINCT v.speaker_id)
        INTO near_places, near_seqs, near_lines, near_arounds, near_asks, near_follows, near_speakers, speakers
        FROM utterance_vectors v
        WHERE v.tenant = ANY (r.tenants) AND v.model = wanted_model
          AND may_hear(v.audience, v.tenant, v.place_id, r.audience, r.public_tenants, r.places);
    ELSIF query IS NOT NULL THEN
        WITH near AS (
            SELECT v.tenant, v.place_id, v.seq FROM utterance_vectors v
            WHERE v.tenant = ANY (r.tenants) AND v.model = wanted_model
              AND may_hear(v.audience, v.tenant, v.place_id, r.audience, r.public_tenants, r.places)
            ORDER BY least(hamming_distance(v.signature, query_signature),
                           hamming_distance(v.around_signature, query_signature))
            LIMIT shortlist
        ), chosen AS (
            SELECT tenant, place_id, seq FROM near
            UNION
            SELECT p.tenant, m.place_id, m.seq FROM unnest(also_places, also_seqs) m(place_id, seq)
            JOIN places p ON p.id = m.place_id AND p.tenant = ANY (r.tenants)
        )
        SELECT array_send(array_agg(v.place_id)), array_send(array_agg(v.seq)),
               array_send(array_agg(-(v.embedding <#> query)::real)),
               array_send(array_agg(-(v.around <#> query)::real)),
               array_send(array_agg(coalesce(v.asks, 'nan'))), array_send(array_agg(v.follows_question::integer::real)),
               array_send(array_agg(coalesce(v.speaker_id, 0))), array_agg(DISTINCT v.speaker_id)
        INTO near_places, near_seqs, near_lines, near_arounds, near_asks, near_follows, near_speakers, speakers
        FROM chosen c CROSS JOIN LATERAL (  -- a lookup each: left free, the planner reads everybody's vectors
            SELECT * FROM utterance_vectors v
            WHERE v.tenant = c.tenant AND v.model = wanted_model AND v.place_id = c.place_id AND v.seq = c.seq
              AND may_hear(v.audience, v.tenant, v.place_id, r.audience, r.public_tenants, r.places) LIMIT 1
        ) v;
    END IF;
    IF query IS NOT NULL THEN
        SELECT array_agg(who.id), array_agg(who.name) INTO speakers, names
        FROM people who WHERE who.id = ANY (speakers);
    END IF;
    IF query IS NOT NULL AND shortlist IS NULL THEN
        SELECT array_send(array_agg(u.place_id) FILTER (WHERE u.heard)),
               array_send(array_agg(u.seq) FILTER (WHERE u.heard)), nullif(count(*), most)::integer
        INTO unread_places, unread_seqs, unread
        FROM (
            SELECT u.place_id, u.seq,
                   may_hear(u.audience, u.tenant, u.place_id, r.audience, r.public_tenants, r.places) AS heard
            FROM utterances u WHERE u.tenant = ANY (r.tenants) AND u.embedded_at IS NULL LIMIT most
        ) u;
    END IF;

    lenders := ARRAY(
        SELECT s.fact_tenant FROM fact_shares s WHERE s.scope = ANY (r.scopes)
        UNION SELECT s.tenant FROM share_rules s WHERE s.scope = ANY (r.scopes));
    WITH met AS MATERIALIZED (
        SELECT x.document, count(*)::double precision AS overlap FROM terms x
        WHERE x.tenant = ANY (r.tenants || lenders) AND x.source = 'f' AND x.term = ANY (words) GROUP BY x.document
    ), chosen AS (
        SELECT f.tenant, f.id, coalesce(met.overlap, 0) AS overlap
        FROM usable_facts(  -- taken apart as in may_hear
            ROW(r.person_id, r.place_id, r.audience, r.tenants, r.public_tenants, r.places, r.scopes)::reader) f
        LEFT JOIN met ON met.document = f.id
        WHERE f.superseded_at IS NULL AND (f.valid_until IS NULL OR f.valid_until > now())
        ORDER BY coalesce(met.overlap, 0) * 0.2::double precision + CASE WHEN f.model = wanted_model THEN
            coalesce(cos(pi() * hamming_distance(f.signature, query_signature) / bit_length(query_signature)), 0)
            ELSE 0 END DESC
        LIMIT fact_shortlist
    )
    SELECT array_send(array_agg(c.id)), array_send(array_agg(c.overlap::real)), array_send(array_agg(coalesce(
               CASE WHEN f.model = wanted_model THEN -(f.embedding <#> query) END, 'nan')::real))
    INTO fact_ids, fact_overlaps, fact_similarities
    FROM chosen c JOIN facts f ON f.tenant = c.tenant AND f.id = c.id;
    RETURN NEXT;
END $$;
REVOKE EXECUTE ON FUNCTION recall_nearest FROM PUBLIC;
GRANT EXECUTE ON FUNCTION recall_nearest TO rapport_app;
