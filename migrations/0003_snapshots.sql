-- Folded states, so that loading does not grow with the stream. Only a cache: may be emptied.

CREATE TABLE snapshots (
    kind     text        NOT NULL,
    id       text        NOT NULL,
    shape    text        NOT NULL,
    sequence bigint      NOT NULL,
    state    json        NOT NULL,
    saved_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (kind, id, shape)
);
COMMENT ON COLUMN snapshots.shape IS 'Names the serialised form; old and new binaries keep a snapshot each';
