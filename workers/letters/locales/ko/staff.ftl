### 직원에게 보내는 편지.

daily-sales-about = 매일 자정이 지나면 그날의 매출을 모든 직원에게 보냅니다.
daily-sales-subject = { $day } 매출 { $net } · 주문 { $orders }건
daily-sales-preview = { $day } 하루의 주문과 매출, 그리고 지난 14일
daily-sales-stamp = 하루 매출
daily-sales-head = { $day } 매출
daily-sales-lead = 한국 시각으로 하루 동안 장부에 적힌 매출입니다.
daily-sales-total = 모든 가게
daily-sales-open = 운영 화면 열기
daily-sales-note = 순매출은 매출에서 환불을 뺀 금액입니다. 환불은 돌려준 날에 셉니다. 그 뒤에 알게 된 일은 나중 장부에 더해지므로 같은 날의 숫자가 바뀔 수 있습니다.
figure-net = 순매출
figure-orders = 주문
figure-units = 수량
figure-gross = 매출
figure-refunds = 환불
days-head = 지난 14일 순매출
days-alt = 지난 14일 순매출을 날마다 막대로 그린 그림
orders = { $count }건
channels-head = 들어온 곳
channel-pc = PC
channel-mobile = 모바일
channel-desk = 직원 입력
products-head = 많이 팔린 상품
