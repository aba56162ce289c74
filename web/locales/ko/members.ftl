### Members: the doors, the account, and what is said there.

## Doors

my-account = 내 계정
member-join = 회원가입
member-join-lead = 주문 내역과 배송지를 한곳에 두고, 등급 혜택을 받으실 수 있습니다.
member-join-do = 가입하기
member-join-have = 이미 회원이신가요?
member-log-in = 로그인
member-log-out = 로그아웃
member-log-in-do = 로그인
member-find-order = 비회원 주문 찾기
member-no-account = 아직 회원이 아니신가요?
member-forgot = 비밀번호를 잊으셨나요?
member-email = 이메일 주소
member-password = 비밀번호
member-password-new = 새 비밀번호
member-password-old = 지금 비밀번호
member-password-hint = 8자 이상. 외우기 좋은 긴 문장도 됩니다.
member-name = 이름
member-phone = 휴대전화
member-optional = 선택
member-required = 필수
member-agree = 이용약관에 동의합니다
member-agree-privacy = 개인정보 수집·이용에 동의합니다
member-terms = 이용약관
member-privacy = 개인정보처리방침
member-consent-mail = 메일로 소식과 혜택 받기
member-consent-sms = 문자로 소식과 혜택 받기
member-consent-night = 밤 9시부터 아침 8시 사이에도 문자 받기
member-letter-sent = 메일을 보냈습니다
member-letter-verify = 메일에 있는 주소를 열고 비밀번호를 넣으시면 가입이 끝납니다. 이미 회원이시라면 그 안내를 보냈습니다.
member-letter-reset = 회원이시라면 비밀번호를 새로 정하는 주소를 메일로 보냈습니다.
member-letter-none = 메일이 오지 않으면 스팸함을 보시고, 1분 뒤에 다시 신청해 주세요.
member-letter-again = 확인 메일 다시 받기
member-unverified = 이메일 주소를 아직 확인하지 않으셨습니다. 보내 드린 메일의 주소를 열어 주세요.
member-verify = 이메일 주소 확인
member-verify-lead = 가입할 때 정하신 비밀번호를 넣어 주세요. 확인이 끝나면 바로 로그인됩니다.
member-verify-do = 확인하고 로그인
member-key-bad = 이 주소는 더 쓸 수 없습니다. 이미 쓰셨거나 기한이 지났습니다.
member-forgot-lead = 가입하신 이메일 주소를 적어 주세요. 비밀번호를 새로 정하는 주소를 보내 드립니다.
member-again-lead = 가입하신 이메일 주소를 적어 주세요. 확인 메일을 다시 보내 드립니다.
member-send = 메일 받기
member-reset = 새 비밀번호 정하기
member-reset-lead = 새 비밀번호를 정하시면 다른 기기에서는 모두 로그아웃됩니다.
member-reset-do = 새 비밀번호로 바꾸기
member-wake = 쉬고 있던 계정입니다
member-wake-lead = 오랫동안 로그인하지 않으셔서 개인정보를 따로 보관하고 있습니다. 되살리시면 지금처럼 쓰실 수 있습니다.
member-wake-do = 계정 되살리기

## Account

account-profile = 회원 정보
account-addresses = 배송지
account-consents = 수신 동의
account-orders = 주문 내역
account-leave = 회원 탈퇴
account-since = { $day }에 가입하셨습니다
account-grade = 회원 등급
account-won = 최근 12개월 구매
account-saves = 상품 금액 { $percent }% 할인
account-saves-none = 할인 없음
account-next = { $grade } 등급까지 { $won }원 남았습니다
account-top = 가장 높은 등급입니다
account-when = 등급은 매달 1일에 정해집니다.
account-last = 최근 주문
account-all = 모두 보기
account-no-orders = 아직 주문이 없습니다.
account-nothing-found = 찾으시는 주문이 없습니다.
account-save = 저장
account-saved = 저장했습니다.
account-password = 비밀번호 바꾸기
account-password-changed = 비밀번호를 바꾸었습니다. 다른 기기에서는 로그아웃되었습니다.
account-devices = 로그인한 기기
account-devices-lead = 잃어버린 기기나 함께 쓰는 컴퓨터가 있으면 모두 로그아웃하세요. 이 기기도 다시 로그인하셔야 합니다.
account-devices-out = 모든 기기에서 로그아웃
account-out-everywhere = 모든 기기에서 로그아웃했습니다.
account-welcome = 가입을 마쳤습니다. 반갑습니다.
account-welcome-coupons = 지금 받을 수 있는 쿠폰이 { $count }장 있습니다.
account-awake = 계정을 되살렸습니다. 다시 만나 반갑습니다.
account-email = 이메일 주소
account-email-new = 새 이메일 주소
account-email-hint = 새 주소로 보내는 메일에서 확인하셔야 바뀝니다. 그때까지는 지금 주소로 로그인하세요.
account-email-change = 이메일 주소 바꾸기
account-email-pending = { $email } 주소의 확인을 기다리고 있습니다.
account-email-sent = 새 주소로 메일을 보냈습니다. 메일에 있는 주소를 열어 확인해 주세요.
account-email-confirm = 이 메일을 받으신 주소로 바꿉니다. 다음부터 이 주소로 로그인하세요.
account-email-confirm-do = 이 주소로 바꾸기
account-email-changed = 이메일 주소를 바꾸었습니다.
account-place-new = 새 배송지
account-place-edit = 배송지 고치기
account-place-first = 기본 배송지
account-place-make-first = 기본으로
account-place-change = 고치기
account-place-remove = 지우기
account-place-none = 저장한 배송지가 없습니다.
account-place-full = 배송지는 20개까지 둘 수 있습니다. 먼저 하나를 지워 주세요.
account-place-label = 배송지 이름 (예: 집, 회사)
account-place-name = 받는 분
account-place-phone = 받는 분 연락처
account-place-postcode = 우편번호
account-place-address = 주소
account-place-detail = 상세 주소
account-place-memo = 배송 메모
account-consent-lead = 동의하지 않으셔도 주문·배송 소식은 받으십니다. 언제든 바꾸실 수 있습니다.
account-consent-since = { $day }부터 동의
account-consent-not = 동의하지 않음
account-consent-give = 동의하기
account-consent-take = 동의 철회
account-consent-sms-needs = 휴대전화 번호를 먼저 저장해 주세요.
account-consent-night-needs = 문자 수신에 먼저 동의해 주세요.
account-consent-history = 동의 내역
account-consent-given = 동의 (문안 { $text })
account-consent-taken = 철회함
account-consent-saved = { $day }, 말씀하신 대로 처리했습니다.
account-orders-state = 상태
account-orders-period = 기간
account-orders-search = 상품 이름
account-orders-find = 찾기
account-orders-total = { $count }건
account-orders-more = 외 { $count }건
account-orders-refunded = 환불 { $won }원
account-all-states = 모든 상태
account-all-time = 전체 기간
account-days = 최근 { $days }일
account-leave-lead = 탈퇴하시면 이름, 이메일 주소, 배송지를 바로 지우고 되살릴 수 없습니다. 주문과 결제 기록은 법에 따라 5년 동안 따로 둡니다.
account-leave-sure = 위 내용을 읽었고 탈퇴합니다
account-leave-do = 탈퇴하기
account-left = 탈퇴가 끝났습니다. 그동안 고맙습니다.

## States of orders

state-pending_deposit = 결제 대기
state-paid = 결제 완료
state-preparing = 배송 준비
state-partly_shipped = 일부 배송
state-shipped = 배송중
state-delivered = 배송 완료
state-returning = 반품 진행 중
state-exchanging = 교환 진행 중
state-confirmed = 구매 확정
state-cancelled = 취소
state-expired = 기한 지남
state-refunded = 환불 완료

## What is wrong

wrong-name = 이름을 적어 주세요. 30자까지 됩니다.
wrong-agree = 이용약관에 동의해 주세요.
wrong-agree-data = 개인정보 수집·이용에 동의해 주세요.
wrong-sms-phone = 문자를 받으시려면 휴대전화 번호를 적어 주세요.
wrong-sure = 읽으셨는지 확인해 주세요.
refused-login = 이메일 주소나 비밀번호가 다릅니다. 다시 확인해 주세요.
refused-address-taken = 이미 다른 회원이 쓰는 이메일 주소입니다.
refused-too-soon = 방금 메일을 보냈습니다. 1분 뒤에 다시 해 주세요.
refused-password = 비밀번호가 다릅니다. 다시 확인해 주세요.
refused-locked = 여러 번 틀려서 잠시 닫았습니다. { $time } 이후에 다시 해 주세요.
refused-codes = 이 연결에서 없는 쿠폰 코드를 여러 번 넣어 잠시 닫았습니다. { $time } 이후에 다시 해 주세요.
refused-questions = 이 연결에서 문의를 여러 번 남기셔서 잠시 닫았습니다. { $time } 이후에 다시 해 주세요.
refused-letters = 이 연결에서 메일을 여러 번 청하셔서 잠시 닫았습니다. { $time } 이후에 다시 해 주세요.
refused-password-short = 비밀번호는 { $least }자 이상이어야 합니다.
refused-password-long = 비밀번호는 { $most }자까지입니다.
refused-guessable = 남이 맞히기 쉬운 비밀번호입니다. 낱말을 더 이어 길게 정해 주세요.
refused-dormant = 쉬고 있는 계정입니다. 다시 로그인해서 되살려 주세요.
refused-member = 지금은 그렇게 할 수 없습니다. 화면을 새로 열고 다시 해 주세요.

## Carts that become one

merged = 로그인 전에 담으신 것을 회원님의 장바구니에 더했습니다(같은 상품은 수량을 합칩니다).
merged-coupon = 고르신 쿠폰({ $name })도 옮겼습니다.
merged-coupon-left = 고르신 쿠폰({ $name })은 옮기지 않았습니다. { $why }
merged-coupon-own = 회원님의 장바구니에 고른 쿠폰이 있어 쿠폰({ $name })은 옮기지 않았습니다.
merged-left = 장바구니가 가득 차서 { $count }개는 더하지 못했습니다.
merged-waits = 앞서 보낸 주문을 처리하고 있습니다. 주문되지 않고 남는 것은 잠시 뒤 회원님의 장바구니에 더해집니다.

## At the order form

places-head = 저장한 배송지
places-use = 여기로 받기
places-save = 이 배송지를 저장합니다
checkout-member = 회원이시면 저장한 배송지로 바로 주문하실 수 있습니다.

## Inquiries and reviews

account-inquiries = 1:1 문의
account-reviews = 내 상품평
account-ask = 문의하기
account-no-inquiries = 아직 문의가 없습니다.
account-no-reviews = 아직 쓰신 상품평이 없습니다. 받으신 상품은 주문 화면에서 쓰실 수 있습니다.
account-all-inquiries = 문의 모두 보기
account-all-reviews = 상품평 모두 보기
account-answered-at = { $day } 답변
account-review-photos = 사진 { $count }장
account-review-answered = 가게가 답했습니다
account-review-hidden = 다른 분들에게 보이지 않습니다
account-review-change = 고치거나 지우기
