-- Why: learning finds lines it had set aside, and a person's own things are found to be shown, exported or erased.

-- A line that learning gave up on is looked at again once a day, without reading the whole place.
CREATE INDEX utterances_parked ON utterances (tenant, place_id, seq)
    WHERE parked_at IS NOT NULL AND learned_at IS NULL;

CREATE INDEX inbox_by_age ON inbox (received_at);
CREATE INDEX utterances_by_speaker ON utterances (speaker_id) INCLUDE (tenant) WHERE speaker_id IS NOT NULL;
-- The tenant is no key column: PostgreSQL 18 would skip through all speakers to find one tenant's facts.
CREATE INDEX facts_by_speaker ON facts (speaker_id) INCLUDE (tenant);
CREATE INDEX facts_by_subject ON facts (subject_id) INCLUDE (tenant) WHERE subject_id IS NOT NULL;
CREATE INDEX turns_by_fact ON turns USING gin (fact_ids);
CREATE INDEX turns_by_passage ON turns USING gin (passage_places, passage_seqs);

-- Where the person's own words, or facts by them, are kept; only names of tenants come out, no content.
CREATE FUNCTION tenants_of(person bigint) RETURNS SETOF text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
BEGIN ATOMIC
    SELECT DISTINCT u.tenant FROM utterances u WHERE u.speaker_id = person
    UNION SELECT DISTINCT f.tenant FROM facts f WHERE f.speaker_id = person
    UNION SELECT 'person:' || person;
END;

-- The answers that used one of these facts or stretches of talk, in whatever place they were given: names, no content.
CREATE FUNCTION turns_using(used_facts bigint[], in_places bigint[], at_seqs integer[], radius integer)
RETURNS TABLE (tenant text, id bigint, place_id bigint, answered_seq integer)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
BEGIN ATOMIC
    SELECT t.tenant, t.id, t.place_id, t.answered_seq FROM turns t WHERE t.fact_ids && used_facts
    UNION
    SELECT t.tenant, t.id, t.place_id, t.answered_seq
    FROM unnest(in_places, at_seqs) AS w(place_id, seq) JOIN places p ON p.id = w.place_id
    JOIN turns t ON t.tenant = p.tenant AND t.place_id = w.place_id AND t.asked_seq = w.seq
    UNION
    SELECT t.tenant, t.id, t.place_id, t.answered_seq
    FROM turns t
    WHERE t.passage_places && in_places
      AND t.passage_seqs && ARRAY(SELECT DISTINCT s + d FROM unnest(at_seqs) s, generate_series(-radius, radius) d)
      AND EXISTS (
        SELECT FROM unnest(t.passage_places, t.passage_seqs) AS used(place_id, seq)
        JOIN unnest(in_places, at_seqs) AS w(place_id, seq)
            ON w.place_id = used.place_id AND w.seq BETWEEN used.seq - radius AND used.seq + radius);
END;

-- The asker's own lines that hold all the words and may be used where they ask, newest first.
CREATE FUNCTION own_lines(asker bigint, reading_place text, words text[], amount integer)
RETURNS TABLE (place_id bigint, seq integer, speaker_id bigint, speaker text, text text, said_at timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
BEGIN ATOMIC
    WITH r AS MATERIALIZED (SELECT reader_of(asker, reading_place) AS reader), hits AS (
        SELECT x.tenant, x.place_id, x.document::integer AS seq
        FROM r CROSS JOIN LATERAL unnest((r.reader).tenants) AS t(tenant)
        JOIN terms x ON x.tenant = t.tenant AND x.source = 'u' AND x.term = ANY (words)
        GROUP BY x.tenant, x.place_id, x.document HAVING count(*) = cardinality(words)
    )
    SELECT u.place_id, u.seq, u.speaker_id, who.name, u.text, u.said_at
    FROM r, hits h JOIN utterances u ON u.tenant = h.tenant AND u.place_id = h.place_id AND u.seq = h.seq
    JOIN people who ON who.id = u.speaker_id
    WHERE u.speaker_id = asker AND u.erased_at IS NULL
      AND may_use(u.audience, u.tenant, u.place_id, u.sensitive, r.reader)
    ORDER BY u.said_at DESC, u.seq DESC LIMIT amount;
END;

REVOKE EXECUTE ON FUNCTION tenants_of, turns_using, own_lines FROM PUBLIC;
GRANT EXECUTE ON FUNCTION tenants_of, turns_using, own_lines TO rapport_app;
