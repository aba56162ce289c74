-- How members prove that they are who they say: passwords, keys sent by mail, and failed tries.
-- No personal data: a mail address, and where a try came from, are keyed hashes (the vault's).

CREATE TABLE accounts (
    member      uuid PRIMARY KEY,                  -- also the name of the member's stream
    realm       text NOT NULL,                     -- whose members: empty for those of all stores, or a store
    email       bytea NOT NULL,                    -- keyed hash of the mail address
    password    text NOT NULL,                     -- Argon2id, in PHC form
    generation  int NOT NULL DEFAULT 1,            -- sessions of an older one have ended
    reserved_at timestamptz NOT NULL,              -- by the shop's clock
    joined      boolean NOT NULL DEFAULT false,    -- the ledger knows the member
    UNIQUE (realm, email)
);
COMMENT ON TABLE accounts IS 'Who may log in; the row is taken before the member joins, so that an address has one member';

CREATE TABLE account_tokens (
    digest     bytea PRIMARY KEY,                  -- SHA-256 of what the letter says
    member     uuid NOT NULL REFERENCES accounts ON DELETE CASCADE,
    purpose    text NOT NULL CHECK (purpose IN ('verify', 'reset')),
    expires_at timestamptz NOT NULL,
    used_at    timestamptz
);
CREATE INDEX account_tokens_member ON account_tokens (member, purpose);
CREATE INDEX account_tokens_expired ON account_tokens (expires_at);
COMMENT ON TABLE account_tokens IS 'Keys that were sent by mail: each good once, until it expires';

CREATE TABLE login_attempts (
    kind         text NOT NULL CHECK (kind IN ('account', 'origin')),
    key          bytea NOT NULL,                   -- keyed hash of the mail address, known or not; of the network address
    failures     int NOT NULL,                     -- tries since then that have not succeeded
    since        timestamptz NOT NULL,
    locked_until timestamptz,
    PRIMARY KEY (kind, key)
);
CREATE INDEX login_attempts_old ON login_attempts (since);
COMMENT ON TABLE login_attempts IS 'Counted before a password is looked at, so that many tries at once are many tries';
