-- Why: lines of a time that a question names were found only where they were among the nearest of all times.

-- The number of a place's first line that was said then or later. Lines stand in the order in which they were said, but
-- for what is imported, so the transcript is halved by its primary key: an index by time would cost each note.
CREATE FUNCTION first_seq_since(of_tenant text, of_place bigint, at timestamptz, last_seq integer)
RETURNS integer
LANGUAGE plpgsql STABLE SET search_path = public, pg_temp
AS $$
DECLARE
    low integer := 1;
    high integer := last_seq + 1;
    middle integer;
    said timestamptz;
BEGIN
    WHILE low < high LOOP
        middle := (low + high) / 2;
        SELECT u.said_at INTO said FROM utterances u
        WHERE u.tenant = of_tenant AND u.place_id = of_place AND u.seq >= middle ORDER BY u.seq LIMIT 1;
        IF said < at THEN
            low := middle + 1;
        ELSE
            high := middle;
        END IF;
    END LOOP;
    RETURN low;
END $$;
REVOKE EXECUTE ON FUNCTION first_seq_since FROM PUBLIC;

-- As recall_nearest, of the lines said from `since` up to `until`; of each place at most so many, the last ones.
CREATE FUNCTION recall_between(
    asker bigint, reading_place text, wanted_model smallint, query halfvec, query_signature varbit,
    since timestamptz, until timestamptz, shortlist integer, most integer)
RETURNS TABLE (near_places bytea, near_seqs bytea, near_lines bytea, near_arounds bytea)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp SET plan_cache_mode = force_generic_plan
SET enable_bitmapscan = off
AS $$
DECLARE
    r reader := reader_of(asker, reading_place);
BEGIN
    IF r.place_id IS NULL THEN
        RETURN;
    END IF;
    WITH stretch AS MATERIALIZED (
        SELECT p.tenant, p.id, first_seq_since(p.tenant, p.id, since, p.last_seq) AS first,
               first_seq_since(p.tenant, p.id, until, p.last_seq) AS beyond
        FROM places p WHERE p.tenant = ANY (r.tenants) AND may_use(p.audience, p.tenant, p.id, false, r)
    ), near AS (
        SELECT v.tenant, v.place_id, v.seq FROM stretch s CROSS JOIN LATERAL (
            SELECT * FROM utterance_vectors v
            WHERE v.tenant = s.tenant AND v.model = wanted_model AND v.place_id = s.id
              AND v.seq >= s.first AND v.seq < s.beyond
              AND may_hear(v.audience, v.tenant, v.place_id, r.audience, r.public_tenants, r.places)
            ORDER BY v.seq DESC LIMIT most
        ) v
        ORDER BY least(hamming_distance(v.signature, query_signature),
                       hamming_distance(v.around_signature, query_signature))
        LIMIT shortlist
    )
    SELECT array_send(array_agg(v.place_id)), array_send(array_agg(v.seq)),
           array_send(array_agg(-(v.embedding <#> query)::real)), array_send(array_agg(-(v.around <#> query)::real))
    INTO near_places, near_seqs, near_lines, near_arounds
    FROM near c CROSS JOIN LATERAL (  -- a lookup each: left free, the planner reads everybody's vectors
        SELECT * FROM utterance_vectors v
        WHERE v.tenant = c.tenant AND v.model = wanted_model AND v.place_id = c.place_id AND v.seq = c.seq LIMIT 1
    ) v;
    RETURN NEXT;
END $$;
REVOKE EXECUTE ON FUNCTION recall_between FROM PUBLIC;
GRANT EXECUTE ON FUNCTION recall_between TO rapport_app;
