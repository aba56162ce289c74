### An order's page.

order-title = 주문 { $number }
order-number = 주문 번호
order-keep = 이 화면의 주소를 즐겨찾기에 넣어 두시면 이 주소로 언제든 주문을 다시 보실 수 있습니다.
order-way = 주문이 지나온 길
order-account = 입금하실 곳
order-copy = 계좌번호 복사
order-holder = 예금주
order-amount = 입금하실 금액
order-amount-hint = 1원까지 똑같이 입금해 주세요
order-deadline = 기한
order-until = { $time }까지
order-parcels = 배송 상품
order-sent-at = { $time } 보냄
order-delivered = 배송 완료
order-track = 배송 조회
order-new-window = (새 창)
order-lines = 주문한 상품
order-receiver = 받는 곳
order-by = 주문한 분
order-to = 받는 분
order-address = 주소
order-memo = 메모
order-erased = (삭제됨) 개인정보를 지운 주문입니다.
order-known = 확인했습니다. 하시려던 것을 다시 눌러 주세요.
order-masked = 주문하신 분의 정보는 가려져 있습니다.
order-unmask = 전체 보기
order-amounts = 금액
order-refunded = 돌려드린 금액
order-cancel-unpaid = 입금 전 주문 취소
order-cancel-sure = 주문을 취소할까요? 되돌릴 수 없습니다.
order-was-cancelled = 주문을 취소했습니다.

step-waiting = 입금 대기
step-paid = 결제 완료
step-preparing = 배송 준비
step-shipped = 배송중
step-delivered = 배송 완료

fate-cancelled = 취소됨
fate-returned = 반품됨
fate-some-cancelled = { $ordered }개 중 { $count }개 취소됨
fate-some-returned = { $ordered }개 중 { $count }개 반품됨

left-over = 기한이 지났습니다
left-minutes = { $minutes }분 남음
left-hours = { $hours }시간 { $minutes }분 남음
left-days = { $days }일 { $hours }시간 남음

stray-besides = { $came }이 따로 들어왔습니다. 확인한 뒤 돌려드립니다.
stray-account = { $came }이 들어왔지만 계좌나 금액이 달라 확인한 뒤 돌려드립니다. { $due }을 한 번에 입금해 주세요.
stray-amount = { $came }이 들어왔지만 금액이 달라 확인한 뒤 돌려드립니다. { $due }을 한 번에 입금해 주세요.

## Where the order stands: the stamp, a headline, what comes next

state-waiting-stamp = 입금 대기
state-waiting-head = 주문을 장부에 적었습니다
state-waiting-next = 아래 계좌로 입금하시면 바로 준비를 시작합니다.
state-account-stamp = 입금 대기
state-account-head = 계좌를 받고 있습니다
state-account-next = 입금하실 계좌가 곧 나옵니다. 잠시 뒤 이 화면을 새로 열어 주세요.
state-paid-stamp = 결제 완료
state-paid-head = 결제를 확인했습니다
state-paid-next = 이제 상품을 준비합니다.
state-preparing-stamp = 배송 준비
state-preparing-head = 상품을 준비하고 있습니다
state-preparing-next = 담는 대로 보내 드립니다.
state-partly-stamp = 일부 배송
state-partly-head = 먼저 준비된 상품이 가고 있습니다
state-partly-next = 나머지도 준비되는 대로 보내 드립니다.
state-shipped-stamp = 배송중
state-shipped-head = 상품이 가고 있습니다
state-shipped-next = 맡긴 택배사와 송장 번호는 아래에 있습니다.
state-delivered-stamp = 배송 완료
state-delivered-head = 상품이 도착했습니다
state-delivered-next = 이용해 주셔서 고맙습니다.
state-confirmed-stamp = 구매 확정
state-confirmed-head = 고맙습니다
state-confirmed-next = 다음에도 좋은 것으로 찾아뵙겠습니다.
state-cancelled-stamp = 취소
state-cancelled-head = 취소된 주문입니다
state-cancelled-never = 결제하지 않으셨으니 더 하실 일은 없습니다.
state-cancelled-owed = 결제하신 금액을 돌려드리고 있습니다.
state-cancelled-back = 결제하신 금액을 모두 돌려드렸습니다.
state-expired-stamp = 기한 지남
state-expired-head = 결제 기한이 지난 주문입니다
state-expired-next = 이 계좌로 입금하지 마세요. 필요하시면 새로 주문해 주세요.
state-expired-left = 결제하지 않으셔서 주문이 취소되었습니다. 필요하시면 새로 주문해 주세요.
state-refunded-stamp = 환불 완료
state-refunded-head = 모두 돌려드린 주문입니다
state-refunded-next = 이용해 주셔서 고맙습니다.

## 결제창

pay-title = 결제창으로 이동
pay-going = { $provider } 결제창으로 이동합니다
pay-going-hint = 결제창이 열리지 않으면 아래 버튼을 눌러 주세요.
pay-open = 결제창 열기
pay-not-open = 결제창을 열지 못했습니다. 잠시 뒤 다시 시도해 주세요.
pay-needs-script = 이 결제창은 브라우저의 자바스크립트를 켜야 열립니다. 다른 방법으로 결제하시려면 이 주문을 취소하고 다시 주문해 주세요.
pay-closed = 결제창을 닫으셨습니다
pay-back-to-order = 주문으로 돌아가기
pay-with = { $provider } 결제
pay-deadline = 결제 기한
pay-unsure = 결제 결과를 확인하고 있습니다. 잠시 뒤 이 페이지를 다시 열어 주세요.
pay-amount = 결제하실 금액
pay-cancel = 주문 취소
pay-step = 결제 대기
pay-deposit = 무통장 입금
means-card = 신용카드
means-transfer = 계좌이체
means-account = 가상계좌
provider-inicis = KG이니시스
provider-tosspay = 토스페이
provider-tosspayments = 토스페이먼츠
provider-kakaopay = 카카오페이
provider-portone = 포트원
state-window-stamp = 결제 대기
state-window-head = 결제를 기다리고 있습니다
state-window-next = 아래에서 결제창을 열어 결제를 마쳐 주세요. 기한이 지나면 주문이 취소됩니다.
state-unsure-stamp = 결제 확인
state-unsure-head = 결제 결과를 확인하고 있습니다
state-unsure-next = 결제사의 답을 기다리고 있습니다. 다시 결제하지 않으셔도 됩니다.
window-closed = 결제창을 닫으셨습니다. 주문은 그대로이니 다시 결제하실 수 있습니다.
window-failed = 결제가 되지 않았습니다. 다시 결제하시거나, 다른 수단으로 내시려면 이 주문을 취소하고 새로 주문해 주세요.
window-unsure = 결제 결과를 확인하고 있습니다. 다시 결제하지 마시고 잠시 뒤 이 페이지를 다시 열어 주세요.
window-late = 이미 끝난 주문이라 결제하신 돈을 돌려드립니다.
