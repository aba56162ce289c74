### Letters to members.

member-joined-about = To a member who has just joined.
member-joined-subject = [{ $store }] Welcome
member-joined-preview = Thank you for joining us
member-joined-stamp = Membership
member-joined-head = Welcome to { $store }
member-joined-lead = Thank you for joining. You now find your orders and addresses in one place.
member-joined-open = Have a look around
member-joined-note = You joined on { $time }. If that was not you, please tell us.
benefits-member = What members enjoy

verify-email-about = To an address that a member has entered or changed.
verify-email-subject = [{ $store }] Please confirm your mail address
verify-email-preview = Enter your password once and you are done
verify-email-stamp = Mail address
verify-email-head = Please confirm your mail address
verify-email-lead = Press the button below and enter the password that you chose, to confirm this address.
verify-email-by-text = Open the address below and enter the password that you chose, to confirm this mail address.
verify-email-open = Confirm this address
verify-email-note = If you did not ask for this, you may delete this mail.
key-until = It works once, until { $time }.
key-by-hand = If the button does not open, paste this address into your browser.

reset-password-about = To a member who has forgotten the password.
reset-password-subject = [{ $store }] Set a new password
reset-password-preview = If you did not ask for this, there is nothing to do
reset-password-stamp = Password
reset-password-head = Set a new password
reset-password-lead = On { $time } we were asked to set a new password for your account.
reset-password-by-text = Set your new password at the address below.
reset-password-open = Set a new password
reset-password-note = If you did not ask for this, there is nothing to do: your password stays as it is. Please do not show this address to anybody.

change-email-about = To the new address when a member changes the mail address.
change-email-subject = [{ $store }] Please confirm your new mail address
change-email-preview = One press and this address counts
change-email-stamp = Mail address
change-email-head = Please confirm your new mail address
change-email-lead = On { $time } we were asked to make this your mail address. Once you confirm, you log in with it, and we write to it.
change-email-by-text = Open the address below and confirm.
change-email-open = Use this address
change-email-note = If you did not ask for this, you may delete this mail: nothing changes.

email-leaving-about = To the present address when a member changes the mail address.
email-leaving-subject = [{ $store }] Another mail address was asked for
email-leaving-preview = If that was not you, please change your password
email-leaving-stamp = Mail address
email-leaving-head = Another mail address was asked for
email-leaving-lead = On { $time } we were asked to change the mail address of your account. It changes when the new address is confirmed.
email-leaving-open = See your profile
email-leaving-note = If that was not you, somebody knows your password: change it at once, and tell us.

already-member-about = To a member whose mail address somebody tries to join with again.
already-member-subject = [{ $store }] You are a member already
already-member-preview = Just log in to the account that you have
already-member-stamp = Membership
already-member-head = You are a member already
already-member-lead = On { $time } somebody asked to join with this mail address. It has an account: please log in. If you have forgotten the password you can set a new one from there.
already-member-open = Log in
already-member-note = If that was not you, there is nothing to do: your account stays as it is.

inquiry-answered-about = To whoever asked, when staff have answered.
inquiry-answered-subject = [{ $store }] An answer to your question: { $title }
inquiry-answered-stamp = Answered
inquiry-answered-head = Here is our answer
inquiry-answered-lead = Thank you for your patience. This is our answer to your question.
inquiry-answered-at = Answered { $time }
inquiry-asked-at = Asked { $time }
inquiry-answered-open = View your question

grade-changed-about = To a member whose grade changes.
grade-changed-up-subject = [{ $store }] You are now { $to }
grade-changed-down-subject = [{ $store }] Your grade changes to { $to }
grade-changed-preview = { $from } → { $to } · from { $day }
grade-changed-stamp = Member grade
grade-changed-up-head = You are now { $to }
grade-changed-up-lead = Thank you for coming back so often. You enjoy your new grade from { $day }.
grade-changed-down-head = Your grade changes to { $to }
grade-changed-down-lead = Following your purchases of the last period, your grade changes on { $day }. We look forward to welcoming you back to more.
grade-changed-open = View my grade
grade-from = So far
grade-to = New grade
benefits-grade = What { $grade } brings

dormancy-notice-about = To a member whose account falls asleep in 30 days.
dormancy-notice-subject = [{ $store }] Your account becomes dormant on { $day }
dormancy-notice-preview = Log in once before then and everything stays as it is
dormancy-notice-stamp = Dormant soon
dormancy-notice-head = Your account becomes dormant on { $day }
dormancy-notice-lead = You have not logged in for a long time. To protect your data we will make your account dormant. Log in once before then and everything stays as it is.
dormancy-last-seen = Last login
dormancy-on = Dormant on
dormancy-items = Kept apart
dormancy-notice-open = Log in and keep my account
dormancy-notice-note = Once dormant, the data above are kept safely apart from those of other members. Log in at any time to wake your account up.
