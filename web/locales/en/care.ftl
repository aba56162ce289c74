### After buying: cancelling, sending back, receipts, questions, reviews.

## The order's page

order-actions = What you can do with this order
order-cancel = Cancel the order
order-return = Return or exchange
order-confirm = Confirm the purchase
order-confirm-sure = Did everything arrive well? The purchase will be confirmed.
order-confirm-hint = It confirms itself { $days } days after delivery.
order-was-confirmed = The purchase is confirmed. Thank you.
order-receipt = Receipt
order-ask = Ask about this order
order-claims = Cancellations, returns, exchanges
order-review = Reviews
order-review-write = Write a review
order-review-edit = Change your review
order-escrow = Purchase protection
order-escrow-used = Your deposit is held until the goods arrive.

claim-kind-cancel = Cancellation
claim-kind-return = Return
claim-kind-exchange = Exchange
claim-kind-grant = Refund
claim-requested = Requested
claim-requested-next = We will look at it and tell you soon. Please do not send anything yet.
claim-accepted = Accepted
claim-accepted-next = Please pack the goods and send them to { $company } ({ $address }).
claim-rejected = Not possible
claim-withdrawn = Withdrawn
claim-received = Goods arrived
claim-received-next = We are preparing the replacement.
claim-replaced = Replacement sent
claim-owed = Refund under way
claim-refunded = Refunded
claim-amount = Refund
claim-less = Your discount of { $amount } is taken off.
claim-carriage = Carriage you owe
claim-wanted = To be sent instead
claim-costs = The exchange costs
claim-costs-pay = Pay
claim-costs-paid = Paid
claim-costs-late = It was not paid, or not in time. Please ask us if you still want it.
claim-costs-back = What you paid comes back to you.
claim-costs-see = See that payment
claim-difference-later = The difference between the options is settled when we accept.
claim-less-back = Difference that comes back
claim-less-when = We send it back when the new goods leave.
claim-less-elsewhere = The difference comes back by the order that paid for the exchange.
claim-costs-next = We can send it once you have paid.
claim-told = What you wrote
claim-answer = The shop's answer
claim-withdraw = Withdraw the request
claim-withdraw-sure = Withdraw this request?
claim-was-asked = We have your request and will tell you soon.
claim-was-withdrawn = The request is withdrawn.

reason-shopper = At your request
reason-changed-mind = I changed my mind
reason-misordered = I chose the wrong thing
reason-defective = It is faulty
reason-damaged = It arrived damaged
reason-wrong-item = Something else arrived
reason-not-as-described = It is not as described
reason-other = On the shop's side
reason-edited = Change of the order
reason-area = Change of the delivery area
reason-no-exchange = No exchange
reason-with-first = Cancelled with the order that it was to be sent with
reason-exchange = Price difference of an exchange

rejected-used = It shows signs of use.
rejected-late = The time for asking has passed.
rejected-no-fault = We looked at it and found no fault.
rejected-made-to-order = It was made to order.
rejected-other = This request cannot be accepted.

## Choosing pieces

pieces-legend = Which, and how many
pieces-of = of { $most }
pieces-count = Number of { $name }
pieces-mixed = What came by exchange goes back first: { $pieces }
preview-head = What you get back
preview-gross = Goods before discounts
preview-discount = Your discount
preview-goods = Goods
preview-charges = Shipping
preview-before = Given back before for a cheaper option
preview-difference = The { $amount } that you paid for the dearer option come back separately.
preview-carriage = Carriage back
preview-amount = Refund
preview-button = Compute again
preview-gifts = The gift goes too: { $gifts }
preview-gifts-kept = The gift still comes with what remains.
preview-carriage-kept = Shipping is not refunded, because the rest is still to be sent.
preview-free-kept = What remains still ships free.
preview-changed = The pieces you chose or the refund have changed, so we worked it out again. Please check it and press again.
choose-pieces = Please choose how many.
back-to-order = Back to the order

## Cancelling

cancel-title = Cancel the order
cancel-lead = What has not been sent yet can be cancelled.
cancel-submit = Cancel and get { $amount } back
cancel-sure = Cancel what you chose? This cannot be undone.
cancel-done = Cancelled. If money is to go back, it goes as it says below.

## Where a deposit goes back to

refund-account-title = Refund account
refund-account-legend = The account that receives the money
refund-account-lead = A deposit cannot go back the way it came. Please name the account that should receive it.
refund-account-bank = Bank
refund-account-bank-choose = Choose a bank
refund-account-number = Account number
refund-account-holder = Account holder
refund-account-kept = Used for refunds only, and kept with the order's personal data.
refund-account-save = Name the account
refund-account-change = Change the account
refund-account-sent = The money was sent to { $account }.
refund-account-to = Refunds go to { $account }.
refund-account-missing = Please name a refund account
refund-account-missing-text = Money is waiting to go back to you, and we do not know where to send it. We send it as soon as you name an account.
refund-account-refused = Nothing could be sent to the account that you named. Please check bank, number and holder, and name it again.
refund-account-was-named = Thank you: we have your refund account.
wrong-account-bank = Please choose the bank.
wrong-account-number = Please check the account number: 8 to 16 digits.
wrong-account-holder = Please enter the account holder's name, 30 letters at most.

## Sending back

claim-title = Return or exchange
claim-lead = If you changed your mind, you may ask within { $days } days of delivery; if something is wrong with the goods, within three months.
claim-wish = What would you like?
wish-return = Return it and get my money back
wish-exchange = Exchange it for the same, or for another option
claim-reason = Reason
claim-text = Details
claim-text-hint = Telling us what is wrong helps us decide faster. Kept for three years.
claim-fee-hint = If you changed your mind or chose wrongly, you pay carriage of { $fee } (both ways for an exchange). If something is wrong with the goods, we do.
claim-until = Change of mind until { $time }
claim-late = Too late for a change of mind; only if something is wrong with it.
claim-exchange-note = We send the new one when yours has arrived.
claim-exchange-carriage = Carriage both ways: { $amount }
claim-option = Exchange it for
claim-option-same = The same
claim-exchange-dearer = Difference in price: { $amount }
claim-exchange-sum = To pay { $amount }
claim-exchange-cheaper = { $amount } goes back to you when we send the new one.
claim-exchange-pay = Once we accept it, you can pay on your order's page. Prices are those of that day.
claim-submit = Send the request
claim-choose-reason = Please choose a reason.

## The receipt

receipt-title = Receipt { $number }
receipt-head = Receipt
receipt-print = Print
receipt-buyer = For
receipt-seller = From
receipt-erased = (erased)
receipt-day = Ordered on
receipt-item = Item
receipt-pieces = Pieces
receipt-price = Price
receipt-goods = Goods before discounts
receipt-discount = Discount
receipt-sum = Amount
receipt-tax-free = VAT free
receipt-total = Total
receipt-supply = Without VAT
receipt-vat = VAT
receipt-free-sum = VAT-free amount
receipt-paid = Paid
receipt-unpaid = This order has not been paid yet.
receipt-left = Remains paid
receipt-note = This confirms the order; it is no tax invoice.

## Looking an order up

find-title = Find an order
find-lead = Enter the order number and the phone number of whoever ordered. The link in our letter opens it directly.
find-number = Order number
find-phone = Phone number of whoever ordered
find-submit = Find
find-none = There is no order with this number and this phone number. Please check both.
find-locked = Too many tries. Please try again after { $time }.
find-ask = If you do not know the number, ask us.

## Whether it is the orderer

orderer-title = Is this your order?
orderer-lead = To pay for this order, to change it or to see all of it, enter the phone number that was given with the order. You are asked once in this browser.
orderer-submit = Continue
orderer-wrong = This is not the phone number of whoever ordered. Please check it.
orderer-locked = Too many tries. Please try again after { $time }.
orderer-member = Did you order as a member?

## Questions

ask-title = Ask the shop
ask-lead = We usually answer within one working day.
ask-about-order = A question about order { $number }
ask-name = Name
ask-email = Email for the answer
ask-email-hint = Without it, the answer appears on the page only.
ask-phone = Phone
ask-topic = What is it about?
ask-subject = Subject
ask-text = Question
ask-agree = I agree that what I write is kept for three years to answer it
ask-consent = Keeping your question
ask-submit = Send the question
ask-name-wrong = Please enter a name of at most 30 letters.
ask-email-wrong = Please enter an email address such as name@example.com.
ask-title-wrong = Please enter a subject of one line, at most { $most } letters.
ask-text-wrong = Please enter your question in at most { $most } letters.
ask-agree-wrong = We can only answer if you agree that it is kept.
topic-product = Products
topic-order = Orders and payment
topic-delivery = Delivery
topic-claim = Cancellation, exchange, return
topic-member = Membership
topic-other = Something else
inquiry-title = Your question
inquiry-fresh = We have your question. Bookmark this page to read the answer here.
inquiry-fresh-mail = The answer is also sent to you by email.
inquiry-open = Waiting for an answer
inquiry-answered = Answered
inquiry-closed = Closed
inquiry-erased = (erased)
inquiry-of-order = Order { $number }
inquiry-you = You
inquiry-shop = The shop
inquiry-more = Ask on
inquiry-more-submit = Send

## Reviews

review-title = Write a review
review-stars = Rating
review-stars-5 = Excellent
review-stars-4 = Good
review-stars-3 = Fair
review-stars-2 = Lacking
review-stars-1 = Poor
review-star-count = { $stars } of 5 stars
review-text = What do you think?
review-text-hint = Your name is shortened to one letter. Please leave out phone numbers and addresses.
review-submit = Publish
review-save = Publish the change
review-withdraw = Delete the review
review-withdraw-sure = Delete the review? You cannot write another one.
review-hidden = Others cannot see this review. If you wonder why, ask us.
review-stars-wrong = Please choose a rating.
review-text-wrong = Please write at most { $most } letters.
review-was-written = Your review is published. Thank you.
review-was-withdrawn = Your review is deleted.
reviews-title = Reviews of { $product }
reviews-head = Reviews
reviews-none = No reviews yet. Whoever received it can write one from the order's page.
reviews-count = { $count }
reviews-of-five = { $average } of 5 stars
reviews-all = See all reviews
reviews-newest = Newest
reviews-highest = Highest rating
reviews-lowest = Lowest rating
reviews-photos = With pictures
reviews-edited = edited
reviews-erased = (erased)
reviews-answer = The shop's answer
back-to-product = Back to the product

## The order form

checkout-escrow = Use purchase protection (escrow)
checkout-escrow-hint = Your deposit is held until the goods arrive. You may choose it when paying in cash (E-Commerce Act, article 24).
checkout-find-postcode = Find the postcode
postcode-title = Find the postcode
postcode-help = If this window stays empty, close it and type postcode and address into the order form.

## What the shop refuses

refused-too-late = The time for asking has passed for this item.
refused-too-many = More than what is left was chosen. Please choose again.
refused-nothing = Nothing is left to do that with.
refused-claim-open = A return or exchange is under way. Please confirm when it is over.
refused-claim-closed = This request is over.
refused-reviewed = You have reviewed this item already.
refused-not-kept = Only what has arrived can be reviewed.
refused-review-gone = A deleted review cannot be written again.

## Photos

photo-legend = Photos (optional)
photo-choose = Choose photos
photo-number = Photo { $number }
photo-keep = Send it along
photo-hint = Up to { $most } photos (JPEG, PNG, WebP or GIF) of { $megabytes } MB each. Where they were taken is removed before they are kept.
photo-claim-seen = Photos of a return or exchange are seen by you and the shop alone.
photo-review-seen = Everybody sees the photos of a review. Please show no faces or addresses.
photo-empty = “{ $name }”: the file is empty. Please choose another photo.
photo-too-big = “{ $name }” has more than { $megabytes } MB. Please make it smaller and choose it again.
photo-strange = “{ $name }”: only JPEG, PNG, WebP and GIF photos can be sent.
photo-too-many-pixels = “{ $name }” has too many pixels. Please make it smaller and choose it again.
photo-damaged = “{ $name }” cannot be opened. Please choose another photo.
photo-full = “{ $name }”: { $most } photos a day can be sent for one order. Please send it tomorrow.
photo-too-many = Only { $most } photos go with one form; the others were left out.

## Changing an order

order-change = Change the order
change-title = Change your order
change-lead = Until it is sent you can change how many, and where it goes. What you add is paid separately, and everything changes once you have paid.
change-replace = It is not paid yet, so changing it makes a new order at today’s prices, and you pay for that one. Please do not pay for the order as it is now.
change-before = Sum before
change-after = To pay after the change
change-made-room = This order goes on as the new one. Please do not pay for this one.
change-replaced-by = Changed into order { $number }
change-replaces = The order before the change: { $number }
change-unpaid = Only the address of this order can be changed.
change-others = Add other options
change-head = What changes
change-remote = Surcharge for remote areas
change-back = You get back
change-pay = You pay
change-submit = Change it
change-submit-pay = Change it and pay { $amount }
cancel-along = The added order { $number } is cancelled too; its { $amount } goes back apart.
cancel-along-unpaid = The added order { $number }, not paid yet, is cancelled too.
cancel-along-kept = { $amount } that were left of the cancelled order { $number } come back, too.
cancel-kept = The remote-area surcharge of { $amount } carries your first order and stays. It comes back when that order goes elsewhere or is cancelled.
change-done = Your order is changed.
change-waiting = A further payment is needed. Until you have paid, the order stays as it is.
change-late-sent = The goods were on their way before all that you asked for could be done. Once they are there, you can ask for a return or an exchange.
change-late-changed = The order had changed before all that you asked for could be done. Until it is sent you can change it again.
change-late-paid = Your payment arrived before the change, so the order stayed as it was. Until it is sent you can change it again.
change-to-pay = Pay for what you added ({ $number })
change-added = Added order { $number }
change-will-replace = Once this is paid it replaces all of your first order, and what you paid for that one comes back. If you do not pay, the first order is sent as it is.
change-beside = Sent with order { $number }
change-first = First order { $number }
refused-edit-open = A change waits for its payment. Please pay, or cancel what was added, and then change again.
refused-nothing-left = Nothing would be left. To take everything out, please cancel the order.
refused-nothing-to-edit = Nothing was changed.
refused-sent-already = Something was sent already. Please ask for a return or an exchange when it has arrived.
refused-not-paid = That cannot be changed before you have paid. Please cancel the order and order again.
