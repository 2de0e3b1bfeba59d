-- Why: in a short past planning took more of recall's time than reading, in a long one asking who may hear each line.

-- As in 0002. Its plan is kept: a function in plain SQL was planned with each question, half of its time. And the lines
-- beside a spot are one walk along the index, no longer a lookup each; where walks overlap, a line is given once.
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
    SELECT DISTINCT ON (u.place_id, u.seq)
           u.place_id, u.seq, u.speaker_id, who.name, u.text, u.said_at, coalesce(nullif(p.title, ''), p.key)
    FROM unnest(place_ids, seqs) AS w(place_id, seq)
    JOIN places p ON p.id = w.place_id
    CROSS JOIN LATERAL (  -- with its limit: left free, the planner reads the whole place
        SELECT * FROM utterances u
        WHERE u.tenant = p.tenant AND u.place_id = w.place_id AND u.seq BETWEEN w.seq - radius AND w.seq + radius
        ORDER BY u.seq LIMIT 2 * radius + 1
    ) u
    LEFT JOIN people who ON who.id = u.speaker_id
    WHERE u.erased_at IS NULL AND may_use(u.audience, u.tenant, u.place_id, u.sensitive, r)
    ORDER BY u.place_id, u.seq;
END $$;

-- The rule as in may_use, for what is not sensitive, with the reader's parts as plain parameters. Statements that look at
-- many rows use it: from one variable the parts were taken out anew for each row, a quarter of all their time.
CREATE FUNCTION may_hear(
    said_in audience, tenant text, place bigint, heard_as audience, public_tenants text[], places bigint[])
RETURNS boolean
LANGUAGE sql IMMUTABLE
RETURN may_use(said_in, tenant, place, false, ROW(NULL, NULL, heard_as, NULL, public_tenants, places, NULL)::reader);
REVOKE EXECUTE ON FUNCTION may_hear FROM PUBLIC;

-- As in 0002, but whether a word stands in too many lines is found out before its postings are gathered, not after:
-- gathering costs three times as much as counting, and the words that are left out are those with the most.
CREATE OR REPLACE FUNCTION recall_words(asker bigint, reading_place text, words text[], most integer)
RETURNS TABLE (
    documents bigint, term_count bigint,
    post_places bytea[], post_seqs bytea[], post_tfs bytea[], post_lengths bytea[])
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

    SELECT array_agg(x.places), array_agg(x.seqs), array_agg(CASE WHEN c.common THEN '' ELSE x.tfs END),
           array_agg(x.lengths)
    INTO post_places, post_seqs, post_tfs, post_lengths
    FROM unnest(words) WITH ORDINALITY w(term, number)
    CROSS JOIN LATERAL (
        SELECT EXISTS (
            SELECT FROM terms x
            WHERE x.tenant = ANY (r.tenants) AND x.source = 'u' AND x.term = w.term
              AND may_hear(x.audience, x.tenant, x.place_id, r.audience, r.public_tenants, r.places) OFFSET most
        ) AS common OFFSET 0  -- asked once a word, not once for each use below
    ) c
    CROSS JOIN LATERAL (
        SELECT array_send(array_agg(x.place_id)) AS places, array_send(array_agg(x.document)) AS seqs,
               array_send(array_agg(x.tf)) AS tfs, array_send(array_agg(x.length)) AS lengths
        FROM (
            SELECT x.place_id, x.document, x.tf, x.length FROM terms x
            WHERE x.tenant = ANY (r.tenants) AND x.source = 'u' AND x.term = w.term
              AND may_hear(x.audience, x.tenant, x.place_id, r.audience, r.public_tenants, r.places)
            LIMIT CASE WHEN c.common THEN 0 ELSE most END
        ) x
    ) x;
    RETURN NEXT;
END $$;

-- As in 0002, but by may_hear. Its parts: lines, then facts.
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
BEGIN
    IF r.place_id IS NULL THEN
        RETURN;
    END IF;
    IF query IS NOT NULL THEN
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

    WITH met AS MATERIALIZED (
        SELECT x.document, count(*)::double precision AS overlap FROM terms x
        WHERE x.tenant = ANY (r.tenants) AND x.source = 'f' AND x.term = ANY (words) GROUP BY x.document
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
