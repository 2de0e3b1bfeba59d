-- Why: people say how they want to be treated and how an answer was, managers say how their space is run.

-- Personal choices -----------------------------------------------------------------------------------------------

ALTER TABLE people
    ADD COLUMN learning      boolean NOT NULL DEFAULT true,
    ADD COLUMN chosen_zone   text,                 -- wins over what a platform says
    ADD COLUMN chosen_locale text,
    ADD COLUMN persona       text;

-- A line of somebody who wants nothing learned, or our answer to one: read in the running conversation of its place,
-- never learned, embedded or found, and erased then. 'infinity': it stays, a fact was stated with it on purpose.
ALTER TABLE utterances ADD COLUMN off_record_until timestamptz;
CREATE INDEX utterances_off_record ON utterances (off_record_until)
    WHERE off_record_until IS NOT NULL AND erased_at IS NULL;

-- As in 0012, but what is off the record has no postings and waits for no learning. Whether it is decides the speaker's
-- row as it is now, so no process can go by an older one.
CREATE OR REPLACE FUNCTION note_utterance(
    in_place text, heard_by audience, message_id text, speaker bigint, said text, at timestamptz, answers text,
    words text[], counts smallint[], quiet interval, delicate boolean)
RETURNS TABLE (place_id bigint, seq integer, fresh boolean)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
DECLARE
    p places;
    total integer := coalesce((SELECT sum(c) FROM unnest(counts) c), 0);
    waiting integer;
    calls real;
    unrecorded boolean;
BEGIN
    SELECT * INTO STRICT p FROM places WHERE key = in_place FOR NO KEY UPDATE;
    place_id := p.id;
    SELECT u.seq INTO seq FROM utterances u
    WHERE u.tenant = p.tenant AND u.place_id = p.id AND u.external_id = message_id;
    IF FOUND THEN
        fresh := false;
        RETURN NEXT;
        RETURN;
    END IF;
    IF (p.audience = 'direct') <> (heard_by = 'direct') OR (p.audience = 'direct' AND speaker <> p.person_id)
        OR (heard_by = 'public' AND p.space IS NULL) THEN
        RAISE EXCEPTION 'a direct place is with one person only and stays direct' USING ERRCODE = 'RP001';
    END IF;
    seq := p.last_seq + 1;
    IF EXISTS (SELECT FROM retractions r WHERE r.place_id = p.id AND r.external_id = message_id) THEN
        INSERT INTO utterances (tenant, place_id, seq, external_id, speaker_id, audience, text, said_at,
                                learned_at, embedded_at, erased_at)
        VALUES (p.tenant, p.id, seq, message_id, speaker, heard_by, '', at, now(), now(), now());
        UPDATE places SET last_seq = seq WHERE id = p.id;
        fresh := false;
        RETURN NEXT;
        RETURN;
    END IF;
    IF p.audience <> heard_by THEN
        PERFORM change_room(coalesce(p.room, p.key), heard_by);
    END IF;
    fresh := true;
    unrecorded := CASE WHEN speaker IS NOT NULL
        THEN EXISTS (SELECT FROM people who WHERE who.id = speaker AND NOT who.learning)
        ELSE EXISTS (SELECT FROM utterances u WHERE u.tenant = p.tenant AND u.place_id = p.id
                     AND u.external_id = answers AND u.off_record_until IS NOT NULL) END;
    total := CASE WHEN unrecorded THEN 0 ELSE total END;
    waiting := p.pending + (speaker IS NOT NULL AND NOT unrecorded)::integer;
    calls := least(p.learn_calls + 0.1, 3);
    INSERT INTO utterances (tenant, place_id, seq, external_id, speaker_id, audience, text, said_at, reply_to,
                            term_count, sensitive, learned_at, embedded_at, off_record_until)
    VALUES (p.tenant, p.id, seq, message_id, speaker, heard_by, said, at, answers, total, delicate,
            CASE WHEN unrecorded THEN now() END, CASE WHEN unrecorded THEN now() END,
            CASE WHEN unrecorded THEN now() + interval '1 day' END);
    INSERT INTO terms (tenant, source, term, place_id, document, audience, tf, length)
    SELECT p.tenant, 'u', w.term, p.id, seq, heard_by, w.tf, total FROM unnest(words, counts) w(term, tf)
    WHERE NOT unrecorded;
    UPDATE places SET last_seq = seq, audience = heard_by, documents = p.documents + 1,
        term_count = p.term_count + total, pending = waiting, learn_calls = calls,
        learn_after = CASE WHEN waiting = 0 THEN NULL WHEN waiting >= 10 THEN least(p.learn_after, now())
                           WHEN calls >= 1 OR quiet = interval '0' THEN now() + quiet
                           ELSE now() + interval '12 hours' END
    WHERE id = p.id;
    RETURN NEXT;
END $$;

-- Whoever changes a line later keeps it off the record: new words of somebody who wants nothing learned, and every
-- attempt to have it learned or embedded after all.
CREATE FUNCTION keep_off_record() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
BEGIN
    IF NEW.off_record_until IS NULL AND NEW.text <> OLD.text AND NEW.erased_at IS NULL
        AND EXISTS (SELECT FROM people who WHERE who.id = NEW.speaker_id AND NOT who.learning) THEN
        NEW.off_record_until := now() + interval '1 day';
    END IF;
    IF NEW.off_record_until IS NOT NULL THEN
        NEW.learned_at := coalesce(NEW.learned_at, now());
        NEW.embedded_at := coalesce(NEW.embedded_at, now());
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER utterances_off_record BEFORE UPDATE ON utterances FOR EACH ROW
    WHEN (NEW.off_record_until IS NOT NULL OR NEW.text <> OLD.text) EXECUTE FUNCTION keep_off_record();

-- As in 0007, but for what is off the record.
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
    WHERE u.erased_at IS NULL AND u.off_record_until IS NULL
      AND may_use(u.audience, u.tenant, u.place_id, u.sensitive, r)
    ORDER BY u.place_id, u.seq;
END $$;

-- As in 0003, but for what is off the record.
CREATE OR REPLACE FUNCTION own_lines(asker bigint, reading_place text, words text[], amount integer)
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
    WHERE u.speaker_id = asker AND u.erased_at IS NULL AND u.off_record_until IS NULL
      AND may_use(u.audience, u.tenant, u.place_id, u.sensitive, r.reader)
    ORDER BY u.said_at DESC, u.seq DESC LIMIT amount;
END;

-- Erases some lines of one place that are past their time off the record; how many. No neighbour's vector held them.
CREATE FUNCTION erase_off_record(most integer) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
DECLARE
    of_tenant text;
    of_place bigint;
    stated integer[];  -- what a fact rests on
    gone integer[];
    terms_gone bigint;
BEGIN
    SELECT u.tenant, u.place_id INTO of_tenant, of_place FROM utterances u
    WHERE u.off_record_until < now() AND u.erased_at IS NULL ORDER BY u.off_record_until LIMIT 1;
    IF NOT FOUND THEN
        RETURN 0;
    END IF;
    PERFORM FROM places p WHERE p.id = of_place FOR NO KEY UPDATE;
    WITH due AS (
        SELECT u.tenant, u.place_id, u.seq FROM utterances u
        WHERE u.off_record_until < now() AND u.erased_at IS NULL ORDER BY u.off_record_until LIMIT most
    ), held AS (
        SELECT u.seq, u.term_count, EXISTS (
            SELECT FROM fact_sources s
            WHERE s.tenant = u.tenant AND s.place_id = u.place_id AND s.seq = u.seq) AS stated
        FROM due d JOIN utterances u ON u.tenant = d.tenant AND u.place_id = d.place_id AND u.seq = d.seq
        WHERE d.tenant = of_tenant AND d.place_id = of_place AND u.erased_at IS NULL
        ORDER BY u.seq FOR UPDATE OF u
    )
    SELECT coalesce(array_agg(h.seq) FILTER (WHERE h.stated), '{}'),
           coalesce(array_agg(h.seq) FILTER (WHERE NOT h.stated), '{}'),
           coalesce(sum(h.term_count) FILTER (WHERE NOT h.stated), 0)
    INTO stated, gone, terms_gone FROM held h;
    UPDATE utterances SET off_record_until = 'infinity'
    WHERE tenant = of_tenant AND place_id = of_place AND seq = ANY (stated);
    UPDATE utterances SET text = '', erased_at = now(), sensitive = false, term_count = 0
    WHERE tenant = of_tenant AND place_id = of_place AND seq = ANY (gone);
    DELETE FROM terms WHERE tenant = of_tenant AND source = 'u' AND place_id = of_place AND document = ANY (gone);
    DELETE FROM utterance_vectors WHERE tenant = of_tenant AND place_id = of_place AND seq = ANY (gone);
    UPDATE places SET documents = documents - cardinality(gone), term_count = term_count - terms_gone
    WHERE id = of_place;
    RETURN cardinality(stated) + cardinality(gone);
END $$;

-- Answers: how they were, and what they cost ---------------------------------------------------------------------

ALTER TABLE turns ADD COLUMN reply_tokens integer NOT NULL DEFAULT 0;
CREATE INDEX turns_by_answer ON turns (tenant, place_id, answered_seq) WHERE answered_seq IS NOT NULL;
-- What a person and a space used is summed up from these alone.
CREATE INDEX turns_by_person ON turns (person_id, created_at) INCLUDE (answered_seq, prompt_tokens, reply_tokens);
CREATE INDEX turns_by_age ON turns (tenant, created_at) INCLUDE (answered_seq, prompt_tokens, reply_tokens);
ALTER TABLE turns SET (autovacuum_vacuum_insert_scale_factor = 0.02);  -- as with terms in 0001

-- As in 0002, with what the answer took.
CREATE OR REPLACE FUNCTION log_turn(
    asker bigint, reading_place text, asked integer, answered integer, facts_used bigint[],
    passages_in bigint[], passages_at integer[], by_model text, tokens integer[], took_ms integer[])
RETURNS bigint
LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp
BEGIN ATOMIC
    INSERT INTO turns (tenant, person_id, place_id, asked_seq, answered_seq, fact_ids, passage_places, passage_seqs,
                       model, prompt_tokens, cached_tokens, reply_tokens, first_word_ms, total_ms)
    SELECT p.tenant, asker, p.id, asked, answered, facts_used, passages_in, passages_at,
           by_model, tokens[1], tokens[2], coalesce(tokens[3], 0), took_ms[1], took_ms[2]
    FROM reader_of(asker, reading_place) r JOIN places p ON p.id = r.place_id
    RETURNING id;
END;

CREATE OR REPLACE FUNCTION last_turn(asker bigint, reading_place text) RETURNS SETOF turns
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
BEGIN ATOMIC
    SELECT t.* FROM reader_of(asker, reading_place) r JOIN places p ON p.id = r.place_id
    JOIN turns t ON t.tenant = p.tenant AND t.place_id = p.id
    WHERE t.person_id = asker ORDER BY t.id DESC LIMIT 1;
END;

-- The turn whose answer is that message of the place, for everybody who may read it there. The first, if it was logged
-- twice, so that all who point at the answer mean one.
CREATE FUNCTION answered_turn(asker bigint, reading_place text, message text) RETURNS SETOF turns
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
BEGIN ATOMIC
    SELECT t.* FROM reader_of(asker, reading_place) r JOIN places p ON p.id = r.place_id
    JOIN utterances u ON u.tenant = p.tenant AND u.place_id = p.id AND u.external_id = message
    JOIN turns t ON t.tenant = p.tenant AND t.place_id = p.id AND t.answered_seq = u.seq
    WHERE u.speaker_id IS NULL AND u.erased_at IS NULL AND may_use(u.audience, u.tenant, u.place_id, false, r)
    ORDER BY t.id LIMIT 1;
END;

CREATE TABLE feedback (
    tenant    text NOT NULL,
    turn_id   bigint NOT NULL,
    person_id bigint NOT NULL REFERENCES people ON DELETE CASCADE,
    value     smallint NOT NULL CHECK (value IN (-1, 0, 1)),  -- 0: taken back
    reason    text CHECK (reason <> ''),
    given_at  timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (tenant, turn_id, person_id),
    FOREIGN KEY (tenant, turn_id) REFERENCES turns ON DELETE CASCADE
);
CREATE INDEX feedback_by_person ON feedback (person_id) INCLUDE (tenant);

-- A reason is kept when the same thumb comes again, and goes with another. `undone`: taken back only where that stands.
-- The answer is held, so that one being erased gets no feedback any more.
CREATE FUNCTION rate_answer(
    rater bigint, reading_place text, message text, thumb smallint, why text, undone smallint) RETURNS SETOF feedback
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
DECLARE
    t turns;
BEGIN
    SELECT * INTO t FROM answered_turn(rater, reading_place, message);
    PERFORM FROM utterances u
    WHERE u.tenant = t.tenant AND u.place_id = t.place_id AND u.seq = t.answered_seq AND u.erased_at IS NULL FOR SHARE;
    IF NOT FOUND OR NOT EXISTS (SELECT FROM people who WHERE who.id = rater) THEN
        RETURN;
    ELSIF thumb = 0 THEN
        UPDATE feedback f SET value = 0, reason = NULL, given_at = now()
        WHERE f.tenant = t.tenant AND f.turn_id = t.id AND f.person_id = rater AND f.value <> 0
          AND (undone IS NULL OR f.value = undone);
    ELSE
        INSERT INTO feedback AS f (tenant, turn_id, person_id, value, reason)
        VALUES (t.tenant, t.id, rater, thumb, why)
        ON CONFLICT (tenant, turn_id, person_id) DO UPDATE SET value = excluded.value, given_at = excluded.given_at,
            reason = coalesce(excluded.reason, CASE WHEN f.value = excluded.value THEN f.reason END);
    END IF;
    RETURN QUERY SELECT f.* FROM feedback f WHERE f.tenant = t.tenant AND f.turn_id = t.id AND f.person_id = rater;
END $$;

-- However an answer comes to be erased, what was said about it goes too: a reason may repeat it.
CREATE FUNCTION drop_feedback() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
BEGIN
    DELETE FROM feedback f USING turns t
    WHERE t.tenant = OLD.tenant AND t.place_id = OLD.place_id AND t.answered_seq = OLD.seq
      AND f.tenant = t.tenant AND f.turn_id = t.id;
    RETURN NULL;
END $$;
CREATE TRIGGER feedback_erased AFTER UPDATE ON utterances FOR EACH ROW
    WHEN (NEW.speaker_id IS NULL AND OLD.erased_at IS NULL AND NEW.erased_at IS NOT NULL)
    EXECUTE FUNCTION drop_feedback();
CREATE TRIGGER feedback_deleted AFTER DELETE ON utterances FOR EACH ROW
    WHEN (OLD.speaker_id IS NULL) EXECUTE FUNCTION drop_feedback();

-- What a person had everywhere and a space had since then. Planned for the time that is asked for: for any time, the
-- planner would read all turns there are.
CREATE FUNCTION usage_since(of_person bigint, in_space text, since timestamptz)
RETURNS TABLE (person_answers bigint, person_tokens bigint, space_answers bigint, space_tokens bigint)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp SET plan_cache_mode = force_custom_plan
AS $$
BEGIN
    SELECT count(t.answered_seq), coalesce(sum(t.prompt_tokens + t.reply_tokens), 0) INTO person_answers, person_tokens
    FROM turns t WHERE t.person_id = of_person AND t.created_at >= since;
    SELECT count(t.answered_seq), coalesce(sum(t.prompt_tokens + t.reply_tokens), 0) INTO space_answers, space_tokens
    FROM turns t WHERE t.tenant = 'space:' || in_space AND t.created_at >= since;
    RETURN NEXT;
END $$;

-- Settings of a space --------------------------------------------------------------------------------------------

CREATE TABLE space_settings (
    tenant  text NOT NULL,                         -- space:<space>
    channel text NOT NULL,                         -- '' for the whole space
    name    text NOT NULL CHECK (length(name) BETWEEN 1 AND 64),
    value   jsonb NOT NULL CHECK (octet_length(value::text) <= 16384),
    PRIMARY KEY (tenant, channel, name)
);
CREATE TABLE setting_changes (
    tenant     text NOT NULL,
    id         bigint GENERATED ALWAYS AS IDENTITY,
    channel    text NOT NULL,
    name       text NOT NULL,
    old        jsonb,                              -- null: it was not set
    new        jsonb,                              -- null: from then on not set
    person_id  bigint REFERENCES people ON DELETE SET NULL,
    changed_at timestamptz NOT NULL,
    PRIMARY KEY (tenant, id)
);
CREATE INDEX setting_changes_by_person ON setting_changes (person_id) INCLUDE (tenant) WHERE person_id IS NOT NULL;

CREATE FUNCTION settings_of(in_space text) RETURNS TABLE (channel text, name text, value jsonb)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
BEGIN ATOMIC
    SELECT s.channel, s.name, s.value FROM space_settings s WHERE s.tenant = 'space:' || in_space ORDER BY 1, 2;
END;

-- Sets it, or with null leaves it unset, and writes down what it was until then; one after another, so that the changes
-- of a setting read as a chain. False: it was so before.
CREATE FUNCTION change_setting(
    in_space text, in_channel text, setting text, becomes jsonb, changer bigint, at timestamptz) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
DECLARE
    was jsonb;
BEGIN
    PERFORM pg_advisory_xact_lock(hashtextextended(jsonb_build_array(in_space, in_channel, setting)::text, 13));
    SELECT s.value INTO was FROM space_settings s
    WHERE s.tenant = 'space:' || in_space AND s.channel = in_channel AND s.name = setting;
    IF was IS NOT DISTINCT FROM becomes THEN
        RETURN false;
    ELSIF becomes IS NULL THEN
        DELETE FROM space_settings s
        WHERE s.tenant = 'space:' || in_space AND s.channel = in_channel AND s.name = setting;
    ELSE
        INSERT INTO space_settings VALUES ('space:' || in_space, in_channel, setting, becomes)
        ON CONFLICT (tenant, channel, name) DO UPDATE SET value = excluded.value;
    END IF;
    INSERT INTO setting_changes (tenant, channel, name, old, new, person_id, changed_at)
    VALUES ('space:' || in_space, in_channel, setting, was, becomes, changer, at);
    RETURN true;
END $$;

-- The changes of a space, the newest first, older ones than `before` where that is given.
CREATE FUNCTION setting_changes_of(in_space text, before bigint, most integer) RETURNS SETOF setting_changes
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
BEGIN ATOMIC
    SELECT c.* FROM setting_changes c
    WHERE c.tenant = 'space:' || in_space AND c.id < coalesce(before, 9223372036854775807)
    ORDER BY c.id DESC LIMIT most;
END;

-- As in 0003, with where the person rated an answer or changed a setting.
CREATE OR REPLACE FUNCTION tenants_of(person bigint) RETURNS SETOF text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
BEGIN ATOMIC
    SELECT DISTINCT u.tenant FROM utterances u WHERE u.speaker_id = person
    UNION SELECT DISTINCT f.tenant FROM facts f WHERE f.speaker_id = person
    UNION SELECT DISTINCT b.tenant FROM feedback b WHERE b.person_id = person
    UNION SELECT DISTINCT c.tenant FROM setting_changes c WHERE c.person_id = person
    UNION SELECT 'person:' || person;
END;

-- For a person who is forgotten: what they chose and how they found answers; what they set in spaces stays, by nobody.
CREATE FUNCTION forget_choices(person bigint) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp
BEGIN ATOMIC
    UPDATE people SET learning = true, chosen_zone = NULL, chosen_locale = NULL, persona = NULL WHERE id = person;
    DELETE FROM feedback WHERE person_id = person;
    UPDATE setting_changes SET person_id = NULL WHERE person_id = person;
END;

DO $$
DECLARE
    content text;
BEGIN
    FOREACH content IN ARRAY ARRAY['feedback', 'space_settings', 'setting_changes'] LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', content);
        EXECUTE format($p$CREATE POLICY one_tenant ON %I TO rapport_app
            USING (tenant = nullif(current_setting('rapport.tenant', true), ''))$p$, content);
        EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %I TO rapport_app', content);
    END LOOP;
END $$;
REVOKE EXECUTE ON FUNCTION keep_off_record, erase_off_record, answered_turn, rate_answer, drop_feedback, usage_since,
    settings_of, change_setting, setting_changes_of, forget_choices FROM PUBLIC;
GRANT EXECUTE ON FUNCTION erase_off_record, answered_turn, rate_answer, usage_since, settings_of, change_setting,
    setting_changes_of, forget_choices TO rapport_app;
