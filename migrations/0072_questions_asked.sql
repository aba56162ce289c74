-- Questions to the shop need no account: they are counted by where they are asked.

ALTER TABLE login_attempts DROP CONSTRAINT login_attempts_kind_check;
ALTER TABLE login_attempts ADD CONSTRAINT login_attempts_kind_check
    CHECK (kind IN ('account', 'origin', 'letter', 'code', 'question'));
COMMENT ON COLUMN login_attempts.kind IS 'account: tries on a mail address; origin: tries from a network address; letter: letters asked for from one; code: coupon codes typed there that are none; question: questions to the shop asked there';
