-- Why: each line was looked up by itself, and the reader taken apart anew for each. One walk through the index a place
-- takes a tenth to a quarter less where dozens of lines are read.
CREATE OR REPLACE FUNCTION visible_lines(
    asker bigint, reading_place text, place_ids bigint[], seqs integer[], radius integer)
RETURNS TABLE (place_id bigint, seq integer, speaker_id bigint, speaker text, text text,
               said_at timestamptz, place text)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp SET plan_cache_mode = force_generic_plan
SET enable_bitmapscan = off
AS $$
#variable_conflict use_column
DECLARE
    r reader := reader_of(asker, reading_place);
BEGIN
    RETURN QUERY
    SELECT u.place_id, u.seq, u.speaker_id, (SELECT who.name FROM people who WHERE who.id = u.speaker_id),
           u.text, u.said_at, coalesce(nullif(p.title, ''), p.key)
    FROM (
        SELECT w.place_id, array_agg(DISTINCT w.seq + d) AS wanted
        FROM unnest(place_ids, seqs) AS w(place_id, seq), generate_series(-radius, radius) AS d
        GROUP BY w.place_id
    ) w
    JOIN places p ON p.id = w.place_id
    CROSS JOIN LATERAL (  -- with its limit: left free, the planner reads the whole place
        SELECT * FROM utterances u
        WHERE u.tenant = p.tenant AND u.place_id = w.place_id AND u.seq = ANY (w.wanted)
          AND u.erased_at IS NULL AND u.off_record_until IS NULL
          AND may_use(u.audience, u.tenant, u.place_id, u.sensitive,  -- taken apart as in may_hear
                      ROW(NULL, NULL, r.audience, NULL, r.public_tenants, r.places, NULL)::reader)
        ORDER BY u.seq LIMIT cardinality(w.wanted)
    ) u
    ORDER BY u.place_id, u.seq;
END $$;

-- As in 0017, but where words stand comes as one stretch of bytes a column, not as one a word, and of a word in too many
-- lines comes nothing: its lines were sent and thrown away.
DROP FUNCTION recall_words(bigint, text, text[], integer);
CREATE FUNCTION recall_words(asker bigint, reading_place text, words text[], most integer)
RETURNS TABLE (
    documents bigint, term_count bigint,
    post_counts integer[],  -- a word; -1: in too many lines
    post_places bytea, post_seqs bytea, post_tfs bytea, post_lengths bytea)  -- elements as array_send makes them
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp SET plan_cache_mode = force_generic_plan
SET enable_bitmapscan = off  -- misled by the rule's OR, it reads another index whole; costs double at 200 people
AS $$
DECLARE
    r reader := reader_of(asker, reading_place);
BEGIN
    IF r.place_id IS NULL THEN
        RETURN;
    END IF;
    SELECT coalesce(sum(p.documents), 0), coalesce(sum(p.term_count), 0) INTO documents, term_count
    FROM places p WHERE p.tenant = ANY (r.tenants) AND may_use(p.audience, p.tenant, p.id, false, r);
    most := greatest(most, documents / 20);

    SELECT array_agg(CASE WHEN x.amount > most THEN -1 ELSE x.amount END ORDER BY x.number),
           string_agg(x.places, '' ORDER BY x.number) FILTER (WHERE x.amount <= most),
           string_agg(x.seqs, '' ORDER BY x.number) FILTER (WHERE x.amount <= most),
           string_agg(x.tfs, '' ORDER BY x.number) FILTER (WHERE x.amount <= most),
           string_agg(x.lengths, '' ORDER BY x.number) FILTER (WHERE x.amount <= most)
    INTO post_counts, post_places, post_seqs, post_tfs, post_lengths
    FROM (
        SELECT w.number, x.amount, substr(array_send(x.places), 21) AS places,  -- behind the header
               substr(array_send(x.seqs), 21) AS seqs, substr(array_send(x.tfs), 21) AS tfs,
               substr(array_send(x.lengths), 21) AS lengths
        FROM unnest(words) WITH ORDINALITY w(term, number)
        CROSS JOIN LATERAL (
            SELECT count(*)::integer AS amount, array_agg(x.place_id) AS places, array_agg(x.document) AS seqs,
                   array_agg(x.tf) AS tfs, array_agg(x.length) AS lengths
            FROM (
                SELECT x.place_id, x.document, x.tf, x.length FROM terms x
                WHERE x.tenant = ANY (r.tenants) AND x.source = 'u' AND x.term = w.term
                  AND may_hear(x.audience, x.tenant, x.place_id, r.audience, r.public_tenants, r.places)
                LIMIT most + 1  -- one more tells that the word is common
            ) x
        ) x
    ) x;
    RETURN NEXT;
END $$;
REVOKE EXECUTE ON FUNCTION recall_words FROM PUBLIC;
GRANT EXECUTE ON FUNCTION recall_words TO rapport_app;

-- As in 0008, but the reader taken apart as in may_hear, and without a shortlist where there are few lines, whoever may
-- use them: comparing all of a thousand takes two thirds of what comparing their signatures and looking the best up takes.
CREATE OR REPLACE FUNCTION recall_sought(
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
    IF (SELECT sum(p.documents) FROM places p WHERE p.tenant = ANY (r.tenants)) <= 5 * shortlist THEN
        SELECT array_send(array_agg(v.place_id)), array_send(array_agg(v.seq)), array_send(array_agg((
                   CASE WHEN joint IS NULL OR v.companion IS NULL OR l2_norm(v.companion) = 0
                        THEN -(v.embedding <#> sought)
                        ELSE -(v.embedding <#> joint) - (v.companion <#> joint_companion) END)::real))
        INTO near_places, near_seqs, near_cosines
        FROM utterance_vectors v
        WHERE v.tenant = ANY (r.tenants) AND v.model = wanted_model
          AND may_hear(v.audience, v.tenant, v.place_id, r.audience, r.public_tenants, r.places);
    ELSE
        WITH near AS (
            SELECT v.tenant, v.place_id, v.seq FROM utterance_vectors v
            WHERE v.tenant = ANY (r.tenants) AND v.model = wanted_model
              AND may_hear(v.audience, v.tenant, v.place_id, r.audience, r.public_tenants, r.places)
            ORDER BY hamming_distance(v.signature, sought_signature)
            LIMIT shortlist
        )
        SELECT array_send(array_agg(v.place_id)), array_send(array_agg(v.seq)), array_send(array_agg((
                   CASE WHEN joint IS NULL OR v.companion IS NULL OR l2_norm(v.companion) = 0
                        THEN -(v.embedding <#> sought)
                        ELSE -(v.embedding <#> joint) - (v.companion <#> joint_companion) END)::real))
        INTO near_places, near_seqs, near_cosines
        FROM near c CROSS JOIN LATERAL (  -- a lookup each: left free, the planner reads everybody's vectors
            SELECT * FROM utterance_vectors v
            WHERE v.tenant = c.tenant AND v.model = wanted_model AND v.place_id = c.place_id AND v.seq = c.seq LIMIT 1
        ) v;
    END IF;

    WITH chosen AS (
        SELECT f.tenant, f.id
        FROM usable_facts(
            ROW(r.person_id, r.place_id, r.audience, r.tenants, r.public_tenants, r.places, r.scopes)::reader) f
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
