-- Why: how people find answers tells how they want to be answered, and is training data where they allow it.

ALTER TABLE people ADD COLUMN training boolean NOT NULL DEFAULT false;  -- their talk may be given out as training data

-- One signal of a person about an answer to them. What is measured of the answers is measured later, in the background.
CREATE TABLE preferences (
    tenant          text NOT NULL,                 -- of the turn
    id              bigint GENERATED ALWAYS AS IDENTITY,
    person_id       bigint NOT NULL REFERENCES people ON DELETE CASCADE,
    turn_id         bigint NOT NULL,
    chosen_turn_id  bigint,                        -- the answer that they got instead
    asked_seq       integer NOT NULL,
    place_id        bigint NOT NULL,
    signal          text NOT NULL CHECK (signal IN ('up', 'down', 'again', 'wish', 'edit', 'correction')),
    dials           text[] NOT NULL DEFAULT '{}',  -- as memory.tone.wished.Dial, with which way each
    ways            smallint[] NOT NULL DEFAULT '{}',
    style_group     smallint,                      -- of people who write alike, as it was then
    version         smallint,                      -- of what is measured; null: to be measured
    features        real[],                        -- in the order of memory.tone.measured.Feature; null: not to be told
    chosen_features real[],
    signalled_at    timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (tenant, id),
    UNIQUE (tenant, turn_id, person_id, signal),
    FOREIGN KEY (tenant, turn_id) REFERENCES turns ON DELETE CASCADE,
    FOREIGN KEY (tenant, chosen_turn_id) REFERENCES turns ON DELETE SET NULL (chosen_turn_id)
);
CREATE INDEX preferences_by_person ON preferences (person_id, signalled_at) INCLUDE (tenant);
CREATE INDEX preferences_by_line ON preferences (tenant, place_id, asked_seq);
CREATE INDEX preferences_by_chosen ON preferences (tenant, chosen_turn_id) WHERE chosen_turn_id IS NOT NULL;
CREATE INDEX preferences_to_measure ON preferences (id) WHERE version IS NULL;
CREATE INDEX preferences_by_group ON preferences (style_group, signalled_at) WHERE chosen_turn_id IS NOT NULL;

-- Whose evidence is to be looked at, and when: at most once a day for one person.
CREATE TABLE due_refinements (
    person_id bigint PRIMARY KEY REFERENCES people ON DELETE CASCADE,
    due_at    timestamptz NOT NULL
);
CREATE INDEX due_refinements_in_order ON due_refinements (due_at);

-- A wish that was made from evidence, told to its person once.
CREATE TABLE refinements (
    tenant    text NOT NULL,                       -- person:<id>
    id        bigint GENERATED ALWAYS AS IDENTITY,
    person_id bigint NOT NULL REFERENCES people ON DELETE CASCADE,
    name      text NOT NULL,                       -- as in tone_wishes
    value     smallint NOT NULL CHECK (value BETWEEN -2 AND 2),
    answers   integer NOT NULL,                    -- on how many it rests
    days      integer NOT NULL,
    made_at   timestamptz NOT NULL,
    told_at   timestamptz,
    PRIMARY KEY (tenant, id)
);
CREATE INDEX refinements_by_person ON refinements (person_id);
CREATE INDEX refinements_to_tell ON refinements (made_at) WHERE told_at IS NULL;

-- Keeps a signal about an answer to the person, where both stand on the record and they want to be learned from. The
-- same signal about the same answer is kept once. Whether it was kept.
CREATE FUNCTION keep_preference(
    who bigint, t turns, of_signal text, of_dials text[], of_ways smallint[], instead bigint, alike smallint)
RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
BEGIN
    IF t.id IS NULL OR t.person_id <> who OR t.answered_seq IS NULL
        OR NOT EXISTS (SELECT FROM people p WHERE p.id = who AND p.learning)
        OR 2 <> (SELECT count(*) FROM utterances u WHERE u.tenant = t.tenant AND u.place_id = t.place_id
                 AND u.seq IN (t.asked_seq, t.answered_seq) AND u.erased_at IS NULL AND u.off_record_until IS NULL) THEN
        RETURN false;
    END IF;
    INSERT INTO preferences AS x (tenant, person_id, turn_id, chosen_turn_id, asked_seq, place_id, signal, dials, ways,
                                  style_group)
    VALUES (t.tenant, who, t.id, instead, t.asked_seq, t.place_id, of_signal, of_dials, of_ways, alike)
    ON CONFLICT (tenant, turn_id, person_id, signal) DO NOTHING;
    IF NOT FOUND THEN
        RETURN false;
    END IF;
    INSERT INTO due_refinements VALUES (who, now() + interval '12 hours') ON CONFLICT DO NOTHING;
    RETURN true;
END $$;

-- The last answer to the person in that place to something said before that line, if it was given of late.
CREATE FUNCTION answer_before(asker bigint, reading_place text, before integer) RETURNS SETOF turns
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
BEGIN ATOMIC
    SELECT last.* FROM reader_of(asker, reading_place) r JOIN places p ON p.id = r.place_id
    CROSS JOIN LATERAL (
        SELECT t.* FROM turns t WHERE t.tenant = p.tenant AND t.place_id = p.id AND t.person_id = asker
          AND t.answered_seq IS NOT NULL AND t.asked_seq < before AND t.answered_seq < before
          AND t.created_at > now() - interval '15 minutes'
        ORDER BY t.id DESC LIMIT 1) last;
END;

-- What was said right after an answer, in that line, about it; with `instead` the answer to that line took its place.
CREATE FUNCTION prefer_after(
    asker bigint, reading_place text, at_line integer, of_signal text, of_dials text[], of_ways smallint[],
    instead boolean, alike smallint) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
DECLARE
    before turns;
    other bigint;
BEGIN
    SELECT * INTO before FROM answer_before(asker, reading_place, at_line);
    IF instead THEN
        SELECT max(t.id) INTO other FROM turns t WHERE t.tenant = before.tenant AND t.place_id = before.place_id
          AND t.id > before.id AND t.person_id = asker AND t.asked_seq = at_line AND t.answered_seq IS NOT NULL;
    END IF;
    RETURN keep_preference(asker, before, of_signal, of_dials, of_ways, other, alike);
END $$;

-- The last line was answered again: its last answer but one was not what the person wanted.
CREATE FUNCTION prefer_again(asker bigint, reading_place text, asked integer, alike smallint) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
DECLARE
    last turns;
    before turns;
BEGIN
    SELECT t.* INTO last FROM reader_of(asker, reading_place) r JOIN places p ON p.id = r.place_id
    JOIN turns t ON t.tenant = p.tenant AND t.place_id = p.id
    WHERE t.person_id = asker AND t.asked_seq = asked AND t.answered_seq IS NOT NULL ORDER BY t.id DESC LIMIT 1;
    SELECT t.* INTO before FROM turns t
    WHERE t.tenant = last.tenant AND t.place_id = last.place_id AND t.id < last.id AND t.person_id = asker
      AND t.asked_seq = last.asked_seq AND t.answered_seq IS NOT NULL ORDER BY t.id DESC LIMIT 1;
    RETURN keep_preference(asker, before, 'again', '{}', '{}', last.id, alike);
END $$;

-- The person put their question otherwise after it was answered.
CREATE FUNCTION prefer_edit(asker bigint, reading_place text, message text) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
DECLARE
    before turns;
BEGIN
    SELECT t.* INTO before FROM reader_of(asker, reading_place) r JOIN places p ON p.id = r.place_id
    JOIN utterances u ON u.tenant = p.tenant AND u.place_id = p.id AND u.external_id = message AND u.speaker_id = asker
    JOIN turns t ON t.tenant = p.tenant AND t.place_id = p.id AND t.asked_seq = u.seq
    WHERE t.person_id = asker AND t.answered_seq IS NOT NULL AND t.created_at > now() - interval '15 minutes'
    ORDER BY t.id DESC LIMIT 1;
    RETURN keep_preference(asker, before, 'edit', '{}', '{}', NULL, NULL);
END $$;

-- What the person asked whom we answered there last, or with that message, within the hour.
CREATE FUNCTION question_of(asker bigint, reading_place text, answer text)
RETURNS TABLE (place_id bigint, seq integer, message text, said text, said_at timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
BEGIN ATOMIC
    SELECT u.place_id, u.seq, u.external_id, u.text, u.said_at
    FROM reader_of(asker, reading_place) r JOIN places p ON p.id = r.place_id
    JOIN turns t ON t.tenant = p.tenant AND t.place_id = p.id
    JOIN utterances u ON u.tenant = t.tenant AND u.place_id = t.place_id AND u.seq = t.asked_seq
    JOIN utterances v ON v.tenant = t.tenant AND v.place_id = t.place_id AND v.seq = t.answered_seq
    WHERE t.person_id = asker AND u.speaker_id = asker AND u.erased_at IS NULL AND v.erased_at IS NULL
      AND (answer IS NULL OR v.external_id = answer) AND t.created_at > now() - interval '1 hour'
    ORDER BY t.id DESC LIMIT 1;
END;

-- What a message says as it is kept, to compare it with what it says now.
CREATE FUNCTION own_words(asker bigint, reading_place text, message text) RETURNS text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
BEGIN ATOMIC
    SELECT u.text FROM reader_of(asker, reading_place) r JOIN places p ON p.id = r.place_id
    JOIN utterances u ON u.tenant = p.tenant AND u.place_id = p.id AND u.external_id = message
    WHERE u.speaker_id = asker AND u.erased_at IS NULL AND u.off_record_until IS NULL;
END;

-- A thumb is a signal while it stands.
CREATE FUNCTION prefer_thumb() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
DECLARE
    t turns;
BEGIN
    DELETE FROM preferences x WHERE x.tenant = OLD.tenant AND x.turn_id = OLD.turn_id AND x.person_id = OLD.person_id
      AND x.signal IN ('up', 'down') AND TG_OP <> 'INSERT' AND (TG_OP = 'DELETE' OR NEW.value <> OLD.value);
    IF TG_OP = 'DELETE' OR NEW.value = 0 THEN
        RETURN NULL;
    END IF;
    SELECT * INTO t FROM turns x WHERE x.tenant = NEW.tenant AND x.id = NEW.turn_id;
    PERFORM keep_preference(
        NEW.person_id, t, CASE WHEN NEW.value > 0 THEN 'up' ELSE 'down' END, '{}', '{}', NULL, NULL);
    RETURN NULL;
END $$;
CREATE TRIGGER feedback_preferred AFTER INSERT OR UPDATE OR DELETE ON feedback FOR EACH ROW
    EXECUTE FUNCTION prefer_thumb();

-- What was asked or answered is gone, and so is what was thought of it.
CREATE FUNCTION drop_preferences() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
BEGIN
    IF OLD.speaker_id IS NOT NULL THEN
        DELETE FROM preferences x
        WHERE x.tenant = OLD.tenant AND x.place_id = OLD.place_id AND x.asked_seq = OLD.seq;
        RETURN NULL;
    END IF;
    DELETE FROM preferences x USING turns t
    WHERE t.tenant = OLD.tenant AND t.place_id = OLD.place_id AND t.answered_seq = OLD.seq
      AND x.tenant = t.tenant AND x.turn_id = t.id;
    UPDATE preferences x SET chosen_turn_id = NULL, chosen_features = NULL FROM turns t
    WHERE t.tenant = OLD.tenant AND t.place_id = OLD.place_id AND t.answered_seq = OLD.seq
      AND x.tenant = t.tenant AND x.chosen_turn_id = t.id;
    RETURN NULL;
END $$;
CREATE TRIGGER preferences_erased AFTER UPDATE ON utterances FOR EACH ROW
    WHEN (OLD.erased_at IS NULL AND NEW.erased_at IS NOT NULL) EXECUTE FUNCTION drop_preferences();
CREATE TRIGGER preferences_deleted AFTER DELETE ON utterances FOR EACH ROW EXECUTE FUNCTION drop_preferences();

-- Some of what is to be measured, with the words of the answers.
CREATE FUNCTION preferences_to_measure(most integer)
RETURNS TABLE (tenant text, id bigint, answer text, instead text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
BEGIN ATOMIC
    SELECT x.tenant, x.id, u.text, v.text FROM preferences x
    JOIN turns t ON t.tenant = x.tenant AND t.id = x.turn_id
    JOIN utterances u ON u.tenant = t.tenant AND u.place_id = t.place_id AND u.seq = t.answered_seq
    LEFT JOIN turns c ON c.tenant = x.tenant AND c.id = x.chosen_turn_id
    LEFT JOIN utterances v ON v.tenant = c.tenant AND v.place_id = c.place_id AND v.seq = c.answered_seq
    WHERE x.version IS NULL ORDER BY x.id LIMIT most;
END;

-- Gives the caller one person whose evidence is due; they are due again in an hour unless it says that it is done.
CREATE FUNCTION claim_refinement() RETURNS bigint
LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp
BEGIN ATOMIC
    UPDATE due_refinements d SET due_at = now() + interval '1 hour' FROM (
        SELECT x.person_id FROM due_refinements x WHERE x.due_at <= now()
        ORDER BY x.due_at LIMIT 1 FOR UPDATE SKIP LOCKED) next
    WHERE d.person_id = next.person_id RETURNING d.person_id;
END;

-- The signals of a person since then, wherever they gave them, with the reason of a thumb.
CREATE FUNCTION preferences_of(who bigint, since timestamptz)
RETURNS TABLE (id bigint, turn_id bigint, chosen_turn_id bigint, signal text, dials text[], ways smallint[],
               version smallint, features real[], chosen_features real[], reason text, signalled_at timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
BEGIN ATOMIC
    SELECT x.id, x.turn_id, x.chosen_turn_id, x.signal, x.dials, x.ways, x.version, x.features, x.chosen_features,
        f.reason, x.signalled_at
    FROM preferences x
    LEFT JOIN feedback f ON f.tenant = x.tenant AND f.turn_id = x.turn_id AND f.person_id = x.person_id
      AND x.signal IN ('up', 'down')
    WHERE x.person_id = who AND x.signalled_at >= since ORDER BY x.id;
END;

-- Pairs given in public by others who write alike, without whose they are but for a number that means nothing else.
CREATE FUNCTION pairs_of_group(alike smallint, besides bigint, of_version smallint, most integer, most_of_one integer)
RETURNS TABLE (who bigint, features real[], chosen_features real[])
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
BEGIN ATOMIC
    SELECT dense_rank() OVER (ORDER BY n.person_id), n.features, n.chosen_features FROM (
        SELECT x.person_id, x.features, x.chosen_features, x.id,
            row_number() OVER (PARTITION BY x.person_id ORDER BY x.id DESC) AS nth
        FROM preferences x JOIN places p ON p.id = x.place_id
        WHERE x.style_group = alike AND x.person_id <> besides AND x.version = of_version AND x.chosen_features IS NOT NULL
          AND p.audience = 'public') n
    WHERE n.nth <= most_of_one ORDER BY n.id DESC LIMIT most;
END;

-- Makes a wish from evidence, unless the person wished something of that themselves since the evidence began; its id.
CREATE FUNCTION refine_wish(
    who bigint, wish text, becomes smallint, of_answers integer, of_days integer, began timestamptz, at timestamptz)
RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
DECLARE
    made bigint;
BEGIN
    INSERT INTO tone_wishes AS w (tenant, person_id, name, value, wished_at)
    SELECT 'person:' || who, who, wish, becomes, at FROM people p WHERE p.id = who AND p.learning
    ON CONFLICT (tenant, name) DO UPDATE SET before = w.value, value = excluded.value, place_id = NULL, seq = NULL,
        wished_at = excluded.wished_at
    WHERE w.value = 0 AND w.wished_at < began;
    IF NOT FOUND THEN
        RETURN NULL;
    END IF;
    INSERT INTO refinements (tenant, person_id, name, value, answers, days, made_at)
    VALUES ('person:' || who, who, wish, becomes, of_answers, of_days, at) RETURNING id INTO made;
    RETURN made;
END $$;

-- What people were not told yet, and at which account; the first of those that they have.
CREATE FUNCTION refinements_to_tell(most integer)
RETURNS TABLE (id bigint, person_id bigint, name text, value smallint, answers integer, days integer,
               made_at timestamptz, platform text, handle text, locale text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
BEGIN ATOMIC
    SELECT r.id, r.person_id, r.name, r.value, r.answers, r.days, r.made_at, a.platform, a.handle,
        coalesce(p.chosen_locale, p.locale)
    FROM refinements r JOIN people p ON p.id = r.person_id
    CROSS JOIN LATERAL (SELECT * FROM accounts x WHERE x.person_id = p.id ORDER BY x.id LIMIT 1) a
    WHERE r.told_at IS NULL ORDER BY r.made_at LIMIT most;
END;

-- Training data ----------------------------------------------------------------------------------------------------

-- Who allows it.
CREATE FUNCTION people_for_training() RETURNS SETOF bigint
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
BEGIN ATOMIC
    SELECT p.id FROM people p WHERE p.training AND p.learning ORDER BY p.id;
END;

-- What the person said to us and what we answered, in order; without answers that rest on what somebody else said, and
-- without delicate lines. Nothing for who does not allow it.
CREATE FUNCTION exchanges_for_training(who bigint)
RETURNS TABLE (turn_id bigint, place_id bigint, asked_seq integer, asked text, answer text, answered_at timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
BEGIN ATOMIC
    SELECT t.id, t.place_id, t.asked_seq, u.text, v.text, t.created_at FROM turns t
    JOIN people p ON p.id = who AND p.training AND p.learning
    JOIN utterances u ON u.tenant = t.tenant AND u.place_id = t.place_id AND u.seq = t.asked_seq
    JOIN utterances v ON v.tenant = t.tenant AND v.place_id = t.place_id AND v.seq = t.answered_seq
    WHERE t.person_id = who AND t.model IS NOT NULL AND u.speaker_id = who AND v.speaker_id IS NULL
      AND u.erased_at IS NULL AND v.erased_at IS NULL AND u.off_record_until IS NULL AND v.off_record_until IS NULL
      AND NOT u.sensitive AND NOT v.sensitive
      AND NOT EXISTS (
        SELECT FROM unnest(t.fact_ids) used(id) LEFT JOIN facts f
            ON f.tenant IN (SELECT tenants_of(who)) AND f.id = used.id AND f.speaker_id = who
        WHERE f.id IS NULL)
      AND NOT EXISTS (
        SELECT FROM unnest(t.passage_places, t.passage_seqs) said(place, seq) JOIN places o ON o.id = said.place
        LEFT JOIN utterances w ON w.tenant = o.tenant AND w.place_id = said.place AND w.seq = said.seq
        WHERE o.person_id IS DISTINCT FROM who AND w.speaker_id IS DISTINCT FROM who)
    ORDER BY t.place_id, t.id;
END;

-- What people are called whom the person may have named: themselves, whom they told of, and who is where they are.
CREATE FUNCTION names_for_training(who bigint) RETURNS SETOF text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
BEGIN ATOMIC
    SELECT p.name FROM people p WHERE p.id = who
    UNION SELECT f.subject_name FROM facts f WHERE f.speaker_id = who
    UNION SELECT p.name FROM space_members m JOIN space_members o ON o.space = m.space
        JOIN people p ON p.id = o.person_id WHERE m.person_id = who
    UNION SELECT p.name FROM place_members m JOIN place_members o ON o.place_id = m.place_id
        JOIN people p ON p.id = o.person_id WHERE m.person_id = who;
END;

-- As in 0025, with what was learned of how they want to be answered.
CREATE OR REPLACE FUNCTION forget_choices(person bigint) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp
BEGIN ATOMIC
    UPDATE people SET learning = true, chosen_zone = NULL, chosen_locale = NULL, persona = NULL, quiet_from = NULL,
        quiet_until = NULL, has_waiting = false, training = false WHERE id = person;
    DELETE FROM feedback WHERE person_id = person;
    DELETE FROM preferences WHERE person_id = person;
    DELETE FROM refinements WHERE person_id = person;
    DELETE FROM due_refinements WHERE person_id = person;
    UPDATE setting_changes SET person_id = NULL WHERE person_id = person;
    SELECT forget_reminders(person);
    SELECT forget_tone(person);
END;

DO $$
DECLARE
    content text;
BEGIN
    FOREACH content IN ARRAY ARRAY['preferences', 'refinements'] LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', content);
        EXECUTE format($p$CREATE POLICY one_tenant ON %I TO rapport_app
            USING (tenant = nullif(current_setting('rapport.tenant', true), ''))$p$, content);
        EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %I TO rapport_app', content);
    END LOOP;
END $$;
GRANT SELECT, DELETE ON due_refinements TO rapport_app;
REVOKE EXECUTE ON FUNCTION keep_preference, answer_before, prefer_after, prefer_again, prefer_edit, question_of,
    own_words, prefer_thumb, drop_preferences, preferences_to_measure, claim_refinement, preferences_of, pairs_of_group,
    refine_wish, refinements_to_tell, people_for_training, exchanges_for_training, names_for_training FROM PUBLIC;
GRANT EXECUTE ON FUNCTION prefer_after, prefer_again, prefer_edit, question_of, own_words, preferences_to_measure,
    claim_refinement, preferences_of, pairs_of_group, refine_wish, refinements_to_tell, people_for_training, exchanges_for_training,
    names_for_training TO rapport_app;
