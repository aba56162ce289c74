### Pages that only say something.

message-ask = Please quote this number when you contact us:
message-to-shop = Browse the shop
message-to-cart = View cart
message-refused = That is not possible
message-foreign = We cannot accept this request
message-foreign-detail = It came from another site, or the page was open for too long. Please open the page again and retry.
message-nowhere = We could not find that page
message-nowhere-detail = The address may have changed, or the product may no longer be on sale. Please check the address.
message-method = This address does not work that way
message-method-detail = Please use the buttons on the page.
message-large = That was too large
message-large-detail = Please make it shorter and send it again.
message-unreadable = We could not read what you sent
message-unreadable-detail = Please go back, check what you entered and send it again.
message-late = This is taking longer than it should
message-late-detail = If you were placing an order, press the button again on the same page. Your order will not be placed twice.
message-often = Please wait a moment
message-often-detail = There were too many requests in a short time. Please try again in about a minute.
message-busy = The shop is very busy
message-busy-detail = We cannot open the books right now. Your cart and your orders are safe. Please come back in a moment.
message-fault = Something went wrong on our side
message-fault-detail = We have been told about it. Your cart and your orders are safe; please try again in a moment.
message-order-to-come = Your order is in
message-order-to-come-detail = It is written in our ledger. Its page is being prepared and opens by itself in a few seconds.
message-no-order = We could not find this order
message-no-order-detail = An order’s address must match to the letter. Please use the exact address you were shown after ordering.
