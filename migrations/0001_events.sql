-- The log: every fact of the shop, once. A superset of postgres-es's `events`, so that the
-- stock PostgresEventRepository reads and writes it unchanged.

-- Which cluster the log lives in. A dump restored into another cluster brings transaction
-- numbers from far ahead of that cluster's own; a new epoch puts them all into the past.
CREATE TABLE es_cluster (
    one               boolean PRIMARY KEY DEFAULT true CHECK (one),
    system_identifier bigint  NOT NULL,
    epoch             int     NOT NULL
);
COMMENT ON TABLE es_cluster IS 'The cluster the log lives in; epoch grows when it moves to another';
INSERT INTO es_cluster (system_identifier, epoch)
SELECT system_identifier, 1 FROM pg_control_system();

-- The body is parsed here and now, so it works under any search_path.
CREATE FUNCTION es_epoch() RETURNS int LANGUAGE sql STABLE PARALLEL SAFE
RETURN (SELECT epoch FROM es_cluster);

CREATE TABLE events (
    aggregate_type text        NOT NULL,
    aggregate_id   text        NOT NULL,
    sequence       bigint      NOT NULL CHECK (sequence > 0),
    event_type     text        NOT NULL,
    event_version  text        NOT NULL,
    payload        json        NOT NULL,
    metadata       json        NOT NULL,
    position       bigint      GENERATED ALWAYS AS IDENTITY,
    xid            xid8        NOT NULL DEFAULT pg_current_xact_id(),
    epoch          int         NOT NULL DEFAULT es_epoch(),
    event_id       uuid        NOT NULL DEFAULT gen_random_uuid(),
    recorded_at    timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (aggregate_type, aggregate_id, sequence)
);
CREATE INDEX events_cursor ON events (epoch, xid, position);

COMMENT ON TABLE  events IS 'Facts, append-only; readers follow (epoch, xid, position) behind the oldest open transaction';
COMMENT ON COLUMN events.sequence IS 'Place in the stream, from 1, without gaps';
COMMENT ON COLUMN events.payload IS 'json keeps the text it was given and reads back 4.5 times as fast as jsonb';
COMMENT ON COLUMN events.metadata IS 'Flat object of strings: store, actor, channel, occurred_at, cause, correlation';
COMMENT ON COLUMN events.position IS 'Handed out before the commit: orders events of one transaction, says nothing of visibility';
COMMENT ON COLUMN events.event_id IS 'Tells the writer, after a lost connection, whether its own event is here';
