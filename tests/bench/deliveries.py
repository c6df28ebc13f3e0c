# deliveries.py: signed webhooks for the load generator: deliveries.py SECRET FIRST COUNT.
#
# Prints a line for each: the signature, a blank, and the body: a checkout of about 1,100 bytes. Every
# fifth updates an earlier cart.

import base64
import hashlib
import hmac
import random
import sys

secret, first, count = sys.argv[1].encode(), int(sys.argv[2]), int(sys.argv[3])
chance = random.Random(first)
ITEM = (
    '{"key":"%d","id":%d,"product_id":%d,"variant_id":%d,"sku":"SKU-%05d","title":"Merino crew-neck sweater, navy",'
    '"variant_title":"M","quantity":%d,"price":"%d.%02d","line_price":"%d.%02d"}'
)


def item():
    n, price, cents, quantity = chance.randrange(90000), chance.randrange(5, 200), chance.randrange(100), chance.randrange(1, 4)
    return ITEM % (n, 7000 + n, n, n, n, quantity, price, cents, price * quantity, cents)


for i in range(first, first + count):
    cart = i if i - first < 100 or chance.randrange(5) else i - chance.randrange(1, 100)
    body = (
        '{"token":"b%08d","cart_token":"t%08d","email":"bob.%d@shop.example","gateway":null,"note":null,"currency":"EUR",'
        '"created_at":"2026-11-20T09:00:00Z","updated_at":"2026-11-20T%02d:%02d:%02d.%03dZ","customer_locale":"en",'
        '"presentment_currency":"EUR","buyer_accepts_marketing":true,"total_price":"%d.%02d","subtotal_price":"10.00",'
        '"abandoned_checkout_url":"https://bench.example/checkouts/b%08d/recover",'
        '"customer":{"id":%d,"email":"bob.%d@shop.example","first_name":"Alice","last_name":"O\'Neil","phone":null},'
        '"line_items":[%s]}'
        % (cart, cart, cart, 9 + i // 3600000 % 12, i // 60000 % 60, i // 1000 % 60, i % 1000, chance.randrange(10, 900),
           chance.randrange(100), cart, cart, cart, ",".join(item() for _ in range(2)))
    ).encode()
    sign = base64.b64encode(hmac.digest(secret, body, hashlib.sha256)).decode()
    sys.stdout.write(sign + " " + body.decode() + "\n")
