-- What the vault holds of members who sleep (휴면): the keys lie apart, where whoever reads the
-- vault's other tables does not reach them. Without its key an entry opens for nobody.

CREATE TABLE vault_apart (
    key_id   uuid PRIMARY KEY REFERENCES vault_keys ON DELETE CASCADE,
    wrapped  bytea NOT NULL,
    since    timestamptz NOT NULL DEFAULT clock_timestamp()
);
COMMENT ON TABLE vault_apart IS 'Wrapped data keys of dormant members, taken out of vault_keys (there they are empty) until they come back';
