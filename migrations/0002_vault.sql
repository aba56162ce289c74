-- Personal data, sealed. A key row opens the entries of one subject and one retention class;
-- deleting it is what erasing means, and takes entries and look-ups with it.

CREATE TABLE vault_keys (
    key_id     uuid        PRIMARY KEY,
    subject    text        NOT NULL,
    class      text        NOT NULL,
    wrapped    bytea       NOT NULL,
    created_at timestamptz NOT NULL DEFAULT clock_timestamp()
);
CREATE INDEX vault_keys_subject ON vault_keys (subject, class);
COMMENT ON TABLE vault_keys IS 'Data keys, wrapped by the master key, which is not in the database';

CREATE TABLE vault_entries (
    id         uuid        PRIMARY KEY,
    key_id     uuid        NOT NULL REFERENCES vault_keys ON DELETE CASCADE,
    sealed     bytea       NOT NULL,
    created_at timestamptz NOT NULL DEFAULT clock_timestamp()
);
CREATE INDEX vault_entries_key ON vault_entries (key_id);
COMMENT ON TABLE vault_entries IS 'Ciphertexts (XChaCha20-Poly1305); events refer to them by id';

CREATE TABLE vault_lookups (
    kind   text  NOT NULL,
    digest bytea NOT NULL,
    key_id uuid  NOT NULL REFERENCES vault_keys ON DELETE CASCADE,
    PRIMARY KEY (kind, digest, key_id)
);
CREATE INDEX vault_lookups_key ON vault_lookups (key_id);
COMMENT ON TABLE vault_lookups IS 'Keyed hashes of e-mail addresses and phones: finds a subject without storing either';
