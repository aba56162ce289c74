-- What leaves the shop: letters and messages, who must not get any, who agreed to advertising,
-- and bulk sends. No personal data: an address is a keyed hash (the vault's), a person a reference.

CREATE TABLE deliveries (
    key         text PRIMARY KEY,                  -- the idempotency key that goes to the provider
    medium      text NOT NULL,                     -- email, sms, lms, alimtalk
    template    text NOT NULL,                     -- the letter's or message's name
    store       text NOT NULL,
    subject     text,                              -- the stream it is about: an order, a member
    address     bytea,                             -- keyed hash
    state       text NOT NULL,
    reason      text,                              -- why it is in that state: a code, never an address
    attempts    int NOT NULL DEFAULT 1,
    doubts      int NOT NULL DEFAULT 0,            -- attempts whose answers were lost
    provider    text,                              -- who took it
    provider_id text,                              -- the provider's own id of it
    began_at    timestamptz NOT NULL DEFAULT clock_timestamp(),
    tried_at    timestamptz,                       -- the last time it was handed over, by the shop's clock
    taken_at    timestamptz,                       -- the provider took it
    asked_at    timestamptz,                       -- the provider was last asked what became of it
    settled_at  timestamptz,                       -- the last word on it
    CONSTRAINT deliveries_state CHECK (state IN
        ('sending', 'waiting', 'sent', 'delivered', 'failed', 'skipped', 'bounced', 'complained'))
);
CREATE INDEX deliveries_provider ON deliveries (provider, provider_id) WHERE provider_id IS NOT NULL;
CREATE INDEX deliveries_subject ON deliveries (subject) WHERE subject IS NOT NULL;
CREATE INDEX deliveries_open ON deliveries (provider, (coalesce(asked_at, taken_at))) WHERE state = 'sent';
CREATE INDEX deliveries_recent ON deliveries (began_at);
CREATE INDEX deliveries_unsettled ON deliveries (medium, began_at) WHERE state IN ('sending', 'waiting');
COMMENT ON TABLE deliveries IS
    'One row per letter or message: written before it is handed over, so that nothing is sent twice unknowingly';
COMMENT ON COLUMN deliveries.state IS
    'sending: handed over, answer not known; waiting: surely not sent, tried again; sent: the provider took it; '
    'delivered: it arrived; failed: it never will; skipped: it was not to be sent; bounced, complained: mail only';

CREATE TABLE suppressions (
    medium   text NOT NULL,
    address  bytea NOT NULL,                       -- keyed hash
    reason   text NOT NULL,                        -- bounce, complaint, staff
    cause    text,                                 -- the provider's id of the notification
    since    timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (medium, address)
);
CREATE INDEX suppressions_latest ON suppressions (medium, since DESC);
COMMENT ON TABLE suppressions IS 'Addresses that get nothing any more, whatever it is';

CREATE TABLE post_notices (
    provider    text NOT NULL,
    id          text NOT NULL,                     -- the provider's own: of the bounce, of the complaint
    recorded_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (provider, id)
);
COMMENT ON TABLE post_notices IS
    'Bounces and complaints that were acted upon: one that comes again, however late, puts no address back on the list';

CREATE TABLE post_senders (
    what  text PRIMARY KEY,                        -- mail, texts
    way   text NOT NULL,                           -- the sender's name: local, smtp, ses, solapi, sens
    since timestamptz NOT NULL DEFAULT clock_timestamp()
);
COMMENT ON TABLE post_senders IS
    'By what way letters and messages leave: a worker that would keep them on its machine does not start beside others';

CREATE TABLE consents (
    id       bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    medium   text NOT NULL,                        -- email, sms (also lms and alimtalk)
    address  bytea NOT NULL,                       -- keyed hash
    said     text NOT NULL CHECK (said IN ('given', 'reconfirmed', 'night_given', 'night_withdrawn', 'withdrawn')),
    at       timestamptz NOT NULL,                 -- when the person said so
    source   text NOT NULL,                        -- where: a form, a list, an opt-out call
    recorded_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    UNIQUE (medium, address, said, at)
);
COMMENT ON TABLE consents IS 'Who agreed to advertising and who took it back: append-only, the latest word counts';

CREATE FUNCTION consents_are_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'consents are only added to: a new word is a new row';
END $$;
CREATE TRIGGER consents_are_kept BEFORE UPDATE OR DELETE OR TRUNCATE ON consents
    FOR EACH STATEMENT EXECUTE FUNCTION consents_are_kept();

CREATE TABLE bulk_sends (
    id          uuid PRIMARY KEY,
    store       text NOT NULL,
    template    text NOT NULL,                     -- the message's name, or `words`
    advertising boolean NOT NULL,
    content     json NOT NULL,                     -- words and values common to all; never personal data
    state       text NOT NULL CHECK (state IN ('preparing', 'running', 'cancelled', 'done')),
    created_by  text NOT NULL,
    created_at  timestamptz NOT NULL,
    ended_at    timestamptz
);
COMMENT ON TABLE bulk_sends IS 'One message to many: its recipients lie in the vault, a batch an entry';
COMMENT ON COLUMN bulk_sends.state IS
    'preparing: recipients go into the vault, nothing leaves; running: its batches are jobs; cancelled, done: ended, '
    'its recipients are erased';

CREATE TABLE bulk_batches (
    send        uuid NOT NULL REFERENCES bulk_sends ON DELETE CASCADE,
    number      int  NOT NULL,                     -- from 0
    recipients  json NOT NULL,                     -- the vault's reference
    size        int  NOT NULL,
    state       text NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'sending', 'done', 'cancelled')),
    resumes_at  timestamptz,                       -- advertising at night waits for the morning
    PRIMARY KEY (send, number)
);
COMMENT ON TABLE bulk_batches IS 'A job each. What became of its messages stands in deliveries, subject bulk:ID';
