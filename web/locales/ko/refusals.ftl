### What a rule refuses: what is wrong, and what to do.

refused-quantity = 수량은 1개부터 999개까지 담을 수 있습니다.
refused-check-quantity = 수량을 확인해 주세요.
refused-not-on-sale = 지금은 팔지 않는 상품입니다. 다른 상품을 골라 주세요.
refused-sold-out = 그 사이 품절된 상품이 있습니다. 빼고 주문해 주세요.
refused-short = 남은 수량이 { $count }개인 상품이 있습니다. 수량을 줄여 주세요.
refused-price-changed = 담긴 상품이나 금액이 바뀌었습니다. 확인하고 다시 눌러 주세요.
refused-postcode = 우편번호 다섯 자리를 적어 주세요.
refused-bank = 고르신 은행에서 계좌를 내주지 않았습니다. 다른 은행을 골라 주세요.
refused-window = 결제창을 열지 못했습니다. 잠시 뒤에 다시 해 주시고, 그래도 안 되면 1:1 문의로 알려 주세요.
refused-passing = 아직 확인하고 있습니다. 잠시 뒤 같은 화면에서 다시 눌러 주세요. 같은 일이 두 번 되지는 않습니다.
refused-otherwise = 요청하신 대로 할 수 없습니다. 고객센터로 문의해 주세요.
refused-cart-full = 장바구니가 가득 찼습니다. 먼저 담은 것을 주문하거나 빼 주세요.
refused-not-in-cart = 장바구니에 없는 상품입니다.
refused-cart-empty = 그 사이 장바구니가 비었습니다. 다시 담고 주문해 주세요.
refused-cart-changed = 그 사이 장바구니가 바뀌었습니다. 확인하고 다시 눌러 주세요.
refused-under-way = 앞서 보낸 주문을 처리하고 있습니다. 잠시 뒤에 다시 해 주세요.
refused-attempt-ended = 이 주문서는 이미 끝났습니다. 내용을 확인하고 다시 눌러 주세요.
refused-already-paid = 이미 결제가 확인된 주문입니다. 취소는 고객센터로 문의해 주세요.
refused-closed = 이미 끝난 주문입니다.
refused-no-order = 그런 주문은 없습니다.
refused-order-otherwise = 지금은 그렇게 할 수 없는 주문입니다. 고객센터로 문의해 주세요.
refused-choose = 고를 것과 수량(1개 이상)을 확인해 주세요.
refused-not-made-so = 고르신 조합은 없는 구성입니다. 다른 조합을 골라 주세요.
refused-option-sold-out = 고르신 구성은 품절입니다. 다른 구성을 골라 주세요.
refused-refund-under-way = 앞서 알려 주신 계좌로 보내고 있어 지금은 바꿀 수 없습니다. 잠시 뒤에 다시 확인해 주세요.
refused-no-account-needed = 환불 계좌가 필요하지 않은 주문입니다.
