-- Why: how people write is measured from what they say, to answer them as they like; what they wish beats it.
--
-- A tone holds rates and marks of closed lists, no words. It stands in the tenant in which it was said, so that what
-- was said in one space or alone with the bot shows in no other, and measuring a place is one tenant's transaction.

-- All lines of people up to `tone_seq` were measured. Whether there are more is a column of its own, which seldom
-- changes: by the seqs themselves, the index would have to be written to for each message. All places that there are
-- now are due.
ALTER TABLE places
    ADD COLUMN tone_seq   integer NOT NULL DEFAULT 0,
    ADD COLUMN tone_lease timestamptz,
    ADD COLUMN tone_due   boolean NOT NULL DEFAULT true;
ALTER TABLE places ALTER COLUMN tone_due SET DEFAULT false;
CREATE INDEX places_to_measure ON places (id) WHERE tone_due;
CREATE FUNCTION due_tone() RETURNS trigger LANGUAGE plpgsql SET search_path = public, pg_temp
AS $$
BEGIN
    NEW.tone_due := true;
    RETURN NEW;
END $$;
CREATE TRIGGER places_tone_due BEFORE UPDATE ON places FOR EACH ROW
    WHEN (NEW.last_seq > OLD.last_seq AND NOT NEW.tone_due) EXECUTE FUNCTION due_tone();
ALTER TABLE people ADD COLUMN tone_since timestamptz;  -- they had their tone forgotten: nothing older is measured again

-- Arrays stand in the order of memory.tone.measured.Feature as of that version; habits are named like emoji:🙂.
CREATE TABLE tones (
    tenant       text NOT NULL,
    person_id    bigint NOT NULL REFERENCES people ON DELETE CASCADE,
    register     audience NOT NULL,                -- of the lines when they were said
    room         text NOT NULL,                    -- in private, the key of the channel; '' else
    version      smallint NOT NULL,
    means        real[] NOT NULL,
    variances    real[] NOT NULL,
    weights      real[] NOT NULL,
    habits       text[] NOT NULL,
    habit_counts real[] NOT NULL,
    weight       real NOT NULL,                    -- messages' worth
    lost         real NOT NULL DEFAULT 0,          -- messages of those that were deleted or changed since
    revision     integer NOT NULL DEFAULT 0,
    heard_at     timestamptz NOT NULL,
    PRIMARY KEY (tenant, person_id, register, room)
);
CREATE INDEX tones_by_person ON tones (person_id);
CREATE INDEX tones_of_place ON tones (tenant, register, room, heard_at);
CREATE INDEX tones_to_remeasure ON tones (tenant) WHERE lost > weight * 0.1::real;
CREATE INDEX tones_by_version ON tones (version);

-- How people write in a room, or in public in a space: made of the tones of several people, and made again from them.
CREATE TABLE place_tones (
    tenant       text NOT NULL,
    register     audience NOT NULL,
    room         text NOT NULL,
    version      smallint NOT NULL,
    means        real[] NOT NULL,
    variances    real[] NOT NULL,
    weights      real[] NOT NULL,
    habits       text[] NOT NULL,
    habit_counts real[] NOT NULL,
    heard_at     timestamptz NOT NULL,
    made_at      timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (tenant, register, room)
);

-- How people write who write alike, from public talk of many people; belongs to nobody.
CREATE TABLE tone_groups (
    id           smallint PRIMARY KEY,
    version      smallint NOT NULL,
    means        real[] NOT NULL,
    variances    real[] NOT NULL,
    weights      real[] NOT NULL,
    habits       text[] NOT NULL,
    habit_counts real[] NOT NULL,
    heard_at     timestamptz NOT NULL,
    made_at      timestamptz NOT NULL DEFAULT now()
);
-- One row: when groups were made, also where there were too few people for any.
CREATE TABLE tone_grouping (only_one boolean PRIMARY KEY DEFAULT true CHECK (only_one), made_at timestamptz NOT NULL);
INSERT INTO tone_grouping (made_at) VALUES ('-infinity');

-- Measured lines that are gone or read differently now. Only added to by whoever erases, so that nobody waits for it.
CREATE TABLE tone_losses (
    tenant    text NOT NULL,
    id        bigint GENERATED ALWAYS AS IDENTITY,
    person_id bigint NOT NULL,
    register  audience NOT NULL,
    room      text NOT NULL,
    PRIMARY KEY (tenant, id)
);
CREATE INDEX tone_losses_in_order ON tone_losses (id);

-- What people wish of the tone of answers, as dial:length or preset:steps, with the line that said so.
CREATE TABLE tone_wishes (
    tenant    text NOT NULL,                       -- person:<id>
    person_id bigint NOT NULL REFERENCES people ON DELETE CASCADE,
    name      text NOT NULL CHECK (length(name) BETWEEN 1 AND 64),
    value     smallint NOT NULL CHECK (value BETWEEN -2 AND 2),  -- 0: taken back
    before    smallint NOT NULL DEFAULT 0,
    place_id  bigint,
    seq       integer,
    wished_at timestamptz NOT NULL,
    PRIMARY KEY (tenant, name)
);
CREATE INDEX tone_wishes_by_line ON tone_wishes (place_id, seq) WHERE place_id IS NOT NULL;

-- What is known of the tone in which somebody is to be answered: their own, of this register or a wider one; the
-- place's; their wishes; and all groups, where asked for. `heard_by`: the place's readers as the platform says now.
CREATE FUNCTION tones_for(asker bigint, reading_place text, heard_by audience, with_groups boolean)
RETURNS TABLE (source text, version smallint, means real[], variances real[], weights real[], habits text[],
               habit_counts real[], heard_at timestamptz)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = public, pg_temp SET plan_cache_mode = force_generic_plan
AS $$
#variable_conflict use_column
DECLARE
    p places;
    reads audience;
    around text;
BEGIN
    RETURN QUERY SELECT 'wish', 0::smallint, NULL::real[], NULL::real[], NULL::real[], array_agg(w.name),
        array_agg(w.value::real), max(w.wished_at)
    FROM tone_wishes w WHERE w.tenant = 'person:' || asker AND w.value <> 0;
    IF with_groups THEN
        RETURN QUERY SELECT g.id::text, g.version, g.means, g.variances, g.weights, g.habits, g.habit_counts, g.heard_at
        FROM tone_groups g ORDER BY g.id;
    END IF;
    SELECT * INTO p FROM places WHERE key = reading_place;
    IF NOT FOUND OR (p.space IS NOT NULL AND EXISTS (SELECT FROM erasures e WHERE e.space = p.space)) THEN
        RETURN;
    END IF;
    reads := greatest(p.audience, heard_by);
    around := coalesce(p.room, p.key);
    IF reads = 'direct' THEN
        IF p.person_id = asker THEN
            RETURN QUERY SELECT 'own:' || t.register, t.version, t.means, t.variances, t.weights, t.habits,
                t.habit_counts, t.heard_at
            FROM tones t WHERE t.person_id = asker ORDER BY t.heard_at DESC LIMIT 24;
        END IF;
        RETURN;
    ELSIF p.audience = 'direct' OR (reads = 'private' AND NOT EXISTS (
        SELECT FROM place_members m WHERE m.person_id = asker AND m.place_id = ANY (room_of(p)))) THEN
        RETURN;
    END IF;
    RETURN QUERY SELECT 'own:' || t.register, t.version, t.means, t.variances, t.weights, t.habits, t.habit_counts,
        t.heard_at
    FROM tones t WHERE t.person_id = asker AND (
        (t.register = 'public' AND t.tenant = p.tenant)
        OR (reads = 'private' AND t.register = 'private' AND t.room = around));
    RETURN QUERY SELECT 'place', t.version, t.means, t.variances, t.weights, t.habits, t.habit_counts, t.heard_at
    FROM place_tones t WHERE t.tenant = p.tenant AND (
        (t.register = 'public' AND t.room = '')
        OR (reads = 'private' AND t.register = 'private' AND t.room = around))
    ORDER BY t.register LIMIT 1;
END $$;

-- Counts some of what is gone, against the tones in which it was; how many lines.
CREATE FUNCTION count_tone_losses(most integer) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
DECLARE
    counted bigint[];
BEGIN
    counted := ARRAY(SELECT l.id FROM tone_losses l ORDER BY l.id LIMIT most FOR UPDATE SKIP LOCKED);
    PERFORM FROM tones t WHERE EXISTS (
        SELECT FROM tone_losses l WHERE l.id = ANY (counted) AND l.tenant = t.tenant AND l.person_id = t.person_id
          AND l.register = t.register AND l.room = t.room)
    ORDER BY t.tenant, t.person_id, t.register, t.room FOR UPDATE;
    UPDATE tones t SET lost = t.lost + gone.lines FROM (
        SELECT l.tenant, l.person_id, l.register, l.room, count(*) AS lines FROM tone_losses l
        WHERE l.id = ANY (counted) GROUP BY 1, 2, 3, 4) gone
    WHERE t.tenant = gone.tenant AND t.person_id = gone.person_id AND t.register = gone.register
      AND t.room = gone.room;
    DELETE FROM tone_losses WHERE id = ANY (counted);
    RETURN cardinality(counted);
END $$;

-- A tone of which more than a tenth is gone, or that was measured in an older way.
CREATE FUNCTION tone_to_remeasure(of_version smallint)
RETURNS TABLE (tenant text, person_id bigint, register audience, room text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
BEGIN ATOMIC
    SELECT * FROM (SELECT t.tenant, t.person_id, t.register, t.room FROM tones t
                   WHERE t.lost > t.weight * 0.1::real LIMIT 1) gone
    UNION ALL
    SELECT * FROM (SELECT t.tenant, t.person_id, t.register, t.room FROM tones t
                   WHERE t.version < of_version LIMIT 1) older
    LIMIT 1;
END;

-- One tone for each of those who spoke in public last, without whose it is.
CREATE FUNCTION tones_to_group(of_version smallint, most integer)
RETURNS TABLE (version smallint, means real[], variances real[], weights real[], habits text[], habit_counts real[],
               heard_at timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
BEGIN ATOMIC
    SELECT one.version, one.means, one.variances, one.weights, one.habits, one.habit_counts, one.heard_at FROM (
        SELECT DISTINCT ON (late.person_id) late.* FROM (
            SELECT t.* FROM tones t WHERE t.register = 'public' AND t.version = of_version AND t.weight >= 10
            ORDER BY t.heard_at DESC LIMIT 2 * most) late
        ORDER BY late.person_id, late.weight DESC) one
    LIMIT most;
END;

-- What a person wishes goes with the line that said so, and a tone is short of a line that is gone.
CREATE FUNCTION lose_tone() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
BEGIN
    INSERT INTO tone_losses (tenant, person_id, register, room)
    SELECT OLD.tenant, OLD.speaker_id, OLD.audience,
        CASE WHEN OLD.audience = 'private' THEN coalesce(p.room, p.key) ELSE '' END
    FROM places p WHERE p.id = OLD.place_id AND p.tone_seq >= OLD.seq;
    IF NEW.erased_at IS NOT NULL THEN
        DELETE FROM tone_wishes WHERE place_id = OLD.place_id AND seq = OLD.seq;
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER utterances_lose_tone AFTER UPDATE ON utterances FOR EACH ROW
    WHEN (OLD.speaker_id IS NOT NULL AND OLD.erased_at IS NULL AND OLD.off_record_until IS NULL
          AND NEW.text <> OLD.text) EXECUTE FUNCTION lose_tone();

-- A place, or a space, is gone: what was measured there too.
CREATE FUNCTION end_tones(of_tenant text, of_place bigint) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
DECLARE
    around text;
BEGIN
    IF of_place IS NULL THEN
        DELETE FROM tones WHERE tenant = of_tenant;
        DELETE FROM place_tones WHERE tenant = of_tenant;
        DELETE FROM tone_losses WHERE tenant = of_tenant;
        RETURN;
    END IF;
    SELECT coalesce(p.room, p.key) INTO around FROM places p WHERE p.id = of_place;
    IF NOT EXISTS (SELECT FROM utterances u JOIN places p ON p.tenant = u.tenant AND p.id = u.place_id
                   WHERE u.tenant = of_tenant AND (p.room = around OR p.key = around) AND u.erased_at IS NULL) THEN
        DELETE FROM tones WHERE tenant = of_tenant AND room = around;
        DELETE FROM place_tones WHERE tenant = of_tenant AND room = around;
    END IF;
END $$;

-- How they write and what they wish of it. Where they had a part in how people write, that is made anew without them.
CREATE FUNCTION forget_tone(of_person bigint) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp
BEGIN ATOMIC
    DELETE FROM place_tones p USING tones t
    WHERE t.person_id = of_person AND p.tenant = t.tenant AND p.register = t.register AND p.room = t.room;
    DELETE FROM tones WHERE person_id = of_person;
    DELETE FROM tone_wishes WHERE person_id = of_person;
    DELETE FROM tone_losses WHERE person_id = of_person;
    UPDATE people SET tone_since = now() WHERE id = of_person;
END;

-- As in 0022, with their tone.
CREATE OR REPLACE FUNCTION forget_choices(person bigint) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp
BEGIN ATOMIC
    UPDATE people SET learning = true, chosen_zone = NULL, chosen_locale = NULL, persona = NULL, quiet_from = NULL,
        quiet_until = NULL, has_waiting = false WHERE id = person;
    DELETE FROM feedback WHERE person_id = person;
    UPDATE setting_changes SET person_id = NULL WHERE person_id = person;
    SELECT forget_reminders(person);
    SELECT forget_tone(person);
END;

DO $$
DECLARE
    content text;
BEGIN
    FOREACH content IN ARRAY ARRAY['tones', 'place_tones', 'tone_losses', 'tone_wishes'] LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', content);
        EXECUTE format($p$CREATE POLICY one_tenant ON %I TO rapport_app
            USING (tenant = nullif(current_setting('rapport.tenant', true), ''))$p$, content);
    END LOOP;
END $$;
GRANT SELECT, INSERT, UPDATE, DELETE ON tones, place_tones, tone_wishes, tone_groups TO rapport_app;
GRANT SELECT, UPDATE ON tone_grouping TO rapport_app;
REVOKE EXECUTE ON FUNCTION tones_for, count_tone_losses, tone_to_remeasure, tones_to_group, lose_tone, due_tone,
    end_tones, forget_tone FROM PUBLIC;
GRANT EXECUTE ON FUNCTION tones_for, count_tone_losses, tone_to_remeasure, tones_to_group, end_tones, forget_tone
    TO rapport_app;
