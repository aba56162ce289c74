### Letters to staff.

daily-sales-about = To all staff, shortly after midnight: the day's sales.
daily-sales-subject = Sales of { $day }: { $net }, { $orders } orders
daily-sales-preview = Orders and sales of { $day }, and the last 14 days
daily-sales-stamp = Daily sales
daily-sales-head = Sales of { $day }
daily-sales-lead = What the ledger holds for one Korean day.
daily-sales-total = All stores
daily-sales-open = Open the staff pages
daily-sales-note = Net sales are gross sales without refunds; a refund counts on the day it was paid. What the shop learns later is added later, so the figures of a day may still change.
figure-net = Net sales
figure-orders = Orders
figure-units = Units
figure-gross = Gross
figure-refunds = Refunds
days-head = Net sales of the last 14 days
days-alt = Bar chart of the net sales of the last 14 days
orders = { $count } orders
channels-head = By channel
channel-pc = PC
channel-mobile = Mobile
channel-desk = Entered by staff
products-head = Best sellers
