-- Why: everything remembered, with the audience rule as part of the schema from the first row on.
--
-- Tenants. Every content row carries the key of the one tenant it belongs to:
--   space:<space>   what was said in a public or private place of that space
--   person:<id>     what was said in direct with that person
--   place:<id>      what was said in a private place that stands in no space
-- Walls. The application's role sees content only through the SECURITY DEFINER functions below, each of which
-- applies may_use(). Row-level security is the second wall: without rapport.tenant set (maintenance and learning
-- set it for one transaction), that role reads, changes and deletes nothing.
-- The extension vector and the role rapport_app exist before the first statement here: see memory/store/migrate.py.

CREATE TYPE audience AS ENUM ('direct', 'private', 'public');  -- ordered: a later one is read by more people

CREATE TABLE people (
    id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    name         text NOT NULL,
    zone         text,
    locale       text,
    share_across boolean NOT NULL DEFAULT false,  -- linked accounts may use each other's spaces, in direct only
    created_at   timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE accounts (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    platform   text NOT NULL,
    handle     text NOT NULL,
    person_id  bigint NOT NULL REFERENCES people,
    created_at timestamptz NOT NULL DEFAULT now(),
    UNIQUE (platform, handle)
);
CREATE INDEX accounts_by_person ON accounts (person_id);

CREATE TABLE places (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    key         text NOT NULL UNIQUE,
    space       text,
    audience    audience NOT NULL,
    title       text NOT NULL DEFAULT '',
    person_id   bigint REFERENCES people,          -- whom a direct place is with
    tenant      text NOT NULL,
    last_seq    integer NOT NULL DEFAULT 0,
    documents   integer NOT NULL DEFAULT 0,        -- living utterances, for BM25
    term_count  bigint NOT NULL DEFAULT 0,         -- their terms, for BM25
    pending     integer NOT NULL DEFAULT 0,        -- utterances of people not learned yet
    learn_after timestamptz,                       -- null: nothing to learn
    learn_lease timestamptz,                       -- a worker has it until then
    learn_calls real NOT NULL DEFAULT 3,           -- of the model that learning here may still cost
    CHECK ((audience = 'direct') = (person_id IS NOT NULL)),
    CHECK (audience <> 'public' OR space IS NOT NULL)
);
CREATE INDEX places_to_learn ON places (learn_after) WHERE learn_after IS NOT NULL;
CREATE INDEX places_by_tenant ON places (tenant);

CREATE TABLE place_members (
    place_id   bigint NOT NULL REFERENCES places,
    person_id  bigint NOT NULL REFERENCES people,
    account_id bigint NOT NULL REFERENCES accounts,
    audience   audience NOT NULL DEFAULT 'public',  -- of the place when they came: who came later heard nothing before
    PRIMARY KEY (person_id, place_id, account_id)
);

CREATE TABLE space_members (
    space      text NOT NULL,
    person_id  bigint NOT NULL REFERENCES people,
    account_id bigint NOT NULL REFERENCES accounts,
    PRIMARY KEY (person_id, space, account_id)
);

CREATE TABLE embedding_models (
    id         smallint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    name       text NOT NULL UNIQUE,
    dimensions integer NOT NULL CHECK (dimensions BETWEEN 1 AND 4000),
    active     boolean NOT NULL DEFAULT false
);
CREATE UNIQUE INDEX embedding_models_one_active ON embedding_models (active) WHERE active;

CREATE TABLE utterances (
    tenant      text NOT NULL,
    place_id    bigint NOT NULL,
    seq         integer NOT NULL,
    external_id text NOT NULL,
    speaker_id  bigint,                            -- null: the bot's own words
    audience    audience NOT NULL,                 -- of the place when it was said
    text        text NOT NULL,
    said_at     timestamptz NOT NULL,
    reply_to    text,
    recorded_at timestamptz NOT NULL DEFAULT now(),
    sensitive   boolean NOT NULL DEFAULT false,
    term_count  integer NOT NULL DEFAULT 0,
    learned_at  timestamptz,
    attempts    smallint NOT NULL DEFAULT 0,
    parked_at   timestamptz,
    embedded_at timestamptz,
    erased_at   timestamptz,                       -- a tombstone: the text is gone, a redelivery does not return it
    PRIMARY KEY (tenant, place_id, seq),
    UNIQUE (tenant, place_id, external_id)
);
CREATE INDEX utterances_to_learn ON utterances (tenant, place_id, seq)
    WHERE learned_at IS NULL AND parked_at IS NULL AND speaker_id IS NOT NULL;
CREATE INDEX utterances_to_embed ON utterances (recorded_at) WHERE embedded_at IS NULL;

-- The signature is the sign of each dimension. A tenant's signatures stand side by side in this index, so the
-- first pass of a search reads one contiguous stretch however many other tenants there are; only a shortlist
-- is then compared exactly. `around` is the embedding of the utterance with one neighbour on each side.
CREATE TABLE utterance_vectors (
    tenant           text NOT NULL,
    model            smallint NOT NULL,
    place_id         bigint NOT NULL,
    seq              integer NOT NULL,
    audience         audience NOT NULL,
    embedding        halfvec NOT NULL,
    around           halfvec NOT NULL,
    signature        varbit NOT NULL,
    around_signature varbit NOT NULL
);
ALTER TABLE utterance_vectors
    ALTER COLUMN embedding SET STORAGE MAIN,  -- beside its row for as long as a page can hold both
    ALTER COLUMN around SET STORAGE MAIN,
    ALTER COLUMN signature SET STORAGE PLAIN,  -- read in place: a packed one is copied for each comparison
    ALTER COLUMN around_signature SET STORAGE PLAIN,
    ADD PRIMARY KEY (tenant, model, place_id, seq) INCLUDE (audience, signature, around_signature);

CREATE SEQUENCE fact_ids;
CREATE TABLE facts (
    tenant        text NOT NULL,
    id            bigint NOT NULL DEFAULT nextval('fact_ids'),
    place_id      bigint NOT NULL,
    audience      audience NOT NULL,
    speaker_id    bigint NOT NULL,
    subject_id    bigint,                          -- null: somebody or something that is no person we know
    subject_name  text NOT NULL,
    kind          text NOT NULL,
    text          text NOT NULL,
    valid_from    timestamptz NOT NULL,            -- world clock
    valid_until   timestamptz,
    recorded_at   timestamptz NOT NULL DEFAULT now(),  -- our clock
    superseded_by bigint,
    superseded_at timestamptz,
    confidence    real NOT NULL CHECK (confidence BETWEEN 0 AND 1),
    uncertain_since timestamptz,                   -- what it rests on has changed, and nobody said it again
    sensitivity   text NOT NULL DEFAULT 'none',
    fingerprint   text NOT NULL,                   -- of subject and normalised text: the same thing said twice
    model         smallint,
    embedding     halfvec,
    signature     varbit GENERATED ALWAYS AS (binary_quantize(embedding)) STORED,
    PRIMARY KEY (tenant, id)
);
ALTER TABLE facts ALTER COLUMN signature SET STORAGE PLAIN;
-- As with utterance_vectors: current facts are searched here, without a look at a row anywhere else.
CREATE INDEX facts_current ON facts (tenant, id)
    INCLUDE (place_id, audience, sensitivity, valid_until, speaker_id, subject_id, kind, confidence, recorded_at,
             model, signature) WHERE superseded_at IS NULL;
CREATE UNIQUE INDEX facts_said_once ON facts (tenant, speaker_id, place_id, fingerprint) WHERE superseded_at IS NULL;

CREATE TABLE fact_sources (
    tenant   text NOT NULL,
    fact_id  bigint NOT NULL,
    place_id bigint NOT NULL,
    seq      integer NOT NULL,
    quote    text NOT NULL CHECK (quote <> ''),
    said_at  timestamptz NOT NULL,
    PRIMARY KEY (tenant, fact_id, place_id, seq),
    FOREIGN KEY (tenant, fact_id) REFERENCES facts ON DELETE CASCADE
);
-- "The commute takes 20 minutes" holds only as long as "lives in Oslo" does.
CREATE TABLE fact_grounds (
    tenant    text NOT NULL,
    fact_id   bigint NOT NULL,
    ground_id bigint NOT NULL,
    PRIMARY KEY (tenant, fact_id, ground_id),
    FOREIGN KEY (tenant, fact_id) REFERENCES facts ON DELETE CASCADE,
    FOREIGN KEY (tenant, ground_id) REFERENCES facts ON DELETE CASCADE
);
CREATE INDEX fact_grounds_by_ground ON fact_grounds (tenant, ground_id);

CREATE INDEX fact_sources_by_utterance ON fact_sources (tenant, place_id, seq);

-- A speaker's own decision to let a fact said in direct be used wider: in one place, or in a whole space.
-- `audience` is that place's when it was shared (public for a space): when the place opens up later, the fact stays
-- with those it was shared with.
CREATE TABLE fact_shares (
    scope       text NOT NULL,                     -- place:<id> or space:<space>
    fact_tenant text NOT NULL,
     fact_id     bigint NOT NULL,
    audience    audience NOT NULL,
    shared_at   timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (scope, fact_tenant, fact_id),
    FOREIGN KEY (fact_tenant, fact_id) REFERENCES facts ON DELETE CASCADE
);
CREATE TABLE share_rules (
    person_id bigint NOT NULL REFERENCES people,
    kind      text NOT NULL,
    scope     text NOT NULL,
    PRIMARY KEY (person_id, kind, scope)
);

-- Postings for BM25, with everything that scoring needs in the index.
CREATE TABLE terms (
    tenant   text NOT NULL,
    source   "char" NOT NULL CHECK (source IN ('u', 'f')),
    term     text NOT NULL,
    place_id bigint NOT NULL,
    document bigint NOT NULL,                      -- seq of an utterance, id of a fact
    audience audience NOT NULL,
    tf       smallint NOT NULL,
    length   integer NOT NULL,
    PRIMARY KEY (tenant, source, term, place_id, document) INCLUDE (audience, tf, length)
);
CREATE INDEX terms_by_document ON terms (tenant, source, place_id, document);

-- An index answers alone only for pages that a vacuum has seen since their last row came. By default that waits until
-- a fifth of the table is new, and until then a search looks up each new row elsewhere.
ALTER TABLE terms SET (autovacuum_vacuum_insert_scale_factor = 0.02);
ALTER TABLE utterance_vectors SET (autovacuum_vacuum_insert_scale_factor = 0.02);
ALTER TABLE facts SET (autovacuum_vacuum_insert_scale_factor = 0.02);

CREATE TABLE turns (
    id             bigint GENERATED ALWAYS AS IDENTITY,
    tenant         text NOT NULL,
    person_id      bigint NOT NULL,
    place_id       bigint NOT NULL,
    asked_seq      integer NOT NULL,
    answered_seq   integer,
    fact_ids       bigint[] NOT NULL DEFAULT '{}',
    passage_places bigint[] NOT NULL DEFAULT '{}',
    passage_seqs   integer[] NOT NULL DEFAULT '{}',
    model          text,
    prompt_tokens  integer NOT NULL DEFAULT 0,
    cached_tokens  integer NOT NULL DEFAULT 0,
    first_word_ms  integer,
    total_ms       integer,
    created_at     timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (tenant, id)
);
CREATE INDEX turns_by_place ON turns (tenant, place_id, id);

CREATE TABLE inbox (
    platform    text NOT NULL,
    event_id    text NOT NULL,
    received_at timestamptz NOT NULL DEFAULT now(),
    lease_until timestamptz,
    done_at     timestamptz,
    PRIMARY KEY (platform, event_id)
);

-- The audience rule ---------------------------------------------------------------------------------------------

CREATE TYPE reader AS (
    person_id      bigint,
    place_id       bigint,
    audience       audience,
    tenants        text[],     -- all that may hold something usable here
    public_tenants text[],     -- spaces whose public content may be used here
    places         bigint[],   -- places whose own content may be used here
    scopes         text[]      -- what a share must name to count here
);

-- Who asks and who will read. Null where the asker cannot be in that place: then nothing is visible.
-- plpgsql, because its plans are kept: planning this took six times as long as running it.
CREATE FUNCTION reader_of(asker bigint, reading_place text) RETURNS reader
LANGUAGE plpgsql STABLE SET search_path = public, pg_temp
AS $$
DECLARE
    p places;
    own bigint[];      -- the accounts whose spaces and places count in this direct place
    joined bigint[];   -- the closed places of those accounts, and those that were closed when they came
    tenants text[];
    spaces text[];
BEGIN
    SELECT * INTO p FROM places WHERE key = reading_place;
    IF p.audience = 'public' OR (p.audience = 'private' AND EXISTS (
        SELECT FROM place_members m WHERE m.person_id = asker AND m.place_id = p.id)) THEN
        spaces := CASE WHEN p.space IS NULL THEN '{}' ELSE ARRAY[p.tenant] END;
        RETURN ROW(asker, p.id, p.audience, ARRAY[p.tenant], spaces, ARRAY[p.id], ('place:' || p.id) || spaces)::reader;
    ELSIF p.audience = 'direct' AND p.person_id = asker THEN
        own := ARRAY(
            SELECT a.id FROM accounts a JOIN people who ON who.id = a.person_id
            WHERE a.person_id = asker AND (who.share_across OR EXISTS (
                SELECT FROM place_members m
                WHERE m.person_id = asker AND m.place_id = p.id AND m.account_id = a.id)));
        SELECT array_agg(DISTINCT o.id), array_agg(DISTINCT o.tenant) INTO joined, tenants
        FROM place_members m JOIN places o ON o.id = m.place_id
        WHERE m.person_id = asker AND m.account_id = ANY (own) AND 'public' > least(o.audience, m.audience);
        spaces := ARRAY(
            SELECT DISTINCT 'space:' || m.space FROM space_members m
            WHERE m.person_id = asker AND m.account_id = ANY (own));
        RETURN ROW(asker, p.id, p.audience,
            ARRAY(SELECT DISTINCT t FROM unnest(tenants || spaces || p.tenant) t), spaces,
            ARRAY(SELECT DISTINCT j FROM unnest(joined || p.id) j),
            ARRAY(SELECT 'place:' || j FROM unnest(joined) j) || spaces)::reader;
    END IF;
    RETURN NULL;
END $$;

-- The rule itself. Null (unknown reader, unknown origin) is not true: it fails closed.
CREATE FUNCTION may_use(said_in audience, tenant text, place bigint, sensitive boolean, r reader) RETURNS boolean
LANGUAGE sql IMMUTABLE
RETURN ((r).audience = 'direct' OR NOT sensitive) AND (
    (place = ANY ((r).places) AND ((r).audience = 'direct' OR said_in >= (r).audience))
    OR (said_in = 'public' AND tenant = ANY ((r).public_tenants)));
