//! The examples in the help of `jangbu order`.

pub const ORDER: &str = "\
Examples:
  jangbu order show 20260102-7Q2M4XKD9A
  jangbu order ship 20260102-7Q2M4XKD9A --carrier cj --invoice 123456789012
  jangbu order correct 20260102-7Q2M4XKD9A --parcel 1 --invoice 123456789013
  jangbu order cancel 20260102-7Q2M4XKD9A --reason shopper
  jangbu order edit 20260102-7Q2M4XKD9A --line 1=0 --preview
  jangbu order return 20260102-7Q2M4XKD9A --line 2=1
  jangbu order refund 20260102-7Q2M4XKD9A --amount 3000 --reason late
  jangbu order erase 20260102-7Q2M4XKD9A --yes

Lines are numbered from 1, as `show` prints them. Doing a step twice is harmless: the second time \
says that nothing was done. A second cancellation, return or refund of the same kind needs a name: \
--claim.";

pub const SHIP: &str = "\
Examples:
  jangbu order ship 20260102-7Q2M4XKD9A --carrier cj --invoice 123456789012
  jangbu order ship 20260102-7Q2M4XKD9A --carrier cj --invoice 123456789012 --line 1=2

A mistyped number is put right with `jangbu order correct`.";

pub const CORRECT: &str = "\
Examples:
  jangbu order correct 20260102-7Q2M4XKD9A --invoice 123456789013
  jangbu order correct 20260102-7Q2M4XKD9A --parcel 2 --carrier hanjin
  jangbu order correct 20260102-7Q2M4XKD9A --old 123456789012 --invoice 123456789013";

pub const CANCEL: &str = "\
Examples:
  jangbu order cancel 20260102-7Q2M4XKD9A --reason shopper
  jangbu order cancel 20260102-7Q2M4XKD9A --line 2=1 --reason sold-out

A second cancellation of the same lines needs a name: --claim.";

pub const EDIT: &str = "\
Examples:
  jangbu order edit 20260102-7Q2M4XKD9A --line 1=0 --add TOFU-1=2 --preview
  jangbu order edit 20260102-7Q2M4XKD9A --line 1=0 --add TOFU-1=2 --pay 8400 --pay-back 11900
  jangbu order edit 20260102-7Q2M4XKD9A --add oats/OATS-1=1 --preview
  jangbu order edit 20260102-7Q2M4XKD9A --recipient-file new-address.toml --preview

A line gets so many pieces as --line says; lines that are not named stay. --add names a SKU of a product that the \
order has, or PRODUCT/SKU of another one. What is added, a surcharge for a \
remote area included, is an order of its own that the shopper pays; only then does the rest count, so \
whoever never pays keeps what was ordered. What leaves is paid back by the means that paid the order.

An order that is not paid yet makes room for another one, at today's prices, with a number and an account of its \
own: --pay is then the whole of it.

Without --preview the two amounts must be those of the preview: if they are not any more, nothing is changed. \
The file says any of name, phone, postcode, address, detail and memo, such as postcode = \"06236\"; what it \
leaves out stays. Saying the same again is the same edit; for a second one, or a second change of the address, \
give --claim NAME.";

pub const RETURN: &str = "\
Examples:
  jangbu order return 20260102-7Q2M4XKD9A
  jangbu order return 20260102-7Q2M4XKD9A --line 2=1 --unsellable

A second return of the same lines needs a name: --claim.";

pub const REFUND: &str = "\
Examples:
  jangbu order refund 20260102-7Q2M4XKD9A --amount 3000 --reason late
  jangbu order refund 20260102-7Q2M4XKD9A --amount 1000 --claim second

The first refund of an order is the claim `refund`; the same again does nothing, and another one needs \
a name of its own: --claim.";

pub const ACCOUNT: &str = "\
Examples:
  jangbu order refund-account 20260102-7Q2M4XKD9A --bank 088
  jangbu order refund-account 20260102-7Q2M4XKD9A --bank 088 < number-and-holder.txt

The number and the holder, a line each, are read from standard input: what stands on the command line stays in \
the shell's history. Refunds that wait for an account are paid at once.";

pub const RECEIPT: &str = "\
Examples:
  jangbu order receipt 20260102-7Q2M4XKD9A
  jangbu order receipt 20260102-7Q2M4XKD9A --for expense < number.txt
  jangbu order receipt 20260102-7Q2M4XKD9A --none-was-issued
  jangbu order receipt 20260102-7Q2M4XKD9A --issued cr_7Q2M --approval 123456789

Where the issuer never answered, a second receipt could be issued: look at their pages first.";

pub const SETTLE: &str = "\
Examples:
  jangbu order settle-refund 20260102-7Q2M4XKD9A --claim c-1 --again
  jangbu order settle-refund 20260102-7Q2M4XKD9A --claim c-1 --transferred 20260102-000123
  jangbu order settle-refund 20260102-7Q2M4XKD9A --claim c-1 --at-provider T0123456789
  jangbu order settle-refund 20260102-7Q2M4XKD9A --claim c-1 --transferred 20260102-000123 --looked

`jangbu order show` and `jangbu doctor` name what is refused. An order's other refunds go on meanwhile. Where a \
provider never answers, nobody knows whether it paid: look at its own pages before you pay by a transfer.";

pub const ERASE: &str = "\
Examples:
  jangbu order erase 20260102-7Q2M4XKD9A --yes

Only an order that is over, or all of which is on its way, lets its recipient go.";
