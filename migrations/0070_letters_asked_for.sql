-- Letters that anybody may ask for (joining, a new password) are counted like tries to log in: by where
-- they are asked for, whoever they go to.

ALTER TABLE login_attempts DROP CONSTRAINT login_attempts_kind_check;
ALTER TABLE login_attempts ADD CONSTRAINT login_attempts_kind_check
    CHECK (kind IN ('account', 'origin', 'letter'));
COMMENT ON COLUMN login_attempts.kind IS 'account: tries on a mail address; origin: tries from a network address; letter: letters asked for from one';
