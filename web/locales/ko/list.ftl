### The list of products and its cards.

list-window = 오늘의 상
list-today = 오늘의 장보기
list-open = 장부 펼치기
list-all = 전체 상품
list-found = ‘{ $words }’ 검색 결과
everything = 전체
list-total = 개
list-order = 늘어놓는 차례
list-choose = 분류 고르기
list-none-found = 장부에 없는 이름입니다
list-none-found-detail = ‘{ $words }’에 맞는 상품을 찾지 못했습니다. 더 짧은 낱말로 찾아보세요.
list-none = 아직 빈 장입니다
list-none-detail = 여기에는 아직 상품이 없습니다.
list-show-all = 전체 상품 보기

sort-new = 신상품순
sort-popular = 인기순
sort-cheap = 낮은 가격순
sort-dear = 높은 가격순
sort-name = 이름순

## A card

card-add = { $name } 담기
card-add-hint = 장바구니에 담기
sold-out = 품절
price-before = 원래 값
price-from = 부터

badge-new = 신상품
badge-best = 많이 찾는
badge-sale = 할인
badge-soldout = 품절
badge-taxfree = 면세
badge-season = 제철
badge-gift = 선물하기 좋은

## Pages of a list

pager = 쪽 넘기기
pager-previous = 이전
pager-next = 다음
pager-page = 쪽

## Narrowing a list

filter = 필터
filter-price = 가격
filter-min = 가장 낮은 가격
filter-max = 가장 높은 가격
filter-min-hint = 얼마부터
filter-max-hint = 얼마까지
filter-which = 어떤 상품
filter-in-stock = 품절 빼고
filter-reduced = 할인 상품
filter-apply = 적용
filter-clear = 모두 지우기
filter-remove = { " " }빼기
filter-from = { $from }부터
filter-to = { $to }까지
filter-between = { $from }~{ $to }
sort-match = 잘 맞는 순
list-initials = ‘{ $words }’를 첫소리로 읽어 찾았습니다.
list-none-fits = 조건에 맞는 상품이 없습니다
list-none-fits-detail = 조건을 줄이면 더 많은 상품을 볼 수 있습니다.
help-meant = 이것을 찾으셨나요?
help-of = ‘{ $words }’ 상품
help-popular = 요즘 많이 찾는 상품
