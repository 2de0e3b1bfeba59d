-- Why: what is delicate is told in direct only, and yet it changes where it was said: those who read there heard it.
-- Learning sees what a speaker said there themselves, by the one function through which facts are read.
CREATE FUNCTION visible_facts(asker bigint, reading_place text, learning boolean) RETURNS SETOF facts
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
BEGIN ATOMIC
    WITH r AS MATERIALIZED (SELECT reader_of(asker, reading_place) AS reader)
    SELECT f.* FROM r CROSS JOIN LATERAL usable_facts(r.reader) f
    UNION ALL
    SELECT f.* FROM r JOIN places p ON p.id = (r.reader).place_id
    JOIN facts f ON f.tenant = p.tenant AND f.place_id = ANY (room_of(p)) AND f.speaker_id = asker
    WHERE learning AND (r.reader).audience <> 'direct' AND f.audience = (r.reader).audience AND f.sensitivity <> 'none';
END;
REVOKE EXECUTE ON FUNCTION visible_facts(bigint, text, boolean) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION visible_facts(bigint, text, boolean) TO rapport_app;
