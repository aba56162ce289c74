-- The schedule: how far each entry has been followed, so that each tick runs once.

CREATE TABLE schedule_ticks (
    name      text PRIMARY KEY,                    -- the entry in workers::schedule
    last_tick timestamptz NOT NULL,                -- the last tick that was turned into a job, or let pass
    moved_at  timestamptz NOT NULL DEFAULT clock_timestamp()
);
COMMENT ON TABLE schedule_ticks IS 'The last tick of each entry; moved in the transaction that inserts its job';
