### Words of all letters.

hello = Hello { $name },
hello-nobody = Hello,
ask = Questions? We are glad to help: { $contact }

why-order = You receive this mail because you placed an order with us.
why-member = You receive this notice about your membership whether or not you agreed to advertising.
why-security = You receive this mail because somebody gave us this address.
why-inquiry = You receive this mail because you asked us a question.
why-staff = This mail goes to all staff every night, shortly after midnight.

pieces = Qty { $count }
gift = Gift
order-number = Order number
open-order = View your order
until = by { $time }

lines-head = Your order
amount-goods = Goods
amount-discount = Discount
amount-shipping = Shipping
amount-surcharge = Remote area surcharge
amount-difference = Exchange price difference
amount-free = Free
amount-total = Total

recipient-head = Delivery address
recipient-name = Recipient
recipient-address = Address
recipient-memo = Note
