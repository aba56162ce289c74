### The order form.

checkout-title = 주문서
checkout-mend = 아래를 고쳐 주세요. 적으신 것은 그대로 있습니다.
checkout-orderer = 주문하는 분
checkout-name = 이름
checkout-phone = 휴대전화
checkout-email = 이메일
checkout-optional = 선택
checkout-required = 필수
checkout-email-hint = 입금 계좌와 입금·배송 소식을 이메일로 보내 드립니다. 적지 않으시면 문자로만 알려 드립니다.
checkout-receiver = 받는 곳
checkout-same = 주문하는 분이 받습니다
checkout-recipient-name = 받는 분 이름
checkout-recipient-phone = 받는 분 휴대전화
checkout-postcode = 우편번호
checkout-ask-shipping = 배송비 확인
checkout-postcode-hint = 다섯 자리. 제주와 도서산간은 배송비가 더해집니다.
checkout-address = 주소
checkout-address-example = 도로명 주소
checkout-detail = 상세 주소
checkout-detail-example = 동·호수
checkout-memo = 배송 메모
checkout-memo-own = 직접 쓴 메모
checkout-ways = 결제 수단
checkout-more-ways = 다른 결제 수단 { $count }가지
checkout-ways-then = 결제하실 금액과 내용을 확인하고 눌러 주세요
checkout-payment = 입금
checkout-payment-hint = 고르신 은행의 가상계좌를 드립니다. { $days }일 안에 입금하지 않으면 주문은 저절로 취소됩니다.
checkout-bank = 입금 은행
checkout-depositor = 입금자명
checkout-depositor-hint = 비워 두면 주문하는 분의 이름으로 적습니다.
checkout-consents = 동의
checkout-agree-order = 주문할 상품과 금액을 확인했고 구매에 동의합니다
checkout-agree-privacy = 개인정보 수집과 이용에 동의합니다
checkout-consent-order = 주문 동의
checkout-consent-privacy = 개인정보 동의
checkout-terms = 무엇을 왜 받는지 보기
checkout-terms-what = 받는 것
checkout-terms-why = 쓰는 곳
checkout-terms-long = 두는 동안
checkout-terms-orderer = 주문하는 분의 이름, 휴대전화, 이메일
checkout-terms-orderer-why = 주문·입금·배송 소식 알림, 문의 답변
checkout-terms-receiver = 받는 분의 이름, 휴대전화, 주소, 메모
checkout-terms-receiver-why = 배송
checkout-terms-years = 5년 (전자상거래법)
checkout-terms-note = 동의하지 않으실 수 있지만, 그러면 주문을 받을 수 없습니다. 배송을 위해 택배사에 받는 분의 이름, 전화, 주소를, 소식을 보내려고 편지와 문자를 대신 보내는 곳에 주문하는 분의 이메일과 휴대전화를 알립니다.
checkout-summary = 주문할 상품과 금액
checkout-goods = 주문할 상품
checkout-change = 바꾸기
checkout-change-cart = 장바구니에서 바꾸기
checkout-lines = 주문할 상품 { $count }가지 보기
checkout-hidden-order = 주문
checkout-order = { $amount } 주문하기
checkout-then = 누르면 입금하실 계좌가 나옵니다
checkout-no-shipping = 이 우편번호로는 배송비가 없습니다.
checkout-shipping-is = 이 우편번호의 배송비는 { $amount }입니다.

memo-none = 선택하지 않음
memo-door = 문 앞에 놓아 주세요
memo-guard = 경비실에 맡겨 주세요
memo-call = 배송 전에 연락 주세요
memo-box = 택배함에 넣어 주세요
memo-other = 직접 쓰기

## What is wrong with a field

wrong-orderer-name = 주문하는 분의 이름을 적어 주세요. 30자까지 됩니다.
wrong-recipient-name = 받는 분의 이름을 적어 주세요. 30자까지 됩니다.
wrong-phone = 휴대전화 번호를 010-1234-5678처럼 적어 주세요.
wrong-email = 이메일 주소를 name@example.com처럼 적어 주세요.
wrong-postcode = 우편번호 다섯 자리를 적어 주세요.
wrong-address = 도로명 주소를 적어 주세요. 예: 서울특별시 마포구 월드컵로 1
wrong-bank = 입금할 은행을 골라 주세요.
wrong-pay = 결제 수단을 골라 주세요.
wrong-agree-order = 주문 내용을 확인하고 동의해 주세요.
wrong-agree-privacy = 개인정보 수집과 이용에 동의해 주세요.
wrong-too-long = { $most }자까지 적을 수 있습니다.

## Cash receipts

cash-receipt = 현금영수증
cash-receipt-none = 신청 안 함
cash-receipt-deduction = 개인 소득공제
cash-receipt-expense = 사업자 지출증빙
cash-receipt-unasked = 자진발급
cash-receipt-number = 휴대전화 번호 또는 사업자등록번호
cash-receipt-hint = 신청하실 때만 적어 주세요. 입금이 확인되면 발급하고, 돌려드리는 금액만큼 취소합니다.
cash-receipt-waits = 입금이 확인되면 발급합니다.
cash-receipt-asked = 발급하고 있습니다.
cash-receipt-issued = { $amount } · 승인번호 { $approval }
cash-receipt-cancelled = 모두 취소했습니다.
cash-receipt-refused = 아직 발급하지 못해 확인하고 있습니다.
wrong-cash-receipt-deduction = 현금영수증을 받으실 휴대전화 번호를 010-1234-5678처럼 적어 주세요.
wrong-cash-receipt-expense = 사업자등록번호 열 자리를 다시 확인해 주세요.
