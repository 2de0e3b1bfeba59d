-- Why: whoever is told that several of theirs come at other times is told once, whenever a process dies: all of them
-- are written down with that, or none.

-- As `move_reminder` in 0032 for several of one person. What is told to others names its reminder by `of_reminders`.
-- Those that changed since they were read; where there are such, nothing is done.
CREATE FUNCTION move_reminders(
    of_person bigint, moving bigint[], known_revisions integer[], by_schedules text[], in_zones text[], with_data text,
    dues timestamptz[], said text[], of_reminders bigint[], others bigint[], told text[]) RETURNS bigint[]
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp
AS $$
DECLARE
    changed bigint[];
BEGIN
    PERFORM FROM people who WHERE who.id = ANY (others || of_person) ORDER BY who.id FOR KEY SHARE;
    PERFORM FROM reminders x WHERE x.tenant = 'person:' || of_person AND x.id = ANY (moving)
    ORDER BY x.id FOR NO KEY UPDATE;
    changed := ARRAY(
        SELECT m.id FROM unnest(moving, known_revisions) m(id, revision) WHERE NOT EXISTS (
            SELECT FROM reminders x WHERE x.tenant = 'person:' || of_person AND x.id = m.id
              AND x.revision = m.revision AND x.standing IN ('active', 'paused')));
    IF changed = '{}' THEN
        FOR at IN 1..cardinality(moving) LOOP
            PERFORM move_reminder(
                of_person, moving[at], known_revisions[at], by_schedules[at], in_zones[at], with_data, dues[at],
                said[at], coalesce(array_agg(t.person_id), '{}'), coalesce(array_agg(t.words), '{}'))
            FROM unnest(of_reminders, others, told) t(id, person_id, words) WHERE t.id = moving[at];
        END LOOP;
    END IF;
    RETURN changed;
END $$;

REVOKE EXECUTE ON FUNCTION move_reminders FROM PUBLIC;
GRANT EXECUTE ON FUNCTION move_reminders TO rapport_app;
