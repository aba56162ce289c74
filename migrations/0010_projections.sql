-- Where each projection stands, what it could not fold, and the two schemas that others read.

-- Pages read views here; they point at the tables of the generation in service.
CREATE SCHEMA read;
COMMENT ON SCHEMA read IS 'Views on the read models in service; a rebuild swaps them';

-- A generation is one set of tables of one projection, in a schema of its own. Its checkpoint
-- moves in the transaction that folds the events, so both are always of one moment.
CREATE TABLE projection_generations (
    name       text        NOT NULL,
    generation int         NOT NULL,
    version    int         NOT NULL,
    state      text        NOT NULL CHECK (state IN ('filling', 'live', 'retired')),
    epoch      bigint      NOT NULL DEFAULT 0,
    xid        bigint      NOT NULL DEFAULT 0,
    position   bigint      NOT NULL DEFAULT 0,
    revision   int         NOT NULL DEFAULT 0,
    halted     text,
    created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    moved_at   timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (name, generation)
) WITH (fillfactor = 50);
CREATE UNIQUE INDEX projection_generations_live ON projection_generations (name) WHERE state = 'live';
COMMENT ON TABLE  projection_generations IS 'Sets of read-model tables and how far each has folded the log';
COMMENT ON COLUMN projection_generations.version IS 'Of the code that folds into it';
COMMENT ON COLUMN projection_generations.epoch IS 'epoch, xid, position: the last event folded';
COMMENT ON COLUMN projection_generations.revision IS 'Grows when somebody other than the runner changed the tables; the runner then reads itself in again';
COMMENT ON COLUMN projection_generations.halted IS 'Why it stopped; nothing is skipped';

-- Events that could not be folded, and those behind them in their streams.
CREATE TABLE projection_parked (
    name       text        NOT NULL,
    generation int         NOT NULL,
    kind       text        NOT NULL,
    stream     text        NOT NULL,
    sequence   bigint      NOT NULL,
    epoch      bigint      NOT NULL,
    xid        bigint      NOT NULL,
    position   bigint      NOT NULL,
    event_id   uuid        NOT NULL,
    event_type text        NOT NULL,
    error      text,
    parked_at  timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (name, generation, kind, stream, sequence)
);
COMMENT ON TABLE  projection_parked IS 'Events left out of a read model until somebody retries them';
COMMENT ON COLUMN projection_parked.error IS 'Why; null when it only waits behind an earlier event of its stream';

-- Who folds. Only a hint that keeps a second runner quiet: the checkpoint is the fence.
CREATE TABLE projection_leases (
    name   text        PRIMARY KEY,
    runner uuid        NOT NULL,
    until  timestamptz NOT NULL
) WITH (fillfactor = 50);
COMMENT ON TABLE projection_leases IS 'Which runner folds a projection; another takes over when the time is up';

-- Analysts' own room: stable, commented views without personal data.
CREATE SCHEMA analytics;
COMMENT ON SCHEMA analytics IS 'For analysts: documented views, no personal data; amounts in won, days in Korea';

DO $$
BEGIN
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'jangbu_analyst') THEN
        CREATE ROLE jangbu_analyst NOLOGIN;
    END IF;
EXCEPTION
    -- Another database of the cluster may be created at the same time.
    WHEN insufficient_privilege OR duplicate_object OR unique_violation THEN
        RAISE NOTICE 'the role jangbu_analyst was not created: %', SQLERRM;
END $$;

DO $$
BEGIN
    GRANT USAGE ON SCHEMA analytics TO jangbu_analyst;
    ALTER DEFAULT PRIVILEGES IN SCHEMA analytics GRANT SELECT ON TABLES TO jangbu_analyst;
EXCEPTION WHEN insufficient_privilege OR undefined_object OR internal_error THEN
    RAISE NOTICE 'jangbu_analyst was given no rights: %', SQLERRM;
END $$;

-- Search by parts of words. Without the extension it works too, only slower.
DO $$
BEGIN
    CREATE EXTENSION IF NOT EXISTS pg_trgm;
EXCEPTION WHEN OTHERS THEN
    RAISE NOTICE 'no trigram index for the search: %', SQLERRM;
END $$;
