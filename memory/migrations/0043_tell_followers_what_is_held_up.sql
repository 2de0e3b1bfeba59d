-- Why: who joined a public reminder is told when its person moves or cancels it, but came in vain where they paused it,
-- let it go on or left out its next time.

-- Puts down what those are told who still follow it, of which kept in one way: by its revision and `what`.
CREATE FUNCTION keep_for_followers(r reminders, what text, others bigint[], told text[]) RETURNS void
LANGUAGE sql SET search_path = public, pg_temp
BEGIN ATOMIC
    SELECT keep_notice(
        f.person_id, f.platform, f.handle, t.words, 'followed:' || r.id || ':' || r.revision || ':' || what)
    FROM reminder_followers f JOIN unnest(others, told) t(person_id, words) ON t.person_id = f.person_id
    WHERE f.tenant = r.tenant AND f.reminder_id = r.id;
END;

-- As in 0038.
CREATE OR REPLACE FUNCTION tell_followers(r reminders, what text, others bigint[], told text[]) RETURNS void
LANGUAGE plpgsql SET search_path = public, pg_temp
AS $$
BEGIN
    UPDATE outbox s SET state = 'cancelled', settled_at = now() FROM reminder_followers f
    WHERE f.tenant = r.tenant AND f.reminder_id = r.id AND s.tenant = 'person:' || f.person_id AND s.state = 'waiting'
      AND s.attempts = 0 AND s.source ~>=~ ('followed:' || r.id || ':') AND s.source ~<~ ('followed:' || r.id || ';');
    PERFORM keep_for_followers(r, what, others, told);
END $$;

-- As in 0032.
CREATE OR REPLACE FUNCTION move_reminder(
    of_person bigint, reminder bigint, known_revision integer, by_schedule text, in_zone text, with_data text,
    due timestamptz, said text, others bigint[], told text[]) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
BEGIN
    PERFORM FROM people who WHERE who.id = ANY (others || of_person) ORDER BY who.id FOR KEY SHARE;
    IF NOT move_reminder(of_person, reminder, known_revision, by_schedule, in_zone, with_data, due, said) THEN
        RETURN false;
    END IF;
    PERFORM keep_for_followers(r, with_data, others, told) FROM reminders r
    WHERE r.tenant = 'person:' || of_person AND r.id = reminder;
    RETURN true;
END $$;

-- As in 0038, and where it is held up or goes on again.
CREATE OR REPLACE FUNCTION stand_reminder(
    of_person bigint, reminder bigint, becomes text, due timestamptz, others bigint[], told text[])
RETURNS SETOF told_reminders
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
DECLARE
    was reminders;
    r reminders;
BEGIN
    PERFORM FROM people who WHERE who.id = ANY (others || of_person) ORDER BY who.id FOR KEY SHARE;
    SELECT * INTO was FROM reminders x
    WHERE x.tenant = 'person:' || of_person AND x.id = reminder FOR NO KEY UPDATE;
    RETURN QUERY SELECT s.* FROM stand_reminder(of_person, reminder, becomes, due) s;
    SELECT * INTO r FROM reminders x WHERE x.tenant = was.tenant AND x.id = was.id;
    IF r.standing = becomes AND was.standing <> becomes THEN
        PERFORM tell_followers(r, CASE becomes WHEN 'cancelled' THEN 'ended' ELSE becomes END, others, told);
    END IF;
END $$;

-- As in 0020, with what those are told who still follow it, where a time is left out. What they were told before holds.
CREATE FUNCTION skip_occurrence(
    of_person bigint, reminder bigint, following timestamptz, others bigint[], told text[])
RETURNS SETOF told_reminders
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
DECLARE
    r reminders;
    coming bigint[];
BEGIN
    PERFORM FROM people who WHERE who.id = ANY (others || of_person) ORDER BY who.id FOR KEY SHARE;
    SELECT * INTO r FROM reminders x
    WHERE x.tenant = 'person:' || of_person AND x.id = reminder FOR NO KEY UPDATE;
    coming := ARRAY(SELECT c.id FROM occurrences c
        WHERE c.tenant = r.tenant AND c.reminder_id = r.id AND c.state = 'due');
    RETURN QUERY SELECT s.* FROM skip_occurrence(of_person, reminder, following) s;
    PERFORM keep_for_followers(r, 'skipped:' || c.id, others, told) FROM occurrences c
    WHERE c.tenant = r.tenant AND c.id = ANY (coming) AND c.state = 'skipped';
END $$;

REVOKE EXECUTE ON FUNCTION keep_for_followers,
    skip_occurrence(bigint, bigint, timestamptz, bigint[], text[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION skip_occurrence(bigint, bigint, timestamptz, bigint[], text[]) TO rapport_app;
