### Around every page: head, drawer, foot.

frame-skip = Skip to content
frame-home = { $shop } home
frame-free-shipping = Free shipping on orders of { $amount } or more
frame-search = Search products
frame-search-hint = What are you looking for?
frame-search-go = Search
frame-mine = Your links
frame-guide = Help
frame-cart = Cart
frame-in-cart = { " " }in the cart
frame-categories = Categories
frame-menu = Menu

## The bar at the foot of a telephone

tab-bar = Shortcuts
tab-home = Home
tab-categories = Browse
tab-search = Search
tab-cart = Cart
tab-mine = Account

## The foot

frame-service = Customer care
frame-papers = Help
frame-papers-all = Help and policies
frame-guide-long = Ordering, shipping and returns
frame-terms = Terms of use
frame-privacy = Privacy policy
frame-company = Company details
fact-company = Company
fact-representative = Representative
fact-address = Address
fact-business-number = Business registration
fact-mail-order-number = Mail-order licence
fact-privacy-officer = Privacy officer
fact-purchase-safety = Purchase protection
fact-hosting = Hosting
