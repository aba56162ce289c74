### What stands on many pages.

pieces = { $count }개
close = 닫기

no-store-title = 이 주소에는 가게가 없습니다
no-store-detail = 주소를 다시 확인해 주세요. 가게의 이름으로 찾아오시면 열립니다.

## Choosing device and language

see-on-pc = PC 화면으로 보기
see-on-mobile = 모바일 화면으로 보기
language-ko = 한국어
language-en = English
