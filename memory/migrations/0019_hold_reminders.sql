-- Why: what people want to be told outlives every process: when it is due, and what is to be sent of it, are rows.
--
-- All of a reminder lies with whom it is of (person:<id>), also what its followers are sent. Locks are taken in one
-- order, so that nobody waits for each other: people where they may be erased, the reminder, occurrences, the outbox.

ALTER TABLE people
    ADD COLUMN quiet_from  time,
    ADD COLUMN quiet_until time,
    ADD COLUMN has_waiting boolean NOT NULL DEFAULT false,  -- something waits for the next time they talk
    ADD CONSTRAINT people_quiet CHECK ((quiet_from IS NULL) = (quiet_until IS NULL));

CREATE TABLE reminders (
    tenant             text NOT NULL,
    id                 bigint GENERATED ALWAYS AS IDENTITY,
    person_id          bigint NOT NULL,
    platform           text NOT NULL,
    handle             text NOT NULL,
    text               text NOT NULL CHECK (length(text) <= 2000),
    offered            text,                       -- its words as they were said openly: all that others ever get
    schedule           text NOT NULL,              -- opaque here: due times come from who can read it
    zone               text NOT NULL,
    zone_data          text NOT NULL,              -- the version that its due times were computed with
    floating           boolean NOT NULL,
    origin_key         text NOT NULL,              -- where it was asked for; '' once that place is gone
    origin_space       text,
    origin_audience    audience NOT NULL,
    place_key          text,                       -- delivered there; null: in direct
    useless_after      interval,
    again              interval,
    companion_id       bigint,
    companion_platform text,
    companion_handle   text,
    companion_state    text CHECK (companion_state IN ('asked', 'agreed', 'declined')),
    language           text NOT NULL,
    standing           text NOT NULL CHECK (standing IN ('proposed', 'active', 'paused', 'ended', 'cancelled')),
    revision           integer NOT NULL DEFAULT 0, -- of when it is due: who computed from an older one plans nothing
    source             text NOT NULL,
    quote              text,
    fact_id            bigint,
    created_at         timestamptz NOT NULL DEFAULT now(),
    changed_at         timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (tenant, id),
    UNIQUE (tenant, source)
);
CREATE INDEX reminders_by_zone_data ON reminders (zone_data) WHERE standing IN ('active', 'paused');
CREATE INDEX reminders_by_companion ON reminders (companion_id) WHERE companion_id IS NOT NULL;
CREATE INDEX reminders_by_fact ON reminders (fact_id) WHERE fact_id IS NOT NULL;
CREATE INDEX reminders_by_origin ON reminders (origin_key) WHERE origin_audience <> 'direct';
CREATE INDEX reminders_by_place ON reminders (place_key) WHERE place_key IS NOT NULL;
CREATE INDEX reminders_over ON reminders (changed_at) WHERE standing IN ('proposed', 'ended', 'cancelled');

CREATE TABLE reminder_followers (
    tenant      text NOT NULL,
    reminder_id bigint NOT NULL,
    person_id   bigint NOT NULL,
    platform    text NOT NULL,
    handle      text NOT NULL,
    PRIMARY KEY (tenant, reminder_id, person_id),
    FOREIGN KEY (tenant, reminder_id) REFERENCES reminders ON DELETE CASCADE
);
CREATE INDEX reminder_followers_by_person ON reminder_followers (person_id) INCLUDE (tenant);

CREATE TABLE occurrences (
    tenant       text NOT NULL,
    id           bigint GENERATED ALWAYS AS IDENTITY,
    reminder_id  bigint NOT NULL,
    due_at       timestamptz NOT NULL,
    state        text NOT NULL DEFAULT 'due'
        CHECK (state IN ('due', 'delivered', 'done', 'skipped', 'dropped', 'failed')),
    delivered_at timestamptz,
    PRIMARY KEY (tenant, id),
    UNIQUE (tenant, reminder_id, due_at),
    FOREIGN KEY (tenant, reminder_id) REFERENCES reminders ON DELETE CASCADE
);
CREATE INDEX occurrences_past ON occurrences (due_at) WHERE state <> 'due';

-- `answered`: the person has done something with the message that somebody may be sending still, so it reached them.
CREATE TABLE outbox (
    tenant         text NOT NULL,
    id             bigint GENERATED ALWAYS AS IDENTITY,
    person_id      bigint NOT NULL,
    platform       text NOT NULL,
    handle         text NOT NULL,
    occurrence_id  bigint,
    reminder_id    bigint,
    follower       boolean NOT NULL DEFAULT false,
    round          integer NOT NULL DEFAULT 0,
    text           text,                           -- of a notice
    source         text,                           -- of a notice: the same twice is sent once
    way            text NOT NULL CHECK (way IN ('direct', 'place', 'origin', 'talk')),
    ready_at       timestamptz,                    -- null: when they talk
    leased_until   timestamptz,                    -- of what waits for talk; of the rest, the lease moves ready_at
    attempts       integer NOT NULL DEFAULT 0,
    claimed        boolean NOT NULL DEFAULT false, -- somebody has it, or died with it
    plans          boolean NOT NULL DEFAULT false, -- what follows is planned when this is settled
    answered       boolean NOT NULL DEFAULT false,
    first_tried_at timestamptz,
    state          text NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'sent', 'dropped', 'cancelled', 'dead')),
    fault          text,
    tried_in       text[] NOT NULL DEFAULT '{}',   -- of what waits for talk: where somebody began to tell it
    place_key      text,
    message_id     text,
    sent_at        timestamptz,
    settled_at     timestamptz,
    PRIMARY KEY (tenant, id),
    UNIQUE (tenant, occurrence_id, person_id, round),
    FOREIGN KEY (tenant, occurrence_id) REFERENCES occurrences ON DELETE CASCADE,
    CHECK ((occurrence_id IS NULL) = (reminder_id IS NULL) AND (occurrence_id IS NULL) <> (text IS NULL)),
    CHECK ((settled_at IS NULL) = (state = 'waiting')),
    CHECK (state <> 'waiting' OR (ready_at IS NULL) = (way = 'talk'))
);
CREATE INDEX outbox_due ON outbox (platform, ready_at) WHERE state = 'waiting' AND ready_at IS NOT NULL;
CREATE INDEX outbox_waiting ON outbox (tenant, reminder_id) WHERE state = 'waiting';
CREATE INDEX outbox_talk ON outbox (person_id) WHERE state = 'waiting' AND way = 'talk';
CREATE INDEX outbox_followers ON outbox (person_id) WHERE follower;
CREATE INDEX outbox_dead ON outbox (person_id) WHERE state = 'dead';
CREATE INDEX outbox_settled ON outbox (settled_at) WHERE settled_at IS NOT NULL;
CREATE UNIQUE INDEX outbox_notices ON outbox (tenant, source) WHERE source IS NOT NULL;
-- The next thing to send is found in the index alone where a vacuum has been since it came; as with terms in 0001.
ALTER TABLE outbox SET (autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_insert_scale_factor = 0.02);

-- What a reminder is told as. Not granted to anybody: it sees all tenants.
CREATE VIEW told_reminders AS
SELECT r.*, (
    SELECT coalesce(min(c.due_at) FILTER (WHERE c.due_at > now()), min(c.due_at))
    FROM outbox s JOIN occurrences c ON c.tenant = s.tenant AND c.id = s.occurrence_id
    WHERE s.tenant = r.tenant AND s.reminder_id = r.id AND s.state = 'waiting' AND c.delivered_at IS NULL
      AND c.state = 'due') AS next_due, (
    SELECT min(s.ready_at) FROM outbox s JOIN occurrences c ON c.tenant = s.tenant AND c.id = s.occurrence_id
    WHERE s.tenant = r.tenant AND s.reminder_id = r.id AND s.state = 'waiting' AND s.person_id = r.person_id
      AND c.delivered_at IS NOT NULL AND NOT s.answered) AS comes_again_at, (
    SELECT count(*)::integer FROM reminder_followers f
    WHERE f.tenant = r.tenant AND f.reminder_id = r.id) AS followers
FROM reminders r;

CREATE FUNCTION reminders_of(of_person bigint, standings text[], only_one bigint) RETURNS SETOF told_reminders
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
BEGIN ATOMIC
    SELECT t.* FROM told_reminders t
    WHERE t.tenant = 'person:' || of_person AND (only_one IS NULL OR t.id = only_one)
      AND (standings IS NULL OR t.standing = ANY (standings))
    ORDER BY t.next_due NULLS LAST, t.id;
END;

-- Who waits for the next thing to send is woken. What is further away they find by themselves: none sleeps that long.
CREATE FUNCTION wake_senders(of_platform text, at timestamptz) RETURNS void
LANGUAGE plpgsql SET search_path = public, pg_temp
AS $$
BEGIN
    IF at < now() + interval '2 minutes' THEN
        PERFORM pg_notify('rapport_reminders', of_platform);
    END IF;
END $$;

-- Puts down a time at which the reminder, which the caller holds, is due, and what is to be sent then. A time that was
-- known before is left as it is, unless `reopen`: then it is due again, if it is not still.
CREATE FUNCTION plan_occurrence(r reminders, at timestamptz, reopen boolean) RETURNS void
LANGUAGE plpgsql SET search_path = public, pg_temp
AS $$
DECLARE
    planned bigint;
    next_round integer := 0;
BEGIN
    INSERT INTO occurrences (tenant, reminder_id, due_at) VALUES (r.tenant, r.id, at)
    ON CONFLICT (tenant, reminder_id, due_at) DO NOTHING RETURNING id INTO planned;
    IF planned IS NULL THEN
        IF NOT reopen THEN
            RETURN;
        END IF;
        SELECT c.id INTO STRICT planned FROM occurrences c
        WHERE c.tenant = r.tenant AND c.reminder_id = r.id AND c.due_at = at;
        IF EXISTS (SELECT FROM outbox s WHERE s.tenant = r.tenant AND s.reminder_id = r.id AND s.state = 'waiting'
                   AND s.occurrence_id = planned AND s.person_id = r.person_id AND NOT s.answered) THEN
            RETURN;
        END IF;
        UPDATE occurrences SET state = 'due', delivered_at = NULL WHERE tenant = r.tenant AND id = planned;
        SELECT coalesce(max(s.round) + 1, 0) INTO next_round FROM outbox s
        WHERE s.tenant = r.tenant AND s.occurrence_id = planned;
    END IF;
    INSERT INTO outbox (tenant, person_id, platform, handle, occurrence_id, reminder_id, plans, round, way, ready_at)
    VALUES (r.tenant, r.person_id, r.platform, r.handle, planned, r.id, true, next_round,
            CASE WHEN r.place_key IS NULL THEN 'direct' ELSE 'place' END, at);
    INSERT INTO outbox (tenant, person_id, platform, handle, occurrence_id, reminder_id, follower, round, way, ready_at)
    SELECT r.tenant, f.person_id, f.platform, f.handle, planned, r.id, true, next_round, 'direct', at
    FROM reminder_followers f WHERE f.tenant = r.tenant AND f.reminder_id = r.id;
    PERFORM wake_senders(s.platform, at) FROM outbox s
    WHERE s.tenant = r.tenant AND s.reminder_id = r.id AND s.state = 'waiting' AND s.occurrence_id = planned;
END $$;

-- Where nothing is left to be sent of it, an active reminder has ended.
CREATE FUNCTION end_reminder(of_tenant text, of_reminder bigint) RETURNS void
LANGUAGE sql SET search_path = public, pg_temp
BEGIN ATOMIC
    UPDATE reminders r SET standing = 'ended', changed_at = now()
    WHERE r.tenant = of_tenant AND r.id = of_reminder AND r.standing = 'active' AND NOT EXISTS (
        SELECT FROM outbox s WHERE s.tenant = r.tenant AND s.reminder_id = r.id AND s.state = 'waiting');
END;

-- Takes back what is still to be sent of it, but for one time that stays; `only_ahead`: what was due before stays too.
CREATE FUNCTION hold_back(r reminders, but_at timestamptz, only_ahead boolean) RETURNS void
LANGUAGE plpgsql SET search_path = public, pg_temp
AS $$
BEGIN
    WITH held AS (
        UPDATE outbox s SET state = 'cancelled', settled_at = now() FROM occurrences c
        WHERE s.tenant = r.tenant AND s.reminder_id = r.id AND s.state = 'waiting'
          AND c.tenant = s.tenant AND c.id = s.occurrence_id
          AND (c.due_at IS DISTINCT FROM but_at OR c.delivered_at IS NOT NULL)
          AND NOT (only_ahead AND (c.due_at <= now() OR s.attempts > 0))
        RETURNING s.occurrence_id
    )
    UPDATE occurrences c SET state = CASE WHEN c.delivered_at IS NULL THEN 'skipped' ELSE 'delivered' END
    FROM held WHERE c.tenant = r.tenant AND c.id = held.occurrence_id AND c.state = 'due';
END $$;

CREATE FUNCTION add_reminder(
    of_person bigint, on_platform text, with_handle text, about text, by_schedule text, in_zone text, with_data text,
    first_at timestamptz, floats boolean, until_useless interval, repeats interval, asked_in text, asked_space text,
    asked_audience audience, told_in text, in_language text, by_source text, stands text, words text, of_fact bigint)
RETURNS TABLE (fresh boolean, reminder told_reminders)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
DECLARE
    r reminders;
BEGIN
    PERFORM FROM people who WHERE who.id = of_person FOR KEY SHARE;
    IF NOT FOUND THEN
        RETURN;
    END IF;
    INSERT INTO reminders (tenant, person_id, platform, handle, text, schedule, zone, zone_data, floating,
        useless_after, again, origin_key, origin_space, origin_audience, place_key, language, source, standing,
        quote, fact_id)
    VALUES ('person:' || of_person, of_person, on_platform, with_handle, about, by_schedule, in_zone, with_data, floats,
        until_useless, repeats, asked_in, asked_space, asked_audience, told_in, in_language, by_source, stands,
        words, of_fact)
    ON CONFLICT (tenant, source) DO NOTHING RETURNING * INTO r;
    fresh := FOUND;
    IF fresh AND stands = 'active' THEN
        PERFORM plan_occurrence(r, first_at, false);
    END IF;
    SELECT t.* INTO reminder FROM told_reminders t WHERE t.tenant = 'person:' || of_person AND t.source = by_source;
    RETURN NEXT;
END $$;

DO $$
DECLARE
    content text;
BEGIN
    FOREACH content IN ARRAY ARRAY['reminders', 'reminder_followers', 'occurrences', 'outbox'] LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', content);
        EXECUTE format($p$CREATE POLICY one_tenant ON %I TO rapport_app
            USING (tenant = nullif(current_setting('rapport.tenant', true), ''))$p$, content);
        EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %I TO rapport_app', content);
    END LOOP;
END $$;
REVOKE EXECUTE ON FUNCTION reminders_of, wake_senders, plan_occurrence, end_reminder, hold_back, add_reminder FROM
    PUBLIC;
GRANT EXECUTE ON FUNCTION reminders_of, add_reminder TO rapport_app;
