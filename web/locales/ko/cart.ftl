### The cart.

cart-title = 장바구니
cart-lines = 담은 상품
cart-quantity = 수량
cart-change = 바꾸기
cart-remove = 빼기
cart-more = 더 담기
cart-amounts = 금액
cart-free-missing = { $amount } 더 담으면 무료배송
cart-free-reached = 무료배송입니다
cart-order = { $amount } 주문하기
cart-no-joining = 회원 가입 없이도 주문하실 수 있습니다
cart-empty-head = 장바구니가 비어 있습니다
cart-empty-detail = 담아 두신 것은 이 브라우저를 닫아도 그대로 남습니다.
cart-empty-go = 장보러 가기
cart-waiting = 결제를 기다리는 주문 { $number }
cart-busy = 앞서 보낸 주문을 처리하고 있습니다. 잠시 뒤 새로 열어 주세요.
cart-added = 장바구니에 담았습니다.
cart-added-short = 담으신 만큼 남아 있지 않습니다. 아래에서 확인해 주세요.
cart-advice-busy = 앞서 보낸 주문이 끝나면 주문할 수 있습니다.
cart-advice-again = 화면을 새로 여시면 주문할 수 있습니다.
cart-advice-mend = 안내가 붙은 상품을 고치시면 주문할 수 있습니다.
cart-gone-name = 지금은 팔지 않는 상품
cart-price-changed = 담으실 때 { $before } → 지금 { $now }
cart-gone = 더는 팔지 않습니다. 빼 주세요.
cart-sold-out = 품절되었습니다. 빼 주세요.
cart-few = { $count }개 남았습니다. 수량을 줄여 주세요.

gift = 사은품
sum-goods = 상품 금액
sum-discount = 할인
sum-shipping = 배송비
sum-free = 무료
sum-remote = 도서산간 추가
sum-difference = 교환 차액
sum-total = 합계
sum-vat = 부가세 { $vat } 포함
sum-vat-mixed = 부가세 { $vat } 포함 · 면세 { $free }

cart-log-in = 로그인하시면
cart-merges = 지금 담은 것이 회원 장바구니에 더해집니다. 같은 상품은 수량을 합칩니다.
cart-empty-member = 전에 회원으로 담으신 것이 여기로 옵니다.
cart-order-go = 주문하기

head-goods = 상품
head-sum = 금액
pay-sum = 결제 금액
