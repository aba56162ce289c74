### Notices, events, pages.

notices = Notices
events = Events
board-which = What to read
pinned = Pinned
no-notices = There is nothing to tell yet.
no-events = No event is running at the moment.
event-before = Coming
event-running = Running
event-over = Over
back-to-list = Back to the list
in-another-language = This text is only available in Korean.
about-shop = About us
product-detail = Details
