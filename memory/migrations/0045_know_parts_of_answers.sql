-- Why: a long answer stands in several messages. That the later ones belong to it was known to the process alone that had
-- sent them, so that after a restart, or to another process, a thumb on one of them meant nothing.

CREATE TABLE answer_parts (
    tenant      text NOT NULL,
    place_id    bigint NOT NULL,
    external_id text NOT NULL,                     -- of a later message; the first one's is the answer's own
    seq         integer NOT NULL,                  -- where the answer stands in its place
    PRIMARY KEY (tenant, place_id, external_id),
    FOREIGN KEY (tenant, place_id, seq) REFERENCES utterances ON DELETE CASCADE
);
CREATE INDEX answer_parts_by_answer ON answer_parts (tenant, place_id, seq);
ALTER TABLE answer_parts ENABLE ROW LEVEL SECURITY;  -- only the functions here read it

CREATE FUNCTION note_parts(in_place bigint, at_seq integer, parts text[]) RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp
BEGIN ATOMIC
    INSERT INTO answer_parts (tenant, place_id, external_id, seq)
    SELECT p.tenant, p.id, part, at_seq FROM places p CROSS JOIN unnest(parts) part WHERE p.id = in_place
    ON CONFLICT DO NOTHING;
END;

-- The message itself, or where it is a later part of an answer, the first one.
CREATE FUNCTION first_part(in_place text, message text) RETURNS text
LANGUAGE sql STABLE STRICT SECURITY DEFINER SET search_path = public, pg_temp
BEGIN ATOMIC
    SELECT coalesce((
        SELECT u.external_id FROM places p
        JOIN answer_parts a ON a.tenant = p.tenant AND a.place_id = p.id AND a.external_id = message
        JOIN utterances u ON u.tenant = a.tenant AND u.place_id = a.place_id AND u.seq = a.seq
        WHERE p.key = in_place), message);
END;

-- As in 0028, by whichever of its messages.
CREATE OR REPLACE FUNCTION answered_turn(asker bigint, reading_place text, message text) RETURNS SETOF turns
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
BEGIN ATOMIC
    SELECT t.* FROM reader_of(asker, reading_place) r JOIN places p ON p.id = r.place_id
    JOIN utterances u ON u.tenant = p.tenant AND u.place_id = p.id AND u.external_id = first_part(reading_place, message)
    JOIN turns t ON t.tenant = p.tenant AND t.place_id = p.id AND t.answered_seq = u.seq
    WHERE u.speaker_id IS NULL AND u.erased_at IS NULL AND may_use(u.audience, u.tenant, u.place_id, false, r)
    ORDER BY t.id LIMIT 1;
END;

REVOKE EXECUTE ON FUNCTION note_parts, first_part FROM PUBLIC;
GRANT EXECUTE ON FUNCTION note_parts, first_part TO rapport_app;
