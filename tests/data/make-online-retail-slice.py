#!/usr/bin/env python3
"""Makes up a shop's book in the form of the data set "Online Retail II", with all its dirt.

    tests/data/make-online-retail-slice.py [DIRECTORY]

Writes online-retail-slice.csv.gz (5,000 rows) and online-retail-slice.refused.csv (line and reason
of every row that must not be played) beside itself, the same bytes on every run. Products, prices,
customers and invoices are invented; only the form and the kinds of dirt are the real book's.
"""

import csv
import gzip
import io
import random
import sys
from datetime import datetime, timedelta
from pathlib import Path

ROWS = 5_000
HEADER = ["Invoice", "StockCode", "Description", "Quantity", "InvoiceDate", "Price", "Customer ID", "Country"]
COUNTRIES = ["United Kingdom"] * 12 + ["EIRE", "Germany", "France", "Korea", "Channel Islands"]
ADJECTIVES = ["RED", "BLUE", "TINY", "LARGE", "WOODEN", "GLASS", "STRIPED", "ROUND"]
NOUNS = ["MUG", "CANDLE", "GARDEN LANTERN", "GIFT CARD", "CHRISTMAS STAR", "JEWEL BOX", "TEA TOWEL", "DOORMAT",
         "TOY TRAIN", "PAPER BAG", "NECKLACE", "PARTY HATS"]
HOT = "90000"  # sold more often than a stock remembers keys

rng = random.Random(20091201)


def product(number):
    code = str(90000 + number) + ("" if number % 5 else "ABc"[number % 3])
    name = f"{ADJECTIVES[number % 8]} {NOUNS[number % 12]}"
    price = rng.choice(["0.42", "0.85", "1.25", "1.65", "2.1", "2.95", "3.75", "4.95", "12.75", "0.001", "0.0025"])
    return code, name + (" " if number % 4 else ""), price


PRODUCTS = [(HOT, "RED MUG, \"HOT\"", "2.55")] + [product(number) for number in range(1, 220)]
# The book writes some codes in either case; they are two codes.
PRODUCTS.append(("90005a", "LOWER CASE MUG", "1.25"))
CUSTOMERS = [(str(12000 + number) + ".0", rng.choice(COUNTRIES)) for number in range(70)]


class Book:
    def __init__(self):
        self.rows = []      # (row, reason or None)
        self.invoice = 600000
        self.time = datetime(2009, 12, 1, 7, 45)
        self.sales = []     # (customer, country, code, name, price, quantity)

    def number(self, prefix=""):
        self.invoice += 1
        return f"{prefix}{self.invoice}"

    def tick(self):
        self.time += timedelta(minutes=rng.randrange(1, 200))
        if not 7 <= self.time.hour < 20:
            self.time = (self.time + timedelta(days=1)).replace(hour=7, minute=rng.randrange(60))

    def add(self, invoice, code, name, quantity, price, customer="", country="United Kingdom", reason=None, at=None):
        at = at or self.time.strftime("%Y-%m-%d %H:%M:%S")
        self.rows.append(([invoice, code, name, str(quantity), at, price, customer, country], reason))

    def sale(self, lines):
        self.tick()
        invoice = self.number()
        customer, country = rng.choice(CUSTOMERS) if rng.random() < 0.75 else ("", rng.choice(COUNTRIES))
        picked = rng.choices(PRODUCTS[1:], k=lines)
        if rng.random() < 0.72:
            picked.append(PRODUCTS[0])
        for code, name, price in picked:
            quantity = rng.choice([1, 1, 2, 3, 4, 6, 12, 24])
            self.add(invoice, code, name, quantity, price, customer, country)
            self.sales.append((customer, country, code, name, price, quantity))
        chance = rng.random()
        if chance < 0.08:
            self.add(invoice, "POST", "POSTAGE", rng.choice([1, 1, 2]), "18.0", customer, country)
        elif chance < 0.12:
            self.add(invoice, rng.choice("Mm"), "Manual", 1, "7.5", customer, country)
        elif chance < 0.15:
            self.add(invoice, "D", "Discount", -1, "0.25", customer, country)
        elif chance < 0.17:
            self.add(invoice, "DOT", "DOTCOM POSTAGE", 1, "11.17", customer, country)
        elif chance < 0.19:
            code, name, _ = rng.choice(PRODUCTS)
            self.add(invoice, code, name, 2, "0.0", customer, country)  # a gift, or priced elsewhere

    def cancellation(self):
        self.tick()
        invoice = self.number("C")
        customer, country, *_ = rng.choice(self.sales)
        bought = [sale for sale in self.sales[-2500:] if sale[:2] == (customer, country)]
        for _, _, code, name, price, quantity in rng.sample(bought, min(len(bought), rng.choice([1, 1, 2, 4]))):
            back = rng.choice([1, quantity, quantity, 2 * quantity, 40])
            other = rng.random() < 0.1
            self.add(invoice, code, name, -back, "99.95" if other else price, customer, country)
        if rng.random() < 0.2:
            self.add(invoice, rng.choice(["POST", "M", "D", "S"]), "Discount", -1, "3.33", customer, country)

    def note(self):
        """About the stock: nobody bought, nothing cost anything."""
        self.tick()
        code, *_ = rng.choice(PRODUCTS)
        words = rng.choice(["", "damages", "missing", "given away", "sold as set on dotcom", "counted by jo", "?"])
        self.add(self.number(), code, words, rng.choice([-1, -3, -12, -60, 5, 48]), "0.0")

    def interleave(self):
        """Two invoices written in the same minute stand row by row between each other."""
        self.tick()
        one, two = self.number(), self.number()
        for code, name, price in rng.choices(PRODUCTS, k=6):
            self.add(one, code, name, 3, price, "12001.0", "EIRE")
            self.add(two, code, name, 1, price, "", "Germany")


def curiosities(book):
    """One of each thing that the real book holds, and some that another book may hold."""
    good = ("90001", "TINY CANDLE", 1, "1.25", "12003.0", "France")

    def odd(reason, **changes):
        book.tick()
        row = dict(zip(["code", "name", "quantity", "price", "customer", "country"], good)) | changes
        invoice = row.pop("invoice", None) or book.number()
        book.add(invoice, reason=reason, **row)

    # Rows that cannot be read.
    odd("invoice", invoice="X1")
    odd("code", code="")
    odd("quantity", quantity=0)
    odd("quantity", quantity="1.5")
    odd("quantity", quantity=250_000)
    odd("price", price="1,25")
    odd("price", price="")
    odd("date", at="13/01/2010 10:00")
    odd("customer", customer="Kim")
    odd("country", country="")
    book.rows.append((["600", "90001", "TOO SHORT", "1", "2010-01-05 10:00:00"], "columns"))
    book.rows.append((["601", "90001", "TOO, LONG", "1", "2010-01-05 10:00:00", "1.0", "", "EIRE", "x"], "columns"))
    # Rows that can be read and are nothing a shop does.
    odd("bad_debt", invoice=book.number("A"), code="B", name="Adjust bad debt", price="-53594.36", customer="")
    odd("bad_debt", code="B", name="Adjust bad debt")
    odd("test_code", code="TEST001", price="4.5")
    odd("test_code", invoice=book.number("C"), code="TEST002", quantity=-1)
    odd("empty_charge", code="DOT", price="0.0", customer="")
    odd("negative_price", price="-1.25")
    odd("negative_sale", quantity=-2)
    odd("positive_cancellation", invoice=book.number("C"), code="M", price="373.57", customer="")
    odd("worthless_cancellation", invoice=book.number("C"), quantity=-2, price="0.0")
    odd("price", price="60000.0", quantity=1)
    # A discount above what its invoice comes to is left out, the rest is played.
    book.tick()
    invoice = book.number()
    book.add(invoice, "90001", "TINY CANDLE", 2, "1.25", "12003.0", "France")
    book.add(invoice, "D", "Discount", -1, "2.51", "12003.0", "France", reason="negative_total")
    # Rows that do not fit their invoice's first.
    book.time = book.time.replace(hour=23, minute=59)
    invoice = book.number()
    book.add(invoice, *good)
    book.add(invoice, "90002", "BEFORE MIDNIGHT", 1, "1.0", "12003.0", "France")
    book.time += timedelta(minutes=1)
    book.add(invoice, "90002", "AFTER MIDNIGHT", 1, "1.0", "12003.0", "France", reason="mixed_invoice")
    book.add(invoice, "90002", "ANOTHER BUYER", 1, "1.0", "12004.0", "France", reason="mixed_invoice")
    book.add(invoice, "90002", "ANOTHER COUNTRY", 1, "1.0", "12003.0", "Spain", reason="mixed_invoice")
    returns(book)
    wholes(book)


def returns(book):
    """Cancellations that meet more than one purchase, none, or not enough."""
    buyer = ("12777.0", "Korea")
    for quantity in (10, 5, 7):
        book.tick()
        invoice = book.number()
        book.add(invoice, "95001", "RETURNED MUG", quantity, "1.99", *buyer)
        book.add(invoice, "95001", "RETURNED MUG", 1, "1.99", *buyer)
        book.add(invoice, "95002", "KEPT MUG", 1, "0.5", *buyer)
    for back in (9, 9, 9):
        book.tick()
        invoice = book.number("C")
        book.add(invoice, "95001", "RETURNED MUG", -back, "1.99", *buyer)
        book.add(invoice, "95001", "RETURNED MUG", -1, "1.99", *buyer)
    # All of an order comes back, in the minute in which it was sold.
    book.tick()
    invoice, back = book.number(), book.number("C")
    book.add(invoice, "95003", "WRONG MUG", 3, "2.0", *buyer)
    book.add(back, "95003", "WRONG MUG", -3, "2.0", *buyer)
    # From another country, by nobody, and before it was bought: no purchase is found.
    for customer, country in [("12777.0", "Japan"), ("", "Korea")]:
        book.tick()
        book.add(book.number("C"), "95002", "KEPT MUG", -1, "0.5", customer, country)
    book.tick()
    book.add(book.number("C"), "95004", "MUG FROM LAST YEAR", -4, "3.1", *buyer)
    book.tick()
    book.add(book.number(), "95004", "MUG FROM LAST YEAR", 4, "3.1", *buyer)
    # A discounted order pays back no more than it was paid.
    book.tick()
    invoice, back = book.number(), book.number("C")
    book.add(invoice, "95005", "CHEAP MUG", 4, "5.0", *buyer)
    book.add(invoice, "D", "Discount", -1, "4.0", *buyer)
    book.tick()
    book.add(back, "95005", "CHEAP MUG", -4, "5.0", *buyer)


def wholes(book):
    """Invoices whose rows make sense only together, and odd texts."""
    book.tick()
    invoice = book.number()
    book.add(invoice, "M", "Manual", 1, "924.59")
    for code, name, _ in PRODUCTS[3:20]:
        book.add(invoice, code, name, 2, "0.0")
    book.tick()
    book.add(book.number(), "90001", "TINY CANDLE", 12, "0.0", "12003.0", "France")  # only a gift
    book.tick()
    book.add(book.number(), "AMAZONFEE", "AMAZON FEE", 1, "13541.33")  # only a charge
    book.tick()
    book.add(book.number("C"), "BANK CHARGES", "Bank Charges", -1, "18910.69")
    book.tick()
    book.add(book.number(), "ADJUST", "Adjustment by somebody", 1, "96.46", "12745.0", "EIRE")
    book.tick()
    book.add(book.number(), "95006 ", " BLANKS AROUND ", 1, "16.13")
    book.tick()
    book.add(book.number(), "gift_0001_30", "Gift Voucher £30.00", 1, "26.08")
    book.tick()
    book.add(book.number(), "95007", "A NAME OF\nTWO LINES, \"QUOTED\"", 1, "1.0", "12003", "France")
    book.tick()
    book.add(book.number(), "95008", "", 5000, "0.0")  # found, and never sold


def write(book, directory):
    text, refused, line = io.StringIO(newline=""), [], 2
    table = csv.writer(text, lineterminator="\n")
    table.writerow(HEADER)
    for row, reason in book.rows:
        if reason:
            refused.append((line, reason))
        table.writerow(row)
        line += 1 + sum(field.count("\n") for field in row)
    data = text.getvalue().encode().replace("£30.00".encode(), b"\xa330.00")  # one text in Latin-1
    with open(directory / "online-retail-slice.csv.gz", "wb") as file:
        with gzip.GzipFile(filename="", mode="wb", fileobj=file, mtime=0) as packed:
            packed.write(data)
    with open(directory / "online-retail-slice.refused.csv", "w", newline="") as file:
        table = csv.writer(file, lineterminator="\n")
        table.writerow(["line", "reason"])
        table.writerows(refused)


def main():
    directory = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent
    book, curious = Book(), True
    while len(book.rows) < ROWS - 450:
        chance = rng.random()
        if chance < 0.82:
            book.sale(rng.choice([1, 1, 2, 3, 4, 5, 6, 8, 16]))
        elif chance < 0.93:
            book.cancellation() if len(book.sales) > 50 else book.sale(3)
        elif chance < 0.98:
            book.note()
        else:
            book.interleave()
        if curious and len(book.rows) > 2_000:
            curiosities(book)
            curious = False
    book.sale(260)
    while len(book.rows) < ROWS:
        book.tick()
        book.add(book.number(), HOT, PRODUCTS[0][1], 1, "2.55")
    write(book, directory)


if __name__ == "__main__":
    main()
