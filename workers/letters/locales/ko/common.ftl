### 모든 편지에 쓰는 말. 이름과 숫자 뒤에는 조사를 붙이지 않는다. 금액은 ‘원’으로 끝나므로 ‘을’, ‘이’를 붙여도 된다.

hello = { $name }님, 안녕하세요.
hello-nobody = 고객님, 안녕하세요.
ask = 궁금한 점은 언제든 물어봐 주세요. { $contact }

why-order = 주문이 어떻게 되어 가는지 알려 드리는 메일입니다.
why-member = 회원 정보에 관한 안내라서 광고 수신 동의와 관계없이 보내 드립니다.
why-security = 이 메일 주소로 요청이 들어와 보내 드립니다.
why-inquiry = 남겨 주신 문의에 답하는 메일입니다.
why-staff = 매일 자정이 지나면 모든 직원에게 보내는 메일입니다.

pieces = { $count }개
gift = 사은품
order-number = 주문 번호
open-order = 주문 내역 보기
until = { $time }까지

lines-head = 주문하신 상품
amount-goods = 상품 금액
amount-discount = 할인
amount-shipping = 배송비
amount-surcharge = 도서산간 추가 배송비
amount-difference = 교환 차액
amount-free = 무료
amount-total = 결제 금액

recipient-head = 받으실 곳
recipient-name = 받는 분
recipient-address = 주소
recipient-memo = 배송 메모
