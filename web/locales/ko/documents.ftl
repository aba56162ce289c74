### Notices, events, pages.

notices = 공지사항
events = 이벤트
board-which = 알림 고르기
pinned = 고정
no-notices = 아직 알릴 것이 없습니다.
no-events = 지금은 진행하는 이벤트가 없습니다.
event-before = 예정
event-running = 진행 중
event-over = 종료
back-to-list = 목록으로
in-another-language = 이 글은 영어로만 있습니다.
about-shop = 가게 이야기
product-detail = 상품 상세
