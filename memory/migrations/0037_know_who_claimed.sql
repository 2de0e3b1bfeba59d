-- Why: who asked for a claim and lost the answer has to know whether it was granted to them: a command that was told to
-- two processes was obeyed by both where the database was away for one of them.

ALTER TABLE inbox ADD COLUMN claimant text;            -- null: whoever claimed it cannot ask again
