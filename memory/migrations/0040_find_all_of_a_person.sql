-- Why: who has more reminders than are looked at together was told once for each such part of them. Whoever has one
-- among the first that are found comes with all of theirs. The inner query is one of its own for each person, which
-- `OFFSET 0` keeps it: joined as a whole it would read all that is to be recomputed, once more each time.

CREATE OR REPLACE FUNCTION stale_reminders(current_data text, most integer) RETURNS SETOF told_reminders
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
BEGIN ATOMIC
    SELECT theirs.* FROM (
        SELECT DISTINCT first.tenant FROM (
            SELECT r.tenant FROM reminders r WHERE r.standing IN ('active', 'paused')
              AND (r.zone_data < current_data OR r.zone_data > current_data)
              AND (left(r.zone_data, 4), length(r.zone_data), r.zone_data)
                < (left(current_data, 4), length(current_data), current_data) LIMIT most) first) whose
    CROSS JOIN LATERAL (
        SELECT t.* FROM told_reminders t WHERE t.tenant = whose.tenant AND t.standing IN ('active', 'paused')
          AND (left(t.zone_data, 4), length(t.zone_data), t.zone_data)
            < (left(current_data, 4), length(current_data), current_data) OFFSET 0) theirs;
END;

CREATE OR REPLACE FUNCTION drifted_reminders(unknown_zones text[], most integer)
RETURNS TABLE (reminder told_reminders, zone text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
BEGIN ATOMIC
    SELECT t, whose.zone FROM (
        SELECT DISTINCT first.person_id, first.zone FROM (
            SELECT r.person_id, coalesce(who.chosen_zone, who.zone) AS zone FROM reminders r
            JOIN people who ON who.id = r.person_id
            WHERE r.floating AND r.standing IN ('active', 'paused') AND coalesce(who.chosen_zone, who.zone) <> r.zone
              AND coalesce(who.chosen_zone, who.zone) <> ALL (unknown_zones)
            ORDER BY r.person_id LIMIT most) first) whose
    JOIN told_reminders t ON t.tenant = 'person:' || whose.person_id
    WHERE t.floating AND t.standing IN ('active', 'paused') AND t.zone <> whose.zone
    ORDER BY whose.person_id, t.id;
END;
