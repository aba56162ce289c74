### What stands on many pages.

pieces = Qty { $count }
close = Close

no-store-title = There is no shop at this address
no-store-detail = Please check the address. The shop opens under its own name.

## Choosing device and language

see-on-pc = View the desktop site
see-on-mobile = View the mobile site
language-ko = 한국어
language-en = English
