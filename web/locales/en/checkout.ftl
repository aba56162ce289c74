### The order form.

checkout-title = Checkout
checkout-mend = Please check the fields below. Everything you typed is still here.
checkout-orderer = Your details
checkout-name = Name
checkout-phone = Mobile
checkout-email = E-mail
checkout-optional = optional
checkout-required = required
checkout-email-hint = We send the account to pay into and news of payment and delivery here. Without it we send text messages only.
checkout-receiver = Deliver to
checkout-same = Deliver to me
checkout-recipient-name = Recipient’s name
checkout-recipient-phone = Recipient’s mobile
checkout-postcode = Postcode
checkout-ask-shipping = Check shipping
checkout-postcode-hint = Five digits. Jeju and remote islands cost extra.
checkout-address = Address
checkout-address-example = Street address
checkout-detail = Apartment, floor
checkout-detail-example = Apt, unit, floor
checkout-memo = Delivery note
checkout-memo-own = Your own note
checkout-ways = How to pay
checkout-more-ways = More ways to pay ({ $count })
checkout-ways-then = Check the amount before you go on
checkout-payment = Payment
checkout-payment-hint = You get a virtual account at the bank you choose. Orders not paid within { $days } days are cancelled.
checkout-bank = Bank
checkout-depositor = Sender’s name
checkout-depositor-hint = Left empty, we expect your own name.
checkout-consents = Your agreement
checkout-agree-order = I have checked the items and the amount and want to buy them
checkout-agree-privacy = I agree that my details are collected and used
checkout-consent-order = Agreement to the order
checkout-consent-privacy = Agreement on personal data
checkout-terms = What we collect, and why
checkout-terms-what = What
checkout-terms-why = What for
checkout-terms-long = Kept for
checkout-terms-orderer = Your name, mobile and e-mail
checkout-terms-orderer-why = News of order, payment and delivery; answers to you
checkout-terms-receiver = The recipient’s name, mobile, address and note
checkout-terms-receiver-why = Delivery
checkout-terms-cash = Who deposits (only if you say)
checkout-terms-cash-why = Matching the deposit
checkout-terms-receipt = The number for a cash receipt (only if you give it)
checkout-terms-receipt-why = Issuing the receipt
checkout-terms-years = 5 years (E-Commerce Act)
checkout-terms-note = You may refuse, but then we cannot take the order. The carrier is told the recipient’s name, phone and address; those who send our letters and messages are told your e-mail and mobile. The payment provider that you choose is told your name, mobile and e-mail, for payment and refunds.
checkout-summary = Your order
checkout-goods = Your order
checkout-change = Change
checkout-change-cart = Change in the cart
checkout-lines = { $count ->
    [one] Show the item
   *[other] Show all { $count } items
}
checkout-hidden-order = Order
checkout-order = Place order · { $amount }
checkout-then = Next you see the account to pay into
checkout-no-shipping = Shipping to this postcode is free.
checkout-shipping-is = Shipping to this postcode is { $amount }.

memo-none = None
memo-door = Leave at the door
memo-guard = Leave with the guard
memo-call = Call before delivery
memo-box = Put in the parcel locker
memo-other = Write my own

## What is wrong with a field

wrong-orderer-name = Please give your name, at most 30 characters.
wrong-recipient-name = Please give the recipient’s name, at most 30 characters.
wrong-phone = Please write a phone number like 010-1234-5678.
wrong-email = Please write an address like name@example.com.
wrong-postcode = Please give the five-digit postcode.
wrong-address = Please give a street address, for example 1 World Cup-ro, Mapo-gu, Seoul.
wrong-bank = Please choose a bank.
wrong-pay = Please choose how to pay.
wrong-agree-order = Please check the order and agree.
wrong-agree-privacy = Please agree that your details are collected and used.
wrong-too-long = At most { $most } characters.

## Cash receipts

cash-receipt = Cash receipt
cash-receipt-none = None
cash-receipt-deduction = Income deduction
cash-receipt-expense = Business expense
cash-receipt-unasked = Issued without being asked for
cash-receipt-number = Mobile or business registration number
cash-receipt-hint = Only if you want one. It is issued when the money has arrived, and reduced by what is refunded.
cash-receipt-waits = It is issued when the money has arrived.
cash-receipt-asked = It is being issued.
cash-receipt-issued = { $amount } · approval no. { $approval }
cash-receipt-cancelled = Taken back in full.
cash-receipt-refused = Not issued yet: we are looking into it.
wrong-cash-receipt-deduction = Please enter a mobile number for the cash receipt, such as 010-1234-5678.
wrong-cash-receipt-expense = Please check the ten digits of the business registration number.
