-- Who is logged in. The table is the one that tower-sessions-sqlx-store reads and writes; an id in it is
-- the hash of the one in the browser's cookie.

CREATE TABLE sessions (
    id          text PRIMARY KEY NOT NULL,
    data        bytea NOT NULL,
    expiry_date timestamptz NOT NULL
);
CREATE INDEX sessions_expired ON sessions (expiry_date);
COMMENT ON TABLE sessions IS 'Sessions of members (MessagePack): a member''s id and the generation of the account, nothing of who it is';
