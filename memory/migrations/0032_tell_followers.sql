-- Why: who joined somebody's public reminder hears when it moves, and nothing more once they or its person are gone.

-- What was put down about a reminder for others is found by the key that it was kept by.
CREATE INDEX outbox_about ON outbox (source text_pattern_ops) WHERE source IS NOT NULL;

-- Who gets it too, with how to tell them when something is.
CREATE FUNCTION followers_of(of_person bigint, reminder bigint)
RETURNS TABLE (person_id bigint, platform text, handle text, zone text, locale text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
BEGIN ATOMIC
    SELECT f.person_id, f.platform, f.handle, coalesce(who.chosen_zone, who.zone),
        coalesce(who.chosen_locale, who.locale)
    FROM reminder_followers f JOIN people who ON who.id = f.person_id
    WHERE f.tenant = 'person:' || of_person AND f.reminder_id = reminder ORDER BY f.person_id;
END;

-- As in 0021, with what those are told who still follow it. All of it happens, or nothing.
CREATE FUNCTION move_reminder(
    of_person bigint, reminder bigint, known_revision integer, by_schedule text, in_zone text, with_data text,
    due timestamptz, said text, others bigint[], told text[]) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
BEGIN
    PERFORM FROM people who WHERE who.id = ANY (others || of_person) ORDER BY who.id FOR KEY SHARE;
    IF NOT move_reminder(of_person, reminder, known_revision, by_schedule, in_zone, with_data, due, said) THEN
        RETURN false;
    END IF;
    PERFORM keep_notice(f.person_id, f.platform, f.handle, t.words,
        'followed:' || r.id || ':' || r.revision || ':' || with_data)
    FROM reminders r JOIN reminder_followers f ON f.tenant = r.tenant AND f.reminder_id = r.id
    JOIN unnest(others, told) t(person_id, words) ON t.person_id = f.person_id
    WHERE r.tenant = 'person:' || of_person AND r.id = reminder;
    RETURN true;
END $$;

-- As in 0020, with what was to be told of it.
CREATE OR REPLACE FUNCTION unfollow_reminder(of_person bigint, reminder bigint) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
DECLARE
    r reminders;
BEGIN
    SELECT x.* INTO r FROM reminder_followers f JOIN reminders x ON x.tenant = f.tenant AND x.id = f.reminder_id
    WHERE f.person_id = of_person AND f.reminder_id = reminder FOR NO KEY UPDATE OF x;
    IF NOT FOUND THEN
        RETURN false;
    END IF;
    DELETE FROM reminder_followers f WHERE f.tenant = r.tenant AND f.reminder_id = r.id AND f.person_id = of_person;
    UPDATE outbox s SET state = 'cancelled', settled_at = now()
    WHERE s.tenant = r.tenant AND s.reminder_id = r.id AND s.state = 'waiting' AND s.person_id = of_person;
    UPDATE outbox s SET state = 'cancelled', settled_at = now()
    WHERE s.tenant = 'person:' || of_person AND s.state = 'waiting' AND s.source LIKE 'followed:' || r.id || ':%';
    PERFORM end_reminder(r.tenant, r.id);
    RETURN true;
END $$;

-- What others were told, or were to be, in the words of a reminder goes with it.
CREATE FUNCTION drop_notices() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
BEGIN
    DELETE FROM outbox s USING unnest(ARRAY['followed:', 'watched:']) kind
    WHERE s.source ~>=~ (kind || OLD.id || ':') AND s.source ~<~ (kind || OLD.id || ';');  -- what follows `:`
    RETURN NULL;
END $$;
CREATE TRIGGER reminders_notices AFTER DELETE ON reminders FOR EACH ROW EXECUTE FUNCTION drop_notices();

REVOKE EXECUTE ON FUNCTION followers_of, move_reminder(bigint, bigint, integer, text, text, text, timestamptz, text,
    bigint[], text[]), drop_notices FROM PUBLIC;
GRANT EXECUTE ON FUNCTION followers_of, move_reminder(bigint, bigint, integer, text, text, text, timestamptz, text,
    bigint[], text[]) TO rapport_app;
