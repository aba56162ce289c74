### Pages that only say something.

message-ask = 문의하실 때 이 번호를 알려 주세요:
message-to-shop = 가게 둘러보기
message-to-cart = 장바구니 보기
message-refused = 그렇게 할 수 없습니다
message-foreign = 이 요청은 받을 수 없습니다
message-foreign-detail = 다른 사이트에서 온 요청이거나 화면을 연 지 오래되었습니다. 화면을 새로 열고 다시 해 주세요.
message-nowhere = 찾으시는 화면이 없습니다
message-nowhere-detail = 주소가 바뀌었거나 더는 팔지 않는 상품일 수 있습니다. 주소를 다시 확인해 주세요.
message-method = 이 주소는 그렇게 쓸 수 없습니다
message-method-detail = 화면에 있는 단추로 다시 해 주세요.
message-large = 보내신 내용이 너무 큽니다
message-large-detail = 내용을 줄여서 다시 보내 주세요.
message-unreadable = 보내신 내용을 읽지 못했습니다
message-unreadable-detail = 화면으로 돌아가 내용을 확인하고 다시 보내 주세요.
message-late = 답이 늦어지고 있습니다
message-late-detail = 주문하던 중이었다면 같은 화면에서 다시 눌러 주세요. 주문이 두 번 되지 않습니다.
message-often = 잠시 쉬었다가 다시 해 주세요
message-often-detail = 짧은 동안 요청이 너무 많았습니다. 1분쯤 뒤에 다시 열어 주세요.
message-busy = 가게가 잠시 붐빕니다
message-busy-detail = 지금은 장부를 펼칠 수 없습니다. 담아 두신 것과 주문은 그대로 있습니다. 잠시 뒤에 다시 열어 주세요.
message-fault = 저희 쪽에서 문제가 생겼습니다
message-fault-detail = 담당자에게 알렸습니다. 담아 두신 것과 주문은 그대로 있으니 잠시 뒤에 다시 해 주세요.
message-order-to-come = 주문이 들어왔습니다
message-order-to-come-detail = 주문은 장부에 적혔습니다. 주문 화면을 준비하고 있으니 몇 초만 기다려 주세요. 저절로 열립니다.
message-no-order = 주문을 찾지 못했습니다
message-no-order-detail = 주문 화면의 주소는 한 글자라도 다르면 열리지 않습니다. 주문 직후에 보신 주소를 그대로 넣어 주세요.
