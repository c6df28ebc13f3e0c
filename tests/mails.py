#!/usr/bin/env python3
"""mails.py TURNS MAILDIR WORDS: checks that a demo's mails agree with its feed.

TURNS has the feed, a file for each turn of three hours; MAILDIR the mails; WORDS the words of the
templates. Everything is computed from the feed alone. It prints a line for each fault, and at the
end the number of mails, stores, and languages.
"""
import email.policy
import json
import re
import sys
from datetime import datetime, timedelta, timezone
from email.utils import parsedate_to_datetime
from pathlib import Path

RUN_EVERY = timedelta(hours=3)
MONEY = {                               # how the amounts of each store may be written
    "nordlicht": {"€", "EUR"},
    "brightside": {"$", "USD"},
    "kettle-co": {"£", "GBP"},
    "sakura": {"¥", "￥", "JPY"},
}
SIGNS = set().union(*MONEY.values())


def when(text):
    return datetime.fromisoformat(text.replace("Z", "+00:00"))


class Feed:
    """Who is the same person, what was in which cart, and who bought when."""

    def __init__(self, folder):
        self.parent = {}
        self.language = {}              # (store, address): what the shopper reads
        self.touched = {}               # (store, token): [(time, minor units)]
        self.cart = {}                  # (store, token): the cart's id
        self.orders = {}                # (store, id): (placed, seen, keys), as first reported
        for file in sorted(Path(folder).iterdir()):
            seen = datetime.strptime(file.stem, "%Y-%m-%dT%H").replace(tzinfo=timezone.utc) + RUN_EVERY
            for line in file.read_bytes().split(b"\n"):
                self.take(line, seen)
        self.of = {}                    # a person or a cart: [(id, placed, seen)]
        for (_, number), (placed, seen, keys) in self.orders.items():
            for one in {self.find(key) for key in keys}:
                self.of.setdefault(one, []).append((number, placed, seen))

    def find(self, key):
        while key in self.parent:
            key = self.parent[key]
        return key

    def join(self, keys):
        first, *others = {self.find(key) for key in keys}
        for other in others:
            self.parent[other] = first

    def take(self, line, seen):
        try:
            record = json.loads(line)
            store, kind = record["source"].split("/")[2], record["type"]
        except (ValueError, KeyError):
            return                      # broken intentionally
        data = record["data"]
        keys = [(store, name, data["customer"][name]) for name in ("id", "email", "phone")
                if data.get("customer", {}).get(name)]
        if keys:
            self.join(keys)
        if "locale" in data.get("customer", {}) and "email" in data["customer"]:
            self.language[store, data["customer"]["email"]] = data["customer"]["locale"][:2]
        if kind == "crt.cart.updated":
            self.take_cart(store, data["cart"])
        if kind.startswith("crt.order."):
            self.take_order(store, data["order"], keys, seen)

    def take_cart(self, store, cart):
        if "token" in cart:
            total = int(re.sub(r"\D", "", cart["total"]["amount"]))
            self.cart[store, cart["token"]] = cart["id"]
            self.touched.setdefault((store, cart["token"]), []).append((when(cart["updated"]), total))

    def take_order(self, store, order, keys, seen):
        if "cart_id" in order:
            keys = keys + [(store, "cart", order["cart_id"])]
        if order["status"] in ("bought", "awaiting") and not order.get("test"):
            self.orders.setdefault((store, order["id"]), (when(order["placed"]), seen, keys))

    def bought(self, store, token, address, date):
        """An order of this person or cart since the last change that must have been known."""
        left = max((t for t, _ in self.touched[store, token] if t <= date), default=date)
        person = self.find((store, "email", address))
        for one in (person, self.find((store, "cart", self.cart[store, token]))):
            for number, placed, seen in self.of.get(one, ()):
                if left <= placed and min(seen, placed + RUN_EVERY) <= date:
                    return number
        return None


def texts(mail):
    plain, html = (mail.get_body((kind,)).get_content() for kind in ("plain", "html"))
    return plain, html


def defects(mail):
    found = [d for part in mail.walk() for d in part.defects]
    return found + [d for part in mail.walk() for v in part.values() for d in getattr(v, "defects", ())]


def judge(feed, mail, words):
    """The store, the language, and each fault."""
    plain, html = texts(mail)
    read = re.sub(r"https?://\S+", " ", plain)     # a token may contain any characters of base64
    visible = re.sub(r"<[^>]*>", " ", re.sub(r"(?s)<(style|head).*?</\1>", " ", html))
    store, token = re.search(r"https://([a-z-]+)\.example/cart/([0-9a-f]+)", plain).groups()
    address, date = mail["To"].addresses[0].addr_spec, parsedate_to_datetime(mail["Date"])
    wanted = feed.language[store, address]
    faults = [f"defect: {d!r}" for d in defects(mail)]

    if not mail["From"].addresses[0].domain == f"{store}.example":
        faults.append(f"comes from {mail['From']}, not from {store}")
    said = {mail["Content-Language"], re.search(r'<html lang="(\w+)"', html)[1]} | \
        {lang for lang in words for text in (plain, visible) if words[lang] in text}
    if said != {wanted} or words[wanted] not in plain or words[wanted] not in visible:
        faults.append(f"speaks {sorted(said)}, not {wanted}")
    for text in (read, visible):
        signs = {sign for sign in SIGNS if sign in text}
        if not signs or not signs <= MONEY[store]:
            faults.append(f"money in {sorted(signs)}, not {sorted(MONEY[store])}")
    totals = {total for t, total in feed.touched[store, token] if t <= date}
    if not totals & {int(re.sub(r"\D", "", n)) for n in re.findall(r"\d[\d.,\xa0\u202f ]*", plain)}:
        faults.append(f"none of the cart's totals: {sorted(totals)}")
    order = feed.bought(store, token, address, date)
    if order:
        faults.append(f"had bought: order {order}")
    return store, wanted, faults


def main(feed_folder, maildir, folder):
    feed = Feed(feed_folder)
    words = {file.suffix[1:]: re.search(r"(?m)^unsubscribe: (.*)$", file.read_text("utf-8"))[1]
             for file in Path(folder).glob("words.??")}
    stores, languages, ids, bad = set(), set(), set(), 0
    files = sorted((Path(maildir) / "new").iterdir())
    for file in files:
        mail = email.message_from_bytes(file.read_bytes(), policy=email.policy.default)
        store, language, faults = judge(feed, mail, words)
        if mail["Message-ID"] in ids:
            faults.append("went twice")
        ids.add(mail["Message-ID"])
        stores.add(store)
        languages.add(language)
        bad += bool(faults)
        for fault in faults:
            print(f"{file.name}: {fault}")
    print(f"{len(files)} mails, {len(stores)} stores, {len(languages)} languages, {bad} bad")
    return 1 if bad or not files else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
