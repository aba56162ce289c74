-- Coupon codes that nobody gave out are counted like tries to log in: by where they are typed.

ALTER TABLE login_attempts DROP CONSTRAINT login_attempts_kind_check;
ALTER TABLE login_attempts ADD CONSTRAINT login_attempts_kind_check
    CHECK (kind IN ('account', 'origin', 'letter', 'code'));
COMMENT ON COLUMN login_attempts.kind IS 'account: tries on a mail address; origin: tries from a network address; letter: letters asked for from one; code: coupon codes typed there that are none';
