-- Why: where there are few lines, finding those worth a look-up costs more than comparing all of them, and the words of
-- a question need not be weighed before its meaning is compared. Without a `shortlist` all lines are compared.
CREATE OR REPLACE FUNCTION recall_nearest(
    asker bigint, reading_place text, words text[],
    wanted_model smallint, query halfvec, query_signature varbit, shortlist integer, fact_shortlist integer,
    also_places bigint[], also_seqs integer[])
RETURNS TABLE (
    near_places bytea, near_seqs bytea, near_lines bytea, near_arounds bytea,
    fact_ids bytea, fact_similarities bytea, fact_overlaps bytea)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp SET plan_cache_mode = force_generic_plan
SET enable_bitmapscan = off
AS $$
DECLARE
    r reader := reader_of(asker, reading_place);
    lenders text[];
BEGIN
    IF r.place_id IS NULL THEN
        RETURN;
    END IF;
    IF query IS NOT NULL AND shortlist IS NULL THEN
        SELECT array_send(array_agg(v.place_id)), array_send(array_agg(v.seq)),
               array_send(array_agg(-(v.embedding <#> query)::real)), array_send(array_agg(-(v.around <#> query)::real))
        INTO near_places, near_seqs, near_lines, near_arounds
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
               array_send(array_agg(-(v.embedding <#> query)::real)), array_send(array_agg(-(v.around <#> query)::real))
        INTO near_places, near_seqs, near_lines, near_arounds
        FROM chosen c CROSS JOIN LATERAL (  -- a lookup each: left free, the planner reads everybody's vectors
            SELECT * FROM utterance_vectors v
            WHERE v.tenant = c.tenant AND v.model = wanted_model AND v.place_id = c.place_id AND v.seq = c.seq
              AND may_hear(v.audience, v.tenant, v.place_id, r.audience, r.public_tenants, r.places) LIMIT 1
        ) v;
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
