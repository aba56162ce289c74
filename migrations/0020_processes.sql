-- Processes: how far each has read the log, and what each still has to do.

CREATE TABLE process_checkpoints (
    process    text PRIMARY KEY,
    cursor     text NOT NULL,                         -- store::Cursor, `epoch:xid:position`
    moved_at   timestamptz NOT NULL DEFAULT clock_timestamp()
);
COMMENT ON TABLE process_checkpoints IS
    'The last event that each process has read. Moved in the transaction that writes its tasks.';

CREATE TABLE process_tasks (
    process    text NOT NULL,
    subject    text NOT NULL,                         -- a stream id: an order, a cart
    store      text NOT NULL,
    due_at     timestamptz NOT NULL,                  -- business time: compared with the shop's clock
    attempts   int NOT NULL DEFAULT 0,
    leased_until timestamptz,                         -- a worker is at it until then
    last_error text,                                  -- never personal data
    PRIMARY KEY (process, subject)
);
CREATE INDEX process_tasks_due ON process_tasks (process, due_at);
COMMENT ON TABLE process_tasks IS
    'What a process still has to do, once each is due. Doing it twice is harmless.';

CREATE TABLE process_parked (
    process    text NOT NULL,
    cursor     text NOT NULL,
    event_id   uuid NOT NULL,
    stream     text NOT NULL,
    error      text NOT NULL,
    parked_at  timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (process, event_id)
);
COMMENT ON TABLE process_parked IS
    'Events that a process could not read; everything else flows on.';
