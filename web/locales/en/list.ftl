### The list of products and its cards.

list-window = Picked for today
list-today = Today’s picks
list-open = Shop everything
list-all = All products
list-found = Results for “{ $words }”
everything = All
list-total = { " " }products
list-order = Sort by
list-choose = Choose a category
list-none-found = We could not find that
list-none-found-detail = Nothing matches “{ $words }”. Try a shorter word.
list-none = Nothing here yet
list-none-detail = There are no products here yet.
list-show-all = See all products

sort-new = Newest
sort-popular = Popular
sort-cheap = Price: low to high
sort-dear = Price: high to low
sort-name = Name

## A card

card-add = Add { $name } to cart
card-add-hint = Add to cart
sold-out = Sold out
price-before = Was
price-from = from

badge-new = New
badge-best = Bestseller
badge-sale = Sale
badge-soldout = Sold out
badge-taxfree = VAT-free
badge-season = In season
badge-gift = Great gift

## Pages of a list

pager = Pages
pager-previous = Previous
pager-next = Next
pager-page = { " " }page

## Narrowing a list

filter = Filter
filter-price = Price
filter-min = Lowest price
filter-max = Highest price
filter-min-hint = From
filter-max-hint = To
filter-which = Which products
filter-in-stock = In stock
filter-reduced = On sale
filter-apply = Apply
filter-clear = Clear all
filter-remove = { " " }remove
filter-from = From { $from }
filter-to = Up to { $to }
filter-between = { $from }–{ $to }
sort-match = Best match
list-initials = We read “{ $words }” as the first letters of syllables.
list-none-fits = No product fits
list-none-fits-detail = Remove a filter or two to see more products.
help-meant = Did you mean
help-of = Products for “{ $words }”
help-popular = Popular right now
