-- Why: an answer to what somebody else wrote, quoted, passed on or in a file, is no training data, nor what is said of it
-- later in the same talk. Nothing else tells, as such text is never kept.

-- Something else than their own words stood beside the question. Not known of what was answered until now.
ALTER TABLE turns ADD COLUMN brought boolean NOT NULL DEFAULT true;
ALTER TABLE turns ALTER COLUMN brought SET DEFAULT false;

-- As in 0013, with that.
DROP FUNCTION log_turn(bigint, text, integer, integer, bigint[], bigint[], integer[], text, integer[], integer[]);
CREATE FUNCTION log_turn(
    asker bigint, reading_place text, asked integer, answered integer, facts_used bigint[],
    passages_in bigint[], passages_at integer[], by_model text, tokens integer[], took_ms integer[],
    was_brought boolean)
RETURNS bigint
LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp
BEGIN ATOMIC
    INSERT INTO turns (tenant, person_id, place_id, asked_seq, answered_seq, fact_ids, passage_places, passage_seqs,
                       model, prompt_tokens, cached_tokens, reply_tokens, first_word_ms, total_ms, brought)
    SELECT p.tenant, asker, p.id, asked, answered, facts_used, passages_in, passages_at,
           by_model, tokens[1], tokens[2], coalesce(tokens[3], 0), took_ms[1], took_ms[2], was_brought
    FROM reader_of(asker, reading_place) r JOIN places p ON p.id = r.place_id
    RETURNING id;
END;

-- As in 0013 and 0026, since they give whole rows.
CREATE OR REPLACE FUNCTION last_turn(asker bigint, reading_place text) RETURNS SETOF turns
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
BEGIN ATOMIC
    SELECT t.* FROM reader_of(asker, reading_place) r JOIN places p ON p.id = r.place_id
    JOIN turns t ON t.tenant = p.tenant AND t.place_id = p.id
    WHERE t.person_id = asker ORDER BY t.id DESC LIMIT 1;
END;
CREATE OR REPLACE FUNCTION answered_turn(asker bigint, reading_place text, message text) RETURNS SETOF turns
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
BEGIN ATOMIC
    SELECT t.* FROM reader_of(asker, reading_place) r JOIN places p ON p.id = r.place_id
    JOIN utterances u ON u.tenant = p.tenant AND u.place_id = p.id AND u.external_id = message
    JOIN turns t ON t.tenant = p.tenant AND t.place_id = p.id AND t.answered_seq = u.seq
    WHERE u.speaker_id IS NULL AND u.erased_at IS NULL AND may_use(u.audience, u.tenant, u.place_id, false, r)
    ORDER BY t.id LIMIT 1;
END;
CREATE OR REPLACE FUNCTION answer_before(asker bigint, reading_place text, before integer) RETURNS SETOF turns
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
BEGIN ATOMIC
    SELECT last.* FROM reader_of(asker, reading_place) r JOIN places p ON p.id = r.place_id
    CROSS JOIN LATERAL (
        SELECT t.* FROM turns t WHERE t.tenant = p.tenant AND t.place_id = p.id AND t.person_id = asker
          AND t.answered_seq IS NOT NULL AND t.asked_seq < before AND t.answered_seq < before
          AND t.created_at > now() - interval '15 minutes'
        ORDER BY t.id DESC LIMIT 1) last;
END;

-- What the person said to us and what we answered, in order; nothing for who does not allow it. Without words where they
-- are delicate or off the record, or where what others said has a part in it: by what it rests on, by what stood beside
-- it, or by what was in sight there, of which a prompt shows 120 lines at most. That there was something tells that the
-- rest of that talk may hold it too.
DROP FUNCTION exchanges_for_training(bigint);
CREATE FUNCTION exchanges_for_training(who bigint)
RETURNS TABLE (turn_id bigint, place_id bigint, asked_seq integer, asked text, answer text, answered_at timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
BEGIN ATOMIC
    SELECT t.id, t.place_id, t.asked_seq, CASE WHEN own.alone THEN u.text END, CASE WHEN own.alone THEN v.text END,
        t.created_at
    FROM turns t
    JOIN people p ON p.id = who AND p.training AND p.learning
    JOIN utterances u ON u.tenant = t.tenant AND u.place_id = t.place_id AND u.seq = t.asked_seq
    JOIN utterances v ON v.tenant = t.tenant AND v.place_id = t.place_id AND v.seq = t.answered_seq
    CROSS JOIN LATERAL (SELECT
        NOT t.brought AND t.model IS NOT NULL
        AND u.off_record_until IS NULL AND v.off_record_until IS NULL AND NOT u.sensitive AND NOT v.sensitive
        AND NOT EXISTS (
            SELECT FROM utterances w WHERE w.tenant = t.tenant AND w.place_id = t.place_id
              AND w.seq BETWEEN t.asked_seq - 120 AND t.answered_seq AND w.speaker_id <> who)
        AND NOT EXISTS (
            SELECT FROM unnest(t.fact_ids) used(id) LEFT JOIN facts f
                ON f.tenant IN (SELECT tenants_of(who)) AND f.id = used.id AND f.speaker_id = who
            WHERE f.id IS NULL)
        AND NOT EXISTS (
            SELECT FROM unnest(t.passage_places, t.passage_seqs) said(place, seq) JOIN places o ON o.id = said.place
            LEFT JOIN utterances w ON w.tenant = o.tenant AND w.place_id = said.place AND w.seq = said.seq
            WHERE o.person_id IS DISTINCT FROM who AND (w.speaker_id IS DISTINCT FROM who OR EXISTS (
                SELECT FROM utterances n WHERE n.tenant = w.tenant AND n.place_id = w.place_id
                  AND n.seq BETWEEN w.seq - 3 AND w.seq + 3 AND n.speaker_id <> who))) AS alone) own
    WHERE t.person_id = who AND u.speaker_id = who AND v.speaker_id IS NULL
      AND u.erased_at IS NULL AND v.erased_at IS NULL
    ORDER BY t.place_id, t.id;
END;

REVOKE EXECUTE ON FUNCTION log_turn, exchanges_for_training FROM PUBLIC;
GRANT EXECUTE ON FUNCTION log_turn, exchanges_for_training TO rapport_app;
