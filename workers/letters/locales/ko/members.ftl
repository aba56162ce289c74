### 회원에게 보내는 편지.

member-joined-about = 회원으로 가입하면 그 회원에게 보냅니다.
member-joined-subject = [{ $store }] 회원이 되신 것을 환영합니다
member-joined-preview = 가입해 주셔서 고맙습니다
member-joined-stamp = 회원 가입
member-joined-head = { $store } 회원이 되셨습니다
member-joined-lead = 가입해 주셔서 고맙습니다. 이제 주문 내역과 배송지를 한곳에서 보실 수 있습니다.
member-joined-open = 둘러보기
member-joined-note = { $time }에 가입하셨습니다. 직접 가입하지 않으셨다면 고객센터로 알려 주세요.
benefits-member = 회원께 드리는 혜택

verify-email-about = 회원이 메일 주소를 적거나 바꾸면 그 주소로 보냅니다.
verify-email-subject = [{ $store }] 메일 주소를 확인해 주세요
verify-email-preview = 비밀번호를 한 번 넣으시면 가입이 끝납니다
verify-email-stamp = 메일 주소 확인
verify-email-head = 메일 주소를 확인해 주세요
verify-email-lead = 아래 버튼을 누르고 가입할 때 정하신 비밀번호를 넣으시면 메일 주소 확인이 끝납니다.
verify-email-by-text = 아래 주소를 열고 가입할 때 정하신 비밀번호를 넣으시면 메일 주소 확인이 끝납니다.
verify-email-open = 메일 주소 확인하기
verify-email-note = 직접 신청하지 않으셨다면 이 메일은 지우셔도 됩니다.
key-until = { $time }까지 한 번만 쓸 수 있습니다.
key-by-hand = 버튼이 열리지 않으면 아래 주소를 브라우저에 붙여 넣어 주세요.

reset-password-about = 비밀번호를 잊었다는 요청이 오면 그 회원에게 보냅니다.
reset-password-subject = [{ $store }] 비밀번호를 새로 정해 주세요
reset-password-preview = 요청하신 적이 없다면 아무것도 하지 않으셔도 됩니다
reset-password-stamp = 비밀번호 재설정
reset-password-head = 비밀번호를 새로 정해 주세요
reset-password-lead = { $time }에 비밀번호를 새로 정하겠다는 요청을 받았습니다.
reset-password-by-text = 아래 주소에서 새 비밀번호를 정해 주세요.
reset-password-open = 새 비밀번호 정하기
reset-password-note = 요청하신 적이 없다면 아무것도 하지 않으셔도 됩니다. 비밀번호는 그대로입니다. 이 주소는 다른 사람에게 알려 주지 마세요.

change-email-about = 회원이 메일 주소를 바꾸려 하면 새 주소로 보냅니다.
change-email-subject = [{ $store }] 새 메일 주소를 확인해 주세요
change-email-preview = 한 번 눌러 주시면 이 주소로 바뀝니다
change-email-stamp = 메일 주소 바꾸기
change-email-head = 새 메일 주소를 확인해 주세요
change-email-lead = { $time }에 회원 메일 주소를 이 주소로 바꾸겠다는 요청을 받았습니다. 확인하시면 다음부터 이 주소로 로그인하시고 소식도 이리로 보냅니다.
change-email-by-text = 아래 주소를 열고 확인해 주세요.
change-email-open = 이 주소로 바꾸기
change-email-note = 요청하신 적이 없다면 이 메일은 지우셔도 됩니다. 아무것도 바뀌지 않습니다.

email-leaving-about = 회원이 메일 주소를 바꾸려 하면 지금 주소로 알립니다.
email-leaving-subject = [{ $store }] 메일 주소를 바꾸겠다는 요청을 받았습니다
email-leaving-preview = 요청하신 적이 없다면 비밀번호를 바꿔 주세요
email-leaving-stamp = 메일 주소 바꾸기
email-leaving-head = 메일 주소를 바꾸겠다는 요청을 받았습니다
email-leaving-lead = { $time }에 회원 메일 주소를 다른 주소로 바꾸겠다는 요청을 받았습니다. 새 주소에서 확인하시면 그때부터 바뀝니다.
email-leaving-open = 회원 정보 보기
email-leaving-note = 요청하신 적이 없다면 누군가 비밀번호를 알고 있습니다. 바로 비밀번호를 바꾸고 고객센터로 알려 주세요.

already-member-about = 이미 회원인 메일 주소로 누가 다시 가입하려 하면 그 회원에게 보냅니다.
already-member-subject = [{ $store }] 이미 회원이십니다
already-member-preview = 지금 계정으로 로그인하시면 됩니다
already-member-stamp = 회원 가입
already-member-head = 이미 회원이십니다
already-member-lead = { $time }에 이 메일 주소로 회원 가입을 신청하셨습니다. 이미 가입되어 있으니 로그인해 주세요. 비밀번호를 잊으셨다면 로그인 화면에서 새로 정하실 수 있습니다.
already-member-open = 로그인하기
already-member-note = 직접 신청하지 않으셨다면 아무것도 하지 않으셔도 됩니다. 계정은 그대로입니다.

inquiry-answered-about = 직원이 문의에 답하면 문의한 분께 보냅니다.
inquiry-answered-subject = [{ $store }] 문의에 답변드립니다: { $title }
inquiry-answered-stamp = 답변 완료
inquiry-answered-head = 문의에 답변드립니다
inquiry-answered-lead = 기다려 주셔서 고맙습니다. 남겨 주신 문의에 답변을 드립니다.
inquiry-answered-at = { $time } 답변
inquiry-asked-at = { $time } 문의
inquiry-answered-open = 문의 내역 보기

grade-changed-about = 회원 등급이 바뀌면 그 회원에게 보냅니다.
grade-changed-up-subject = [{ $store }] { $to } 등급이 되셨습니다
grade-changed-down-subject = [{ $store }] 회원 등급이 { $to } 등급으로 바뀝니다
grade-changed-preview = { $from } → { $to } · { $day }부터
grade-changed-stamp = 회원 등급
grade-changed-up-head = { $to } 등급이 되셨습니다
grade-changed-up-lead = 자주 찾아 주셔서 고맙습니다. 새 등급의 혜택은 { $day }부터 쓰실 수 있습니다.
grade-changed-down-head = { $to } 등급으로 바뀝니다
grade-changed-down-lead = 지난 기간의 구매 금액에 따라 { $day }부터 등급이 바뀝니다. 다시 찾아 주시면 더 나은 혜택으로 보답하겠습니다.
grade-changed-open = 내 등급 보기
grade-from = 지금까지
grade-to = 새 등급
benefits-grade = { $grade } 등급의 혜택

dormancy-notice-about = 오래 쓰지 않은 계정이 휴면으로 바뀌기 30일 전에 그 회원에게 보냅니다.
dormancy-notice-subject = [{ $store }] 계정이 { $day }에 휴면 상태로 바뀝니다
dormancy-notice-preview = 그 전에 한 번만 로그인하시면 그대로 쓰실 수 있습니다
dormancy-notice-stamp = 휴면 예정
dormancy-notice-head = { $day }에 계정이 휴면 상태로 바뀝니다
dormancy-notice-lead = 오랫동안 로그인하지 않으셔서 개인정보를 지키기 위해 계정을 휴면 상태로 바꾸려고 합니다. 그 전에 한 번만 로그인하시면 지금처럼 쓰실 수 있습니다.
dormancy-last-seen = 마지막 로그인
dormancy-on = 휴면 예정일
dormancy-items = 따로 보관할 정보
dormancy-notice-open = 로그인하고 계속 쓰기
dormancy-notice-note = 휴면 상태가 되면 위의 정보를 다른 회원의 정보와 나누어 안전하게 보관합니다. 다시 로그인하시면 언제든 되살릴 수 있습니다.
