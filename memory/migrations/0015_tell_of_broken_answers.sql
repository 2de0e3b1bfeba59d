-- Why: whoever asked and was not answered, since the process died over it, is told so by the next one; so a message in
-- work says where it stands until it is done.

ALTER TABLE inbox ADD COLUMN place text;           -- the key of its place; null: nobody waits there for an answer
CREATE INDEX inbox_in_work ON inbox (platform, lease_until) WHERE place IS NOT NULL;
