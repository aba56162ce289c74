### What a rule refuses: what is wrong, and what to do.

refused-quantity = Please choose a quantity from 1 to 999.
refused-check-quantity = Please check the quantity.
refused-not-on-sale = This is not on sale at the moment. Please choose something else.
refused-sold-out = Something in your order has just sold out. Please remove it and order again.
refused-short = We have only { $count } of one of your items. Please lower the quantity.
refused-price-changed = The goods or the amount have changed. Please check them and press the button again.
refused-postcode = Please give the five-digit postcode.
refused-bank = The bank did not give us an account. Please choose another one.
refused-window = The payment window could not be opened. Please try again in a moment; if it does not help, ask us.
refused-passing = We are still checking. Please press the button on the same page again in a moment; nothing is done twice.
refused-otherwise = We cannot do that. Please contact us.
refused-cart-full = Your cart is full. Please order or remove something first.
refused-not-in-cart = That is not in your cart.
refused-cart-empty = Your cart has become empty meanwhile. Please add your items again.
refused-cart-changed = Your cart has changed meanwhile. Please check it and press the button again.
refused-under-way = Your last order is still being processed. Please try again in a moment.
refused-attempt-ended = This order form has been used already. Please check it and press the button again.
refused-already-paid = This order is already paid. Please contact us to cancel it.
refused-closed = This order is already closed.
refused-no-order = There is no such order.
refused-order-otherwise = That cannot be done with this order now. Please contact us.
refused-choose = Please choose an option and a quantity of at least 1.
refused-not-made-so = That combination is not available. Please choose another one.
refused-option-sold-out = That option is sold out. Please choose another one.
refused-refund-under-way = A refund is on its way to the account that you named before. Please look again in a moment.
refused-no-account-needed = This order needs no refund account.
