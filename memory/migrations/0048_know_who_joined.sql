-- Why: the token of another application on the same database found itself in none of the spaces that the first one knew,
-- and took all of them as left. Each application ends only what it had joined itself.

CREATE TABLE applications (
    platform    text NOT NULL,
    application text NOT NULL,                     -- the platform's own id
    used_at     timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (platform, application)
);
-- In which spaces an application stands, as far as it has seen. Nobody knows whose those were that were left before.
CREATE TABLE joined_spaces (
    application text NOT NULL,
    space       text NOT NULL,
    PRIMARY KEY (application, space)
);
CREATE INDEX joined_spaces_by_space ON joined_spaces (space);
GRANT SELECT, INSERT, UPDATE, DELETE ON applications, joined_spaces TO rapport_app;
