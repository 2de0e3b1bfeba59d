-- Why: people prefer answers for what they say as well as for how; and who has their tone forgotten at the moment at
-- which they are measured is forgotten.

-- What both answers of a pair say, as few numbers of which no words can be made again (memory.projection), and the
-- embedder that they were made with; null: to be made.
ALTER TABLE preferences
    ADD COLUMN content        real[],
    ADD COLUMN chosen_content real[],
    ADD COLUMN content_by     text;
CREATE INDEX preferences_to_embed ON preferences (content_by) WHERE chosen_turn_id IS NOT NULL;
CREATE INDEX preferences_by_version ON preferences (version) WHERE version IS NOT NULL;

-- As in 0026, with what was measured in an older way, too.
DROP FUNCTION preferences_to_measure(integer);
CREATE FUNCTION preferences_to_measure(of_version smallint, most integer)
RETURNS TABLE (tenant text, id bigint, answer text, instead text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
BEGIN ATOMIC
    SELECT x.tenant, x.id, u.text, v.text FROM (
        (SELECT y.* FROM preferences y WHERE y.version IS NULL ORDER BY y.id LIMIT most)
        UNION ALL (SELECT y.* FROM preferences y WHERE y.version < of_version LIMIT most)) x
    JOIN turns t ON t.tenant = x.tenant AND t.id = x.turn_id
    JOIN utterances u ON u.tenant = t.tenant AND u.place_id = t.place_id AND u.seq = t.answered_seq
    LEFT JOIN turns c ON c.tenant = x.tenant AND c.id = x.chosen_turn_id
    LEFT JOIN utterances v ON v.tenant = c.tenant AND v.place_id = c.place_id AND v.seq = c.answered_seq
    LIMIT most;
END;

-- Some pairs of which it is not known what they say by that embedder, with the words of both answers.
CREATE FUNCTION pairs_to_embed(embedder text, most integer)
RETURNS TABLE (tenant text, id bigint, answer text, instead text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
BEGIN ATOMIC
    SELECT x.tenant, x.id, u.text, v.text FROM (
        (SELECT y.* FROM preferences y WHERE y.chosen_turn_id IS NOT NULL AND y.content_by IS NULL LIMIT most)
        UNION ALL
        (SELECT y.* FROM preferences y WHERE y.chosen_turn_id IS NOT NULL AND y.content_by < embedder LIMIT most)
        UNION ALL
        (SELECT y.* FROM preferences y WHERE y.chosen_turn_id IS NOT NULL AND y.content_by > embedder LIMIT most)) x
    JOIN turns t ON t.tenant = x.tenant AND t.id = x.turn_id
    JOIN utterances u ON u.tenant = t.tenant AND u.place_id = t.place_id AND u.seq = t.answered_seq
    JOIN turns c ON c.tenant = x.tenant AND c.id = x.chosen_turn_id
    JOIN utterances v ON v.tenant = c.tenant AND v.place_id = c.place_id AND v.seq = c.answered_seq
    WHERE u.erased_at IS NULL AND v.erased_at IS NULL LIMIT most;
END;

-- As in 0026, with what the answers say, and the newest `most`.
DROP FUNCTION preferences_of(bigint, timestamptz);
CREATE FUNCTION preferences_of(who bigint, since timestamptz, most integer)
RETURNS TABLE (id bigint, turn_id bigint, chosen_turn_id bigint, signal text, dials text[], ways smallint[],
               version smallint, features real[], chosen_features real[], reason text, signalled_at timestamptz,
               content real[], chosen_content real[], content_by text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
BEGIN ATOMIC
    SELECT x.id, x.turn_id, x.chosen_turn_id, x.signal, x.dials, x.ways, x.version, x.features, x.chosen_features,
        f.reason, x.signalled_at, x.content, x.chosen_content, x.content_by
    FROM (SELECT y.* FROM preferences y WHERE y.person_id = who AND y.signalled_at >= since
          ORDER BY y.signalled_at DESC LIMIT most) x
    LEFT JOIN feedback f ON f.tenant = x.tenant AND f.turn_id = x.turn_id AND f.person_id = x.person_id
      AND x.signal IN ('up', 'down')
    ORDER BY x.id;
END;

-- As in 0026, of the newest alone, however many there are, and of who still wants to be learned from; given in public as
-- it was then and is now.
DROP FUNCTION pairs_of_group(smallint, bigint, smallint, integer, integer);
CREATE FUNCTION pairs_of_group(
    alike smallint, besides bigint, of_version smallint, most integer, most_of_one integer)
RETURNS TABLE (who bigint, features real[], chosen_features real[], content real[], chosen_content real[],
               content_by text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
BEGIN ATOMIC
    SELECT dense_rank() OVER (ORDER BY n.person_id), n.features, n.chosen_features, n.content, n.chosen_content,
        n.content_by
    FROM (
        SELECT late.*, row_number() OVER (PARTITION BY late.person_id ORDER BY late.signalled_at DESC) AS nth
        FROM (
            SELECT x.* FROM preferences x WHERE x.style_group = alike AND x.chosen_turn_id IS NOT NULL
            ORDER BY x.signalled_at DESC LIMIT 4 * most) late
        JOIN people p ON p.id = late.person_id AND p.learning
        JOIN utterances u ON u.tenant = late.tenant AND u.place_id = late.place_id AND u.seq = late.asked_seq
          AND u.audience = 'public'
        JOIN places o ON o.id = late.place_id AND o.audience = 'public'
        WHERE late.person_id <> besides AND late.version = of_version AND late.chosen_features IS NOT NULL) n
    WHERE n.nth <= most_of_one ORDER BY n.signalled_at DESC LIMIT most;
END;

-- As in 0026, with what was measured of the other answer.
CREATE OR REPLACE FUNCTION drop_preferences() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
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
    UPDATE preferences x SET chosen_turn_id = NULL, chosen_features = NULL, content = NULL, chosen_content = NULL,
        content_by = NULL
    FROM turns t WHERE t.tenant = OLD.tenant AND t.place_id = OLD.place_id AND t.answered_seq = OLD.seq
      AND x.tenant = t.tenant AND x.chosen_turn_id = t.id;
    RETURN NULL;
END $$;

-- A person's evidence was looked at as it stood then; what came since is looked at once more.
CREATE FUNCTION settle_refinement(who bigint, seen timestamptz) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp
BEGIN ATOMIC
    DELETE FROM due_refinements d WHERE d.person_id = who AND d.due_at > now()
      AND NOT EXISTS (SELECT FROM preferences x WHERE x.person_id = who AND x.signalled_at > seen);
END;

-- As in 0025; first the person, so that of measuring and forgetting one waits for the other. Groups that they may have a
-- share in are made anew as soon as somebody looks, which is within an hour.
CREATE OR REPLACE FUNCTION forget_tone(of_person bigint) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp
BEGIN ATOMIC
    UPDATE people SET tone_since = now() WHERE id = of_person;
    DELETE FROM place_tones p USING tones t
    WHERE t.person_id = of_person AND p.tenant = t.tenant AND p.register = t.register AND p.room = t.room;
    UPDATE tone_grouping SET made_at = '-infinity' WHERE made_at > '-infinity' AND EXISTS (
        SELECT FROM tones t WHERE t.person_id = of_person AND t.register = 'public' AND t.weight >= 10);
    DELETE FROM tones WHERE person_id = of_person;
    DELETE FROM tone_wishes WHERE person_id = of_person;
    DELETE FROM tone_losses WHERE person_id = of_person;
END;
-- A tone that was forgotten and begun anew is not the one that somebody still has in hand.
ALTER TABLE tones ALTER COLUMN revision SET DEFAULT floor(random() * 1000000000)::integer;

REVOKE EXECUTE ON FUNCTION preferences_to_measure, pairs_to_embed, preferences_of, pairs_of_group, settle_refinement
    FROM PUBLIC;
GRANT EXECUTE ON FUNCTION preferences_to_measure, pairs_to_embed, preferences_of, pairs_of_group, settle_refinement
    TO rapport_app;
