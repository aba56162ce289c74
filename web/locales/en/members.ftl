### Members: the doors, the account, and what is said there.

## Doors

my-account = My account
member-join = Join
member-join-lead = Keep your orders and addresses in one place, and enjoy your grade's benefits.
member-join-do = Join
member-join-have = A member already?
member-log-in = Log in
member-log-out = Log out
member-log-in-do = Log in
member-find-order = Find an order without logging in
member-no-account = Not a member yet?
member-forgot = Forgotten your password?
member-email = Mail address
member-password = Password
member-password-new = New password
member-password-old = Present password
member-password-hint = 8 letters or more. A long, easy sentence is fine.
member-name = Name
member-phone = Mobile number
member-optional = optional
member-required = required
member-agree = I agree to the terms
member-agree-privacy = I agree to the collection and use of my data
member-terms = Terms
member-privacy = Privacy notice
member-consent-mail = News and offers by mail
member-consent-sms = News and offers by text message
member-consent-night = Text messages between 9 pm and 8 am, too
member-letter-sent = A letter is on its way
member-letter-verify = Open the address in the letter and enter your password to finish. If you are a member already, the letter says so.
member-letter-reset = If you are a member, the letter holds an address where you set a new password.
member-letter-none = If nothing comes, look into your spam folder, and ask again after a minute.
member-letter-again = Send the letter again
member-unverified = Your mail address is not confirmed yet. Please open the address in the letter that we sent.
member-verify = Confirm your mail address
member-verify-lead = Enter the password that you chose when joining. You will be logged in at once.
member-verify-do = Confirm and log in
member-key-bad = This address is not good any more: it was used, or its time is over.
member-forgot-lead = Enter the mail address that you joined with. We send you an address to set a new password at.
member-again-lead = Enter the mail address that you joined with. We send the letter again.
member-send = Send me a letter
member-reset = Set a new password
member-reset-lead = With a new password you are logged out on all other devices.
member-reset-do = Set this password
member-wake = Your account is asleep
member-wake-lead = You have been away for long, and your data is kept apart. Wake the account to use it as before.
member-wake-do = Wake my account

## Account

account-profile = Profile
account-addresses = Addresses
account-consents = Consents
account-orders = Orders
account-leave = Withdraw
account-since = Member since { $day }
account-grade = Grade
account-won = Bought within 12 months
account-saves = { $percent } % off all goods
account-saves-none = No discount
account-next = { $won } won to go until { $grade }
account-top = This is the highest grade
account-when = Grades are set on the first of each month.
account-last = Last orders
account-all = See all
account-no-orders = No orders yet.
account-nothing-found = No such orders.
account-save = Save
account-saved = Saved.
account-password = Change password
account-password-changed = The password is changed. You are logged out on all other devices.
account-devices = Devices
account-devices-lead = If a device is lost or shared, log out everywhere. You log in again on this one, too.
account-devices-out = Log out on all devices
account-out-everywhere = You are logged out on all devices.
account-welcome = You are a member now. Welcome.
account-welcome-coupons = { $count ->
    [one] A coupon is there for you to take.
   *[other] { $count } coupons are there for you to take.
 }
account-awake = Your account is awake again. Welcome back.
account-email = Mail address
account-email-new = New mail address
account-email-hint = It changes when you confirm it by the letter that goes there. Until then, log in with the present one.
account-email-change = Change mail address
account-email-pending = { $email } is still to be confirmed.
account-email-sent = A letter went to the new address. Open the address in it to confirm.
account-email-confirm = The address at which you got the letter becomes yours. Log in with it from now on.
account-email-confirm-do = Use this address
account-email-changed = Your mail address is changed.
account-place-new = New address
account-place-edit = Correct the address
account-place-first = Default
account-place-make-first = Make default
account-place-change = Correct
account-place-remove = Remove
account-place-none = No addresses yet.
account-place-full = A book holds 20 addresses. Remove one first.
account-place-label = Label
account-place-name = Recipient
account-place-phone = Recipient's phone
account-place-postcode = Postcode
account-place-address = Address
account-place-detail = Building, door
account-place-memo = Note to the carrier
account-consent-lead = You hear of your orders in any case. You may change this at any time.
account-consent-since = Agreed since { $day }
account-consent-not = Not agreed
account-consent-give = Agree
account-consent-take = Take back
account-consent-sms-needs = Save your mobile number first.
account-consent-night-needs = Agree to text messages first.
account-consent-history = What you said
account-consent-given = agreed (text { $text })
account-consent-taken = taken back
account-consent-saved = Noted on { $day }.
account-orders-state = State
account-orders-period = Period
account-orders-search = Product name
account-orders-find = Find
account-orders-total = { $count ->
    [one] 1 order
   *[other] { $count } orders
 }
account-orders-more = and { $count } more
account-orders-refunded = { $won } won refunded
account-all-states = All states
account-all-time = All time
account-days = Last { $days } days
account-leave-lead = Your name, mail address and addresses are erased at once and for good. Records of orders and payments are kept for five years, as the law wants.
account-leave-sure = I have read this and want to withdraw
account-leave-do = Withdraw
account-left = You are no member any more. Thank you for having been one.

## States of orders

state-pending_deposit = Awaiting payment
state-paid = Paid
state-preparing = Being packed
state-partly_shipped = Partly shipped
state-shipped = On its way
state-delivered = Delivered
state-returning = Return under way
state-exchanging = Exchange under way
state-confirmed = Confirmed
state-cancelled = Cancelled
state-expired = Expired
state-refunded = Refunded

## What is wrong

wrong-name = Write a name of at most 30 letters.
wrong-agree = Please agree to the terms.
wrong-agree-data = Please agree to the collection and use of your data.
wrong-sms-phone = Write your mobile number to get text messages.
wrong-sure = Please confirm that you have read this.
refused-login = The mail address or the password is wrong. Please check both.
refused-address-taken = This mail address belongs to another member.
refused-too-soon = A letter went out a moment ago. Please try again after a minute.
refused-password = The password is wrong. Please check it.
refused-locked = Too many tries. Please try again after { $time }.
refused-codes = Too many coupon codes that do not exist were tried from this connection. Please try again after { $time }.
refused-questions = Too many questions were asked from this connection. Please try again after { $time }.
refused-letters = Too many letters were asked for from this connection. Please try again after { $time }.
refused-password-short = A password has at least { $least } letters.
refused-password-long = A password has at most { $most } letters.
refused-guessable = This password is too easy to guess. Make it longer, with more words.
refused-dormant = The account is asleep. Log in again to wake it.
refused-member = That cannot be done now. Please open the page again.

## Carts that become one

merged = What you had put into the cart before you logged in is in your own cart now (pieces of the same product are added up).
merged-coupon = The coupon you had chosen ({ $name }) came along.
merged-coupon-left = The coupon you had chosen ({ $name }) did not come along. { $why }
merged-coupon-own = Your own cart uses a coupon already, so the other one ({ $name }) did not come along.
merged-left = Your cart is full: { $count } pieces were left out.
merged-waits = Your last order is still being processed. Whatever is not ordered goes into your own cart in a moment.

## At the order form

places-head = Saved addresses
places-use = Use this one
places-save = Keep this address
checkout-member = Members order with their saved addresses.

## Inquiries and reviews

account-inquiries = My questions
account-reviews = My reviews
account-ask = Ask the shop
account-no-inquiries = No questions yet.
account-no-reviews = No reviews yet. What you received can be reviewed on its order’s page.
account-all-inquiries = See all questions
account-all-reviews = See all reviews
account-answered-at = answered { $day }
account-review-photos = { $count ->
    [one] 1 photo
   *[other] { $count } photos
}
account-review-answered = the shop has answered
account-review-hidden = not shown to others
account-review-change = Change or take back
