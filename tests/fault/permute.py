# permute.py: shuffles one feed of records many times.
#
#	permute.py SEED N DIR
#
# No two records have the same time. DIR/0 has the feed in the order of its times. DIR/1 to DIR/N have
# it shuffled, with some records two or three times. A line "FILE BATCH" for each goes to standard
# output: how many lines are one transaction. The same seed gives the same bytes.

import json
import random
import sys

DAY = "2026-11-%02dT%02d:%02d:00Z"


class Feed:
    def __init__(self):
        self.lines = []
        self.of = {}

    def time(self, when):
        self.of[when] = self.of.get(when, -1) + 1
        return (DAY % when).replace(":00Z", ":%02dZ" % self.of[when])

    def add(self, kind, when, data, id=None):
        record = {
            "specversion": "1.0",
            "id": id or "e%03d" % len(self.lines),
            "source": "/stores/acme",
            "type": "crt." + kind,
            "time": self.time(when),
            "data": data,
        }
        self.lines.append((record["time"], json.dumps(record)))

    def cart(self, when, id, items, customer=None, **more):
        cart = {"id": id, "currency": "EUR", "url": "https://acme.example/" + id, **more}
        cart["items"] = [
            {"title": "Thing %d" % i, "quantity": i + 1, "price": "%d.50" % i}
            for i in range(items)
        ]
        if items:
            cart["total"] = "%d.25" % items
        data = {"cart": cart}
        if customer:
            data["customer"] = customer
        self.add("cart.updated", when, data)

    def order(self, kind, when, id, status, customer=None, **more):
        order = {"id": id, "status": status, "total": "20.00", "currency": "EUR", **more}
        data = {"order": order}
        if customer:
            data["customer"] = customer
        self.add("order." + kind, when, data)


def carts(f):
    ann = {"id": "u1", "email": "ann@a.example", "first_name": "Ann"}
    bob = {"email": "bob@a.example", "phone": "+4930901820"}
    # changed repeatedly, by a guest who is Ann
    f.cart((1, 8, 0), "c1", 1, {"email": "ann@a.example"}, created=DAY % (1, 7, 0))
    f.cart((1, 8, 5), "c1", 2, ann, token="t1", discount_codes=["A"])
    f.cart((1, 8, 9), "c1", 3, {"phone": "+4930901821"}, token="t1b")
    f.cart((1, 8, 9), "c1", 2, note="at the same minute")
    # the newest origin counts, also if a newer state of the cart has none
    for minute, device in (3, {"user_agent": "a Mobile"}), (4, {"referrer": "https://b.example/?q=1"}), (7, {}):
        f.add("cart.updated", (1, 8, minute), {"cart": {"id": "c1", "items": []}, "device": device})
    # emptied, filled, emptied; filled after it was deleted
    f.cart((1, 9, 0), "c2", 2, bob)
    f.cart((1, 9, 4), "c2", 0, bob)
    f.cart((1, 9, 8), "c2", 1, bob)
    f.cart((1, 9, 9), "c3", 2, bob)
    f.add("cart.deleted", (1, 9, 30), {"cart": {"id": "c3"}})
    f.cart((1, 9, 40), "c3", 1, {"id": "u3", "email": "cy@a.example"})
    f.cart((1, 10, 0), "c4", 2, {"id": "u4"})
    f.add("cart.merged", (1, 10, 5), {"cart": {"id": "c4"}, "into": {"id": "c5"}})
    f.cart((1, 10, 5), "c5", 4, {"id": "u4", "email": "dee@a.example"})
    # ended by its token, before and after its last change
    f.cart((1, 11, 0), "c6", 2, {"id": "u6"}, token="t6")
    f.cart((1, 11, 5), "c6", 3, {"id": "u6"}, token="t6")
    f.add("cart.deleted", (1, 11, 30), {"cart": {"id": "t6", "token": "t6"}})
    f.cart((1, 11, 0), "c7", 2, {"id": "u7"}, token="t7")
    f.add("cart.merged", (1, 11, 30), {"cart": {"id": "t7"}})
    f.cart((1, 11, 40), "c7", 2, {"id": "u7"})
    # three people at one cart in turns: the one in between counts, too
    for minute, who in ((0, "u21"), (2, "u22"), (4, "u21"), (6, "u23"), (8, "u22")):
        f.cart((1, 11, minute), "c13", 1, {"id": who})
    f.cart((1, 11, 50), "c14", 1, {"id": "u23", "email": "hal@a.example"})
    # carts of nobody and of a robot
    f.cart((1, 12, 0), "c8", 1)
    f.add("cart.updated", (1, 12, 1), {
        "cart": {"id": "c9", "items": [{"title": "x", "quantity": 1}]},
        "device": {"user_agent": "Googlebot/2.1"}})


def orders(f):
    # before its cart, after it, with its token, with another address of the person
    f.order("placed", (1, 7, 30), "o1", "bought", {"email": "ann@a.example"})
    f.order("placed", (1, 13, 0), "o2", "awaiting", {"id": "u3"}, cart_id="c3", number="#2")
    f.order("updated", (1, 13, 5), "o2", "bought", {"email": "cy@a.example", "phone": "+4930901823"})
    f.order("updated", (1, 13, 9), "o2", "bought", cart_id="c3b", refunded="5.00", tax="3.19", shipping="4.10")
    f.order("updated", (1, 13, 9), "o2", "bought", checkout_id="k2", placed=DAY % (1, 12, 59))
    f.order("placed", (1, 14, 0), "o3", "failed", {"id": "u4"}, checkout_id="c5")
    f.order("updated", (1, 14, 2), "o3", "not_a_checkout", {"id": "u4", "last_name": "Dee"})
    f.order("placed", (1, 15, 0), "o4", "bought", {"phone": "+4930901820"}, cart_id="t7", number="#4")
    f.order("updated", (1, 15, 0), "o4", "bought", {"email": "eve@a.example"}, cart_id="t7")
    # placed before the last change of the cart: the person is using it again
    f.cart((1, 15, 30), "c11", 2, {"id": "u11", "email": "fay@a.example"})
    f.order("placed", (1, 15, 40), "o5", "bought", {"email": "fay@a.example"})
    f.cart((1, 15, 50), "c11", 3, {"id": "u11"})
    f.cart((1, 15, 30), "c12", 2, {"id": "u12", "phone": "+4930901827"})
    f.order("placed", (1, 15, 40), "o6", "bought", {"phone": "+4930901827"})
    # carts that become orders with their own ids; c17 was never stored as a cart
    f.cart((1, 15, 10), "c15", 1, {"id": "u15"})
    f.cart((1, 15, 20), "c16", 1, {"id": "u16"})
    f.cart((1, 15, 35), "c18", 1, {"id": "u15"})
    for minute in 30, 50:
        times = {"placed": DAY % (1, 15, 0), "confirmed": DAY % (1, 15, minute)}
        f.order("updated", (1, 15, minute), "c15", "bought", {"id": "u15"}, cart_id="c15", **times)
        f.order("updated", (1, 15, minute), "c17", "bought", {"id": "u16"}, cart_id="c17", **times)


def people(f):
    def customer(when, **c):
        f.add("customer.updated", when, {"customer": c})

    customer((1, 6, 0), id="u1", first_name="A.", last_name="One", locale="de", country="DE")
    customer((1, 16, 0), id="u1", first_name="Anna", timezone="Europe/Berlin")
    customer((1, 16, 0), id="u1", tags="vip, wholesale")
    customer((1, 16, 1), id="u1", tags=["old"])
    customer((1, 16, 2), id="u1", tags=7)
    customer((1, 16, 0), id="u1", last_name="Two", region="BE", country="DE")
    customer((1, 16, 5), id="u1", email="anna@a.example", locale="en")
    customer((1, 16, 9), id="u1", phone="+4930901829")
    customer((1, 16, 9), email="bob@a.example", first_name="Bob")
    f.add("customer.merged", (1, 16, 10), {"customer": {"id": "u7"}, "into": {"id": "u6"}})
    f.add("customer.deleted", (1, 16, 20), {"customer": {"id": "u4"}})
    customer((1, 16, 30), id="u4", email="dee2@a.example")
    customer((1, 16, 10), id="u4", email="dee1@a.example", locale="fr")
    for minute, digit in ((40, 1), (41, 2), (42, 1), (43, 3), (44, 2)):
        customer((1, 16, minute), id="u9", phone="+493090183%d" % digit)
    customer((1, 16, 45), id="u10", phone="+4930901831", email="ida@a.example")


def consents(f):
    def said(when, action, **more):
        f.add("consent.changed", when,
              {"customer": {"id": "u1"}, "channel": "EMAIL", "action": action, **more})

    def state(state, source, when):
        return {"email": {"state": state, "source": source, "time": DAY % when}}

    said((1, 17, 0), "grant", wording="may we?", evidence="page 1")
    said((1, 17, 0), "grant", wording="may we, please?")
    said((1, 17, 0), "pending", source="form")
    said((1, 17, 5), "withdraw", source="form")
    said((1, 17, 9), "grant", source="call")
    f.add("customer.updated", (1, 17, 20),
          {"customer": {"id": "u3", "consent": state("granted", "checkout", (1, 9, 0))}})
    f.add("customer.updated", (1, 17, 30),
          {"customer": {"id": "u3", "consent": state("granted", "account", (1, 9, 0))}})
    f.add("customer.updated", (1, 17, 10),
          {"customer": {"id": "u3", "consent": state("denied", "account", (1, 9, 0))}})
    f.add("consent.changed", (1, 17, 40), {
        "customer": {"phone": "+4930901820"}, "channel": "SMS", "action": "withdraw"})


def rest(f):
    f.add("session.event", (1, 18, 0), {
        "session": "s1", "kind": "identify", "customer": {"id": "u8", "email": "gus@a.example"},
        "cart": {"id": "c8"}})
    f.add("session.event", (1, 18, 1), {
        "session": "s1", "kind": "identify", "customer": {"phone": "+4930901828"}})
    f.add("session.event", (1, 18, 2), {"session": "s2", "kind": "page_view"})
    for minute, cursor in ((0, "a"), (5, "b")):
        f.add("sync.checkpoint", (1, 19, minute), {
            "stream": "orders", "cursor": cursor, "complete": True,
            "orders_seen_at": DAY % (1, 19, minute)})
    f.add("privacy.requested", (1, 19, 10), {"kind": "access", "customer": {"id": "u3"}})


def main():
    seed, n, folder = int(sys.argv[1]), int(sys.argv[2]), sys.argv[3]
    feed = Feed()
    for part in (carts, orders, people, consents, rest):
        part(feed)
    dice = random.Random(seed)
    lines = [line for _, line in sorted(feed.lines)]
    for i in range(n + 1):
        mine = list(lines)
        if i:
            mine += dice.choices(lines, k=dice.randrange(len(lines)))
            dice.shuffle(mine)
        with open("%s/%d" % (folder, i), "w") as out:
            out.write("\n".join(mine) + "\n")
        print(i, dice.choice([1, 2, 3, 7, 20, len(mine)]) if i else len(mine))


main()
