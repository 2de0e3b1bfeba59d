-- Why: a question for advice shares no word and little meaning with the wishes that bear on it, so it is asked a second time.

-- Of a second embedder, beside the first one's; zeros where that one does not know the language, null where there is none.
ALTER TABLE utterance_vectors ADD COLUMN companion halfvec;
ALTER TABLE utterance_vectors ALTER COLUMN companion SET STORAGE MAIN;

-- The lines and current facts nearest to what a question for advice looks for. `sought` and its signature are compared
-- as in recall_nearest; a line with a companion vector is compared by both of its vectors instead, with the two `joint`
-- ones, whose products add up to a cosine. Packed arrays, no text.
CREATE FUNCTION recall_sought(
    asker bigint, reading_place text, wanted_model smallint, sought halfvec, sought_signature varbit,
    joint halfvec, joint_companion halfvec, shortlist integer, fact_shortlist integer)
RETURNS TABLE (near_places bytea, near_seqs bytea, near_cosines bytea, fact_ids bytea, fact_cosines bytea)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp SET plan_cache_mode = force_generic_plan
SET enable_bitmapscan = off
AS $$
DECLARE
    r reader := reader_of(asker, reading_place);
BEGIN
    IF r.place_id IS NULL THEN
        RETURN;
    END IF;
    WITH near AS (
        SELECT v.tenant, v.place_id, v.seq FROM utterance_vectors v
        WHERE v.tenant = ANY (r.tenants) AND v.model = wanted_model
          AND may_use(v.audience, v.tenant, v.place_id, false, r)
        ORDER BY hamming_distance(v.signature, sought_signature)
        LIMIT shortlist
    )
    SELECT array_send(array_agg(v.place_id)), array_send(array_agg(v.seq)), array_send(array_agg((
               CASE WHEN joint IS NULL OR v.companion IS NULL OR l2_norm(v.companion) = 0 THEN -(v.embedding <#> sought)
                    ELSE -(v.embedding <#> joint) - (v.companion <#> joint_companion) END)::real))
    INTO near_places, near_seqs, near_cosines
    FROM near c CROSS JOIN LATERAL (  -- a lookup each: left free, the planner reads everybody's vectors
        SELECT * FROM utterance_vectors v
        WHERE v.tenant = c.tenant AND v.model = wanted_model AND v.place_id = c.place_id AND v.seq = c.seq LIMIT 1
    ) v;

    WITH chosen AS (
        SELECT f.tenant, f.id FROM usable_facts(r) f
        WHERE f.superseded_at IS NULL AND (f.valid_until IS NULL OR f.valid_until > now()) AND f.model = wanted_model
        ORDER BY hamming_distance(f.signature, sought_signature)
        LIMIT fact_shortlist
    )
    SELECT array_send(array_agg(c.id)), array_send(array_agg((-(f.embedding <#> sought))::real))
    INTO fact_ids, fact_cosines
    FROM chosen c CROSS JOIN LATERAL (
        SELECT * FROM facts f WHERE f.tenant = c.tenant AND f.id = c.id LIMIT 1
    ) f;
    RETURN NEXT;
END $$;
REVOKE EXECUTE ON FUNCTION recall_sought FROM PUBLIC;
GRANT EXECUTE ON FUNCTION recall_sought TO rapport_app;

-- What was fitted for a model (see memory/advice.py), so that only the first start computes it. No content of anybody's.
CREATE TABLE advice (
    model  smallint NOT NULL REFERENCES embedding_models ON DELETE CASCADE,
    made_of text NOT NULL,                         -- a digest of the texts and rules it was fitted by, and the companion
    fitted bytea NOT NULL,
    PRIMARY KEY (model, made_of)
);
GRANT SELECT, INSERT, DELETE ON advice TO rapport_app;
