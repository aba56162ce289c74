### The cart.

cart-title = Cart
cart-lines = In your cart
cart-quantity = quantity
cart-change = Update
cart-remove = Remove
cart-more = Keep shopping
cart-amounts = Summary
cart-free-missing = Add { $amount } more for free shipping
cart-free-reached = You get free shipping
cart-order = Check out · { $amount }
cart-no-joining = No account needed to order
cart-empty-head = Your cart is empty
cart-empty-detail = What you put in stays here, even after you close this browser.
cart-empty-go = Start shopping
cart-waiting = Order { $number } waits for its payment
cart-busy = Your last order is still being processed. Please reload in a moment.
cart-added = Added to your cart.
cart-added-short = We have fewer than you added. Please check below.
cart-advice-busy = You can check out once your last order is through.
cart-advice-again = Reload the page to check out.
cart-advice-mend = Please fix the marked items to check out.
cart-gone-name = No longer on sale
cart-price-changed = Was { $before } when added, now { $now }
cart-gone = No longer on sale. Please remove it.
cart-sold-out = Sold out. Please remove it.
cart-few = Only { $count } left. Please lower the quantity.

gift = Gift
sum-goods = Items
sum-discount = Discount
sum-shipping = Shipping
sum-free = Free
sum-remote = Remote-area surcharge
sum-difference = Exchange price difference
sum-total = Total
sum-vat = Includes { $vat } VAT
sum-vat-mixed = Includes { $vat } VAT · tax-free { $free }

cart-log-in = Log in
cart-merges = and these go into your own cart; pieces of the same product are added up.
cart-empty-member = to see what you put in as a member.
cart-order-go = Check out

head-goods = Item
head-sum = Sum
pay-sum = To pay
