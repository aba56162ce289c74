### An order's page.

order-title = Order { $number }
order-number = Order number
order-keep = Bookmark this page: with its address you can see your order at any time, no account needed.
order-way = Progress of the order
order-account = Please pay into
order-copy = Copy number
order-holder = Account holder
order-amount = Amount
order-amount-hint = Exactly this amount, please
order-deadline = Pay by
order-until = { $time }
order-parcels = Parcels
order-sent-at = Sent { $time }
order-delivered = Delivered
order-track = Track parcel
order-new-window = (new window)
order-lines = Items
order-receiver = Delivery
order-by = Ordered by
order-to = Recipient
order-address = Address
order-memo = Note
order-erased = (erased) The personal details of this order are gone.
order-known = Thank you. Please press the button again.
order-masked = Personal details are hidden.
order-unmask = Show all
order-amounts = Summary
order-refunded = Refunded
order-cancel-unpaid = Cancel this order
order-cancel-sure = Cancel the order? This cannot be undone.
order-was-cancelled = Your order is cancelled.

step-waiting = Awaiting payment
step-paid = Paid
step-preparing = Preparing
step-shipped = On its way
step-delivered = Delivered

fate-cancelled = Cancelled
fate-returned = Returned
fate-some-cancelled = { $count } of { $ordered } cancelled
fate-some-returned = { $count } of { $ordered } returned

left-over = The deadline has passed
left-minutes = { $minutes } min left
left-hours = { $hours } h { $minutes } min left
left-days = { $days } d { $hours } h left

stray-besides = Another { $came } came in. We will check and send it back.
stray-account = { $came } came in, but account or amount differ. We will check and send it back. Please pay { $due } in one go.
stray-amount = { $came } came in, which is not the amount due. We will check and send it back. Please pay { $due } in one go.

## Where the order stands: the stamp, a headline, what comes next

state-waiting-stamp = Awaiting payment
state-waiting-head = Your order is in our books
state-waiting-next = We start as soon as your payment arrives at the account below.
state-account-stamp = Awaiting payment
state-account-head = We are getting your account
state-account-next = The account to pay into will be here shortly. Please reload in a moment.
state-paid-stamp = Paid
state-paid-head = Your payment has arrived
state-paid-next = We are getting your items ready.
state-preparing-stamp = Preparing
state-preparing-head = We are packing your items
state-preparing-next = They leave as soon as they are packed.
state-partly-stamp = Partly shipped
state-partly-head = The first items are on their way
state-partly-next = The rest follows as soon as it is ready.
state-shipped-stamp = On its way
state-shipped-head = Your items are on their way
state-shipped-next = Carrier and tracking number are below.
state-delivered-stamp = Delivered
state-delivered-head = Your items have arrived
state-delivered-next = Thank you for shopping with us.
state-confirmed-stamp = Confirmed
state-confirmed-head = Thank you
state-confirmed-next = We hope to see you again soon.
state-cancelled-stamp = Cancelled
state-cancelled-head = This order is cancelled
state-cancelled-never = You have not paid, so there is nothing left to do.
state-cancelled-owed = We are sending your money back.
state-cancelled-back = All your money has been sent back.
state-expired-stamp = Expired
state-expired-head = The time to pay has passed
state-expired-next = Please do not pay into this account. Order again if you still want the items.
state-expired-left = You did not pay, so the order was cancelled. Order again if you still want the items.
state-refunded-stamp = Refunded
state-refunded-head = This order was refunded in full
state-refunded-next = Thank you for shopping with us.

## A provider's window

pay-title = On to the payment window
pay-going = Taking you to { $provider }
pay-going-hint = If the payment window does not open, use the button below.
pay-open = Open the payment window
pay-not-open = The payment window could not be opened. Please try again in a moment.
pay-needs-script = This payment window opens only in a browser that runs scripts. To pay another way, please cancel this order and order again.
pay-closed = You closed the payment window
pay-back-to-order = Back to the order
pay-with = Pay with { $provider }
pay-deadline = Pay by
pay-unsure = We are finding out whether the payment went through. Please open this page again in a moment.
pay-amount = Amount to pay
pay-cancel = Cancel this order
pay-step = Awaiting payment
pay-deposit = Bank deposit
means-card = Card
means-transfer = Bank transfer
means-account = Virtual account
provider-inicis = KG Inicis
provider-tosspay = Toss Pay
provider-tosspayments = Toss Payments
provider-kakaopay = Kakao Pay
provider-portone = PortOne
state-window-stamp = Awaiting payment
state-window-head = Your order awaits its payment
state-window-next = Open the payment window below. The order lapses when the time is up.
state-unsure-stamp = Checking payment
state-unsure-head = We are finding out whether you have paid
state-unsure-next = The payment provider has not answered yet. You need not pay again.
window-closed = You closed the payment window. Your order stands; you can pay again.
window-failed = The payment did not go through. Please try again; to pay in another way, cancel this order and order anew.
window-unsure = We are finding out whether the payment went through. Please do not pay again; open this page again in a moment.
window-late = The order had ended already: the money you paid goes back.
