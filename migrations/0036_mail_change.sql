-- A member may take another mail address: a key goes to it and is good for that address alone.

ALTER TABLE account_tokens DROP CONSTRAINT account_tokens_purpose_check;
ALTER TABLE account_tokens ADD CONSTRAINT account_tokens_purpose_check
    CHECK (purpose IN ('verify', 'reset', 'email'));
ALTER TABLE account_tokens ADD COLUMN email bytea;
COMMENT ON COLUMN account_tokens.email IS 'Keyed hash of the address that the key went to and makes the account''s; of keys of the purpose email alone';
