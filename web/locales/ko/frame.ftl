### Around every page: head, drawer, foot.

frame-skip = 본문으로 건너뛰기
frame-home = { $shop } 첫 화면
frame-free-shipping = { $amount } 이상 담으시면 배송비를 받지 않습니다
frame-search = 상품 찾기
frame-search-hint = 무엇을 찾으세요?
frame-search-go = 찾기
frame-mine = 내 것
frame-guide = 이용 안내
frame-cart = 장바구니
frame-in-cart = 개 담김
frame-categories = 상품 분류
frame-menu = 메뉴

## The bar at the foot of a telephone

tab-bar = 자주 가는 곳
tab-home = 홈
tab-categories = 분류
tab-search = 찾기
tab-cart = 장바구니
tab-mine = 내 계정

## The foot

frame-service = 고객센터
frame-papers = 안내
frame-papers-all = 약관과 안내
frame-guide-long = 주문·배송·교환 안내
frame-terms = 이용약관
frame-privacy = 개인정보처리방침
frame-company = 사업자 정보
fact-company = 상호
fact-representative = 대표자
fact-address = 주소
fact-business-number = 사업자등록번호
fact-mail-order-number = 통신판매업 신고
fact-privacy-officer = 개인정보 보호책임자
fact-purchase-safety = 구매안전서비스
fact-hosting = 호스팅
