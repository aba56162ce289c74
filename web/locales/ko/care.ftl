### After buying: cancelling, sending back, receipts, questions, reviews.

## The order's page

order-actions = 이 주문으로 할 수 있는 일
order-cancel = 주문 취소하기
order-return = 반품·교환 신청
order-confirm = 구매 확정
order-confirm-sure = 상품을 잘 받으셨나요? 구매를 확정합니다.
order-confirm-hint = 배송이 끝나고 { $days }일이 지나면 저절로 확정됩니다.
order-was-confirmed = 구매를 확정했습니다. 고맙습니다.
order-receipt = 거래명세서
order-ask = 이 주문에 대해 문의하기
order-claims = 취소·반품·교환
order-review = 상품평
order-review-write = 상품평 쓰기
order-review-edit = 상품평 고치기
order-escrow = 구매안전서비스
order-escrow-used = 입금하신 돈을 상품을 받으실 때까지 맡아 두는 주문입니다.

claim-kind-cancel = 취소
claim-kind-return = 반품
claim-kind-exchange = 교환
claim-kind-grant = 환불
claim-requested = 신청함
claim-requested-next = 곧 확인하고 알려 드립니다. 아직 보내지 마세요.
claim-accepted = 접수됨
claim-accepted-next = 상품을 다시 담아 { $company } ({ $address })로 보내 주세요.
claim-rejected = 받을 수 없음
claim-withdrawn = 신청 철회함
claim-received = 상품 도착
claim-received-next = 바꿔 드릴 상품을 준비하고 있습니다.
claim-replaced = 교환 상품 보냄
claim-owed = 환불 진행
claim-refunded = 환불 완료
claim-amount = 환불 금액
claim-less = 받으신 할인 { $amount }을 빼고 계산했습니다.
claim-carriage = 내실 왕복 배송비
claim-wanted = 바꿔 받으실 것
claim-costs = 교환 비용
claim-costs-pay = 결제하기
claim-costs-paid = 결제하셨습니다
claim-costs-late = 결제하지 않고 끝났거나 기한이 지났습니다. 아직 원하시면 문의해 주세요.
claim-costs-back = 결제하신 금액은 돌려드립니다.
claim-costs-see = 결제하신 주문 보기
claim-difference-later = 옵션 차액은 접수할 때 정해집니다.
claim-less-back = 돌려드릴 차액
claim-less-when = 새 상품을 보낼 때 돌려드립니다.
claim-less-elsewhere = 차액은 교환 비용을 내신 주문에서 돌려드립니다.
claim-costs-next = 결제하셔야 새 상품을 보낼 수 있습니다.
claim-told = 적어 주신 내용
claim-answer = 가게의 답
claim-withdraw = 신청 철회
claim-withdraw-sure = 신청을 거둘까요?
claim-was-asked = 신청을 받았습니다. 확인하고 알려 드립니다.
claim-was-withdrawn = 신청을 철회했습니다.

reason-shopper = 구매자 요청
reason-changed-mind = 마음이 바뀌었어요
reason-misordered = 잘못 골랐어요
reason-defective = 상품이 불량이에요
reason-damaged = 파손되어 왔어요
reason-wrong-item = 다른 상품이 왔어요
reason-not-as-described = 설명과 달라요
reason-other = 가게 사정
reason-edited = 주문 변경
reason-area = 배송 지역 변경
reason-no-exchange = 교환하지 않음
reason-with-first = 함께 보내는 주문과 취소
reason-exchange = 교환 차액

rejected-used = 사용한 흔적이 있습니다.
rejected-late = 신청할 수 있는 기간이 지났습니다.
rejected-no-fault = 확인해 보니 이상이 없습니다.
rejected-made-to-order = 주문을 받고 만든 상품입니다.
rejected-other = 받을 수 없는 신청입니다.

## Choosing pieces

pieces-legend = 어떤 것을 몇 개
pieces-of = / { $most }개
pieces-count = { $name } 수량
pieces-mixed = 교환으로 받으신 것부터 돌아옵니다: { $pieces }
preview-head = 돌려받는 금액
preview-gross = 할인 전 상품 금액
preview-discount = 받으신 할인
preview-goods = 상품
preview-charges = 배송비
preview-before = 옵션 차액으로 먼저 돌려드린 금액
preview-difference = 교환하시면서 내신 옵션 차액 { $amount }도 따로 돌려드립니다.
preview-carriage = 돌려보내는 배송비
preview-amount = 환불 금액
preview-button = 금액 다시 계산
preview-gifts = 사은품도 함께 취소됩니다: { $gifts }
preview-gifts-kept = 남은 상품과 함께 사은품도 보내 드립니다.
preview-carriage-kept = 남은 상품을 보내야 하므로 배송비는 돌려드리지 않습니다.
preview-free-kept = 남은 상품도 배송비 없이 보내 드립니다.
preview-changed = 고르신 수량이나 돌려받는 금액이 바뀌어 다시 계산했습니다. 확인하고 다시 눌러 주세요.
choose-pieces = 수량을 골라 주세요.
back-to-order = 주문으로 돌아가기

## Cancelling

cancel-title = 주문 취소
cancel-lead = 아직 보내지 않은 상품을 취소할 수 있습니다.
cancel-submit = 취소하고 { $amount } 돌려받기
cancel-sure = 고르신 상품을 취소할까요? 되돌릴 수 없습니다.
cancel-done = 취소했습니다. 돌려드릴 금액이 있으면 아래에 적힌 대로 돌아갑니다.

## Where a deposit goes back to

refund-account-title = 환불 계좌
refund-account-legend = 돈을 받으실 계좌
refund-account-lead = 입금하신 돈은 입금하신 계좌로 바로 돌아가지 못합니다. 받으실 계좌를 적어 주세요.
refund-account-bank = 은행
refund-account-bank-choose = 은행 고르기
refund-account-number = 계좌 번호
refund-account-holder = 예금주
refund-account-kept = 환불에만 쓰고, 주문하신 분의 정보와 함께 보관합니다.
refund-account-save = 환불 계좌 알리기
refund-account-change = 계좌 바꾸기
refund-account-sent = 돌려드린 돈은 { $account } 계좌로 보냈습니다.
refund-account-to = 돌려드릴 돈은 { $account } 계좌로 보냅니다.
refund-account-missing = 환불 계좌를 알려 주세요
refund-account-missing-text = 돌려드릴 돈이 있는데 보낼 계좌를 모릅니다. 알려 주시면 바로 보내 드립니다.
refund-account-refused = 적어 주신 계좌로는 보낼 수 없었습니다. 은행, 계좌 번호, 예금주를 확인하고 다시 알려 주세요.
refund-account-was-named = 환불 계좌를 받았습니다.
wrong-account-bank = 은행을 골라 주세요.
wrong-account-number = 계좌 번호를 확인해 주세요. 8자리에서 16자리입니다.
wrong-account-holder = 예금주 이름을 적어 주세요. 30자까지 됩니다.

## Sending back

claim-title = 반품·교환 신청
claim-lead = 마음이 바뀌셨다면 받으신 날부터 { $days }일 안에, 상품에 문제가 있다면 3개월 안에 신청하실 수 있습니다.
claim-wish = 무엇을 원하세요?
wish-return = 반품하고 돈을 돌려받을게요
wish-exchange = 같은 상품이나 다른 옵션으로 바꿀게요
claim-reason = 사유
claim-text = 자세한 내용
claim-text-hint = 어디가 어떤지 적어 주시면 빨리 확인할 수 있습니다. 3년 동안 보관합니다.
claim-fee-hint = 마음이 바뀌었거나 잘못 고르셨다면 배송비 { $fee }(교환은 왕복)을 내셔야 합니다. 상품에 문제가 있으면 저희가 냅니다.
claim-until = 변심 반품은 { $time }까지
claim-late = 변심 반품 기간이 지났습니다. 상품에 문제가 있을 때만 됩니다.
claim-exchange-note = 돌아온 상품을 확인하고 새 상품을 보냅니다.
claim-exchange-carriage = 왕복 배송비 { $amount }
claim-option = 바꿔 받을 옵션
claim-option-same = 같은 것으로
claim-exchange-dearer = 옵션 차액 { $amount }
claim-exchange-sum = 내실 금액 { $amount }
claim-exchange-cheaper = 새 상품을 보낼 때 { $amount }을 돌려드립니다.
claim-exchange-pay = 저희가 접수하면 주문 화면에서 결제하실 수 있습니다. 금액은 접수할 때의 가격으로 정해집니다.
claim-submit = 신청하기
claim-choose-reason = 사유를 골라 주세요.

## The receipt

receipt-title = 거래명세서 { $number }
receipt-head = 거래명세서
receipt-print = 인쇄
receipt-buyer = 받는 사람
receipt-seller = 공급자
receipt-erased = (삭제됨)
receipt-day = 주문일
receipt-item = 품목
receipt-pieces = 수량
receipt-price = 단가
receipt-goods = 할인 전 상품 금액
receipt-discount = 할인
receipt-sum = 금액
receipt-tax-free = 면세
receipt-total = 합계
receipt-supply = 공급가액
receipt-vat = 부가세
receipt-free-sum = 면세 금액
receipt-paid = 결제
receipt-unpaid = 아직 결제하지 않은 주문입니다.
receipt-left = 남은 결제 금액
receipt-note = 주문 내용을 확인하는 서류이며 세금계산서가 아닙니다.

## Looking an order up

find-title = 주문 찾기
find-lead = 주문 번호와 주문하신 분의 휴대전화 번호를 적어 주세요. 편지에 있는 주소로도 바로 보실 수 있습니다.
find-number = 주문 번호
find-phone = 주문하신 분의 휴대전화
find-submit = 찾기
find-none = 이 번호와 휴대전화로 된 주문이 없습니다. 둘 다 다시 확인해 주세요.
find-locked = 너무 여러 번 찾으셨습니다. { $time } 뒤에 다시 해 주세요.
find-ask = 번호를 모르시면 문의해 주세요.

## Whether it is the orderer

orderer-title = 주문하신 분 확인
orderer-lead = 이 주문으로 결제하거나, 주문을 바꾸거나, 전체 정보를 보시려면 주문하실 때 적은 휴대전화 번호를 적어 주세요. 이 브라우저에서는 한 번만 여쭙니다.
orderer-submit = 확인
orderer-wrong = 주문하신 분의 휴대전화 번호와 다릅니다. 다시 확인해 주세요.
orderer-locked = 너무 여러 번 적으셨습니다. { $time } 뒤에 다시 해 주세요.
orderer-member = 회원으로 주문하셨나요?

## Questions

ask-title = 1:1 문의
ask-lead = 보통 영업일 하루 안에 답해 드립니다.
ask-about-order = 주문 { $number }에 대한 문의
ask-name = 이름
ask-email = 답을 받을 이메일
ask-email-hint = 비워 두시면 이 화면에서만 답을 보실 수 있습니다.
ask-phone = 휴대전화
ask-topic = 무엇에 대한 문의인가요
ask-subject = 제목
ask-text = 내용
ask-agree = 답변을 위해 적은 내용을 3년 동안 보관하는 데 동의합니다
ask-consent = 보관 동의
ask-submit = 문의하기
ask-name-wrong = 이름을 적어 주세요. 30자까지 됩니다.
ask-email-wrong = 이메일 주소를 name@example.com처럼 적어 주세요.
ask-title-wrong = 제목을 한 줄로 적어 주세요. { $most }자까지 됩니다.
ask-text-wrong = 내용을 적어 주세요. { $most }자까지 됩니다.
ask-agree-wrong = 보관에 동의해 주셔야 답해 드릴 수 있습니다.
topic-product = 상품
topic-order = 주문·결제
topic-delivery = 배송
topic-claim = 취소·교환·반품
topic-member = 회원
topic-other = 그 밖에
inquiry-title = 1:1 문의 내역
inquiry-fresh = 문의를 받았습니다. 이 화면의 주소를 즐겨찾기에 넣어 두시면 답을 다시 보실 수 있습니다.
inquiry-fresh-mail = 답을 드리면 이메일으로도 보내 드립니다.
inquiry-open = 답변 대기
inquiry-answered = 답변 완료
inquiry-closed = 종료
inquiry-erased = (삭제됨)
inquiry-of-order = 주문 { $number }
inquiry-you = 문의
inquiry-shop = 답변
inquiry-more = 더 물어보기
inquiry-more-submit = 보내기

## Reviews

review-title = 상품평 쓰기
review-stars = 별점
review-stars-5 = 아주 좋아요
review-stars-4 = 좋아요
review-stars-3 = 보통이에요
review-stars-2 = 아쉬워요
review-stars-1 = 별로예요
review-star-count = 별 { $stars }개
review-text = 어떠셨나요
review-text-hint = 이름은 홍**처럼 줄여서 보여 드립니다. 전화번호나 주소는 적지 마세요.
review-submit = 올리기
review-save = 고쳐 올리기
review-withdraw = 상품평 지우기
review-withdraw-sure = 상품평을 지울까요? 다시 쓸 수 없습니다.
review-hidden = 다른 분들에게 보이지 않는 상품평입니다. 궁금한 점은 문의해 주세요.
review-stars-wrong = 별점을 골라 주세요.
review-text-wrong = 내용을 적어 주세요. { $most }자까지 됩니다.
review-was-written = 상품평을 올렸습니다. 고맙습니다.
review-was-withdrawn = 상품평을 지웠습니다.
reviews-title = { $product } 상품평
reviews-head = 상품평
reviews-none = 아직 상품평이 없습니다. 받아 보신 분이 주문 화면에서 쓰실 수 있습니다.
reviews-count = { $count }개
reviews-of-five = 5점 만점에 { $average }점
reviews-all = 상품평 모두 보기
reviews-newest = 최신순
reviews-highest = 별점 높은 순
reviews-lowest = 별점 낮은 순
reviews-photos = 사진 있는 것만
reviews-edited = 고침
reviews-erased = (삭제됨)
reviews-answer = 가게의 답
back-to-product = 상품으로 돌아가기

## The order form

checkout-escrow = 구매안전서비스(에스크로)를 이용합니다
checkout-escrow-hint = 입금하신 돈을 상품을 받으실 때까지 맡아 둡니다. 현금으로 사실 때 고르실 수 있습니다 (전자상거래법 제24조).
checkout-find-postcode = 우편번호 찾기
postcode-title = 우편번호 찾기
postcode-help = 창이 비어 있으면 닫고 주문서에 우편번호와 주소를 직접 적어 주세요.

## What the shop refuses

refused-too-late = 신청할 수 있는 기간이 지난 상품입니다.
refused-too-many = 고르신 수량이 남은 수량보다 많습니다. 수량을 다시 골라 주세요.
refused-nothing = 그렇게 할 수 있는 상품이 남아 있지 않습니다.
refused-claim-open = 진행 중인 반품이나 교환이 있습니다. 끝난 다음에 다시 해 주세요.
refused-claim-closed = 이미 끝난 신청입니다.
refused-reviewed = 이미 상품평을 쓰신 상품입니다.
refused-not-kept = 받으신 상품에만 상품평을 쓸 수 있습니다.
refused-review-gone = 지운 상품평은 다시 쓸 수 없습니다.

## Photos

photo-legend = 사진 (선택)
photo-choose = 사진 고르기
photo-number = 사진 { $number }
photo-keep = 함께 보내기
photo-hint = JPEG, PNG, WebP, GIF 사진을 { $most }장까지, 한 장에 { $megabytes } MB까지 올릴 수 있습니다. 찍은 곳은 지우고 보관합니다.
photo-claim-seen = 반품·교환 사진은 주문하신 분과 가게만 봅니다.
photo-review-seen = 상품평 사진은 누구나 봅니다. 얼굴이나 주소가 보이지 않게 해 주세요.
photo-empty = ‘{ $name }’: 파일이 비어 있습니다. 다른 사진을 골라 주세요.
photo-too-big = ‘{ $name }’: { $megabytes } MB보다 큽니다. 줄여서 다시 골라 주세요.
photo-strange = ‘{ $name }’: JPEG, PNG, WebP, GIF 사진만 올릴 수 있습니다.
photo-too-many-pixels = ‘{ $name }’: 가로세로가 너무 큰 사진입니다. 줄여서 다시 골라 주세요.
photo-damaged = ‘{ $name }’: 열리지 않는 사진입니다. 다른 사진을 골라 주세요.
photo-full = ‘{ $name }’: 한 주문에 하루 { $most }장까지 올릴 수 있습니다. 내일 다시 올려 주세요.
photo-too-many = 사진은 { $most }장까지 함께 보낼 수 있어 나머지는 빼 두었습니다.

## Changing an order

order-change = 주문 변경
change-title = 주문 변경
change-lead = 상품을 보내기 전까지 수량과 받는 곳을 바꿀 수 있습니다. 더하신 상품은 따로 결제하시고, 결제하시면 모두 바뀝니다.
change-replace = 아직 결제 전이라, 바꾸시면 지금 가격으로 새 주문이 되고 결제도 새 주문에서 하십니다. 지금 주문으로는 결제하거나 입금하지 마세요.
change-before = 바꾸기 전 금액
change-after = 바꾼 다음 낼 금액
change-made-room = 이 주문은 바꾼 주문으로 이어집니다. 이 주문으로는 결제하거나 입금하지 마세요.
change-replaced-by = 바꾼 주문 { $number }
change-replaces = 바꾸기 전 주문 { $number }
change-unpaid = 이 주문은 받는 곳만 바꿀 수 있습니다.
change-others = 다른 구성 더하기
change-head = 바뀌는 금액
change-remote = 도서산간 추가 배송비
change-back = 돌려받을 금액
change-pay = 더 낼 금액
change-submit = 이대로 바꾸기
change-submit-pay = 이대로 바꾸고 { $amount } 결제하기
cancel-along = 추가 주문 { $number }도 함께 취소하고 { $amount }을 따로 돌려드립니다.
cancel-along-unpaid = 아직 결제하지 않으신 추가 주문 { $number }도 함께 취소합니다.
cancel-along-kept = 취소한 추가 주문 { $number }에 남은 { $amount }도 돌려드립니다.
cancel-kept = 처음 주문을 보내는 데 쓰는 도서산간 추가 배송비 { $amount }은 남습니다. 처음 주문의 받는 곳을 바꾸시거나 취소하시면 돌려드립니다.
change-done = 주문을 바꾸었습니다.
change-waiting = 추가 결제가 필요해요. 결제하시기 전에는 주문이 그대로입니다.
change-late-sent = 바꾸기 전에 상품을 보내기 시작해, 요청하신 변경을 모두 반영하지 못했습니다. 받으신 다음 반품이나 교환을 신청하실 수 있습니다.
change-late-changed = 그사이 주문이 달라져, 요청하신 변경을 모두 반영하지 못했습니다. 보내기 전에는 다시 바꾸실 수 있습니다.
change-late-paid = 바꾸기 전에 결제가 먼저 확인되어, 요청하신 변경을 반영하지 못했습니다. 보내기 전에는 다시 바꾸실 수 있습니다.
change-to-pay = 추가 결제하기 ({ $number })
change-added = 추가 주문 { $number }
change-will-replace = 결제하시면 처음 주문은 모두 이 주문으로 바뀌고, 처음 주문에 내신 금액은 돌려드립니다. 결제하지 않으시면 처음 주문이 그대로 갑니다.
change-beside = 함께 보내는 주문 { $number }
change-first = 처음 주문 { $number }
refused-edit-open = 추가 결제를 기다리는 변경이 있습니다. 결제하시거나 추가 주문을 취소한 다음에 바꿔 주세요.
refused-nothing-left = 남는 상품이 없습니다. 모두 빼시려면 주문을 취소해 주세요.
refused-nothing-to-edit = 바뀐 것이 없습니다.
refused-sent-already = 이미 보낸 상품이 있어 바꿀 수 없습니다. 받으신 다음에 반품이나 교환을 신청해 주세요.
refused-not-paid = 결제 전에는 그렇게 바꿀 수 없습니다. 주문을 취소하고 다시 주문해 주세요.
