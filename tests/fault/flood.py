# flood.py: posts a genuine delivery of Shopify after invalid ones to a web server's socket.
#
#	flood.py SOCKET STORE SECRET REFUSED
#
# Posts REFUSED unsigned deliveries, half of them for an unknown store, then a genuine one, each on its
# own connection. Prints the responses in the order in which they arrive.

import base64
import hashlib
import hmac
import selectors
import socket
import sys

path, store, secret, refused = sys.argv[1:5]
body = (
    b'{"token":"t-1","cart_token":"c1","email":"ann@shop.example","updated_at":"2026-11-20T09:14:45Z",'
    b'"presentment_currency":"EUR","currency":"EUR","total_price":"12.50","line_items":[]}'
)
selector = selectors.DefaultSelector()


def send(to, key):
    sign = base64.b64encode(hmac.digest(key.encode(), body, hashlib.sha256)).decode()
    web = socket.socket(socket.AF_UNIX)
    web.connect(path)
    web.sendall(
        (
            "POST /hooks/shopify/%s HTTP/1.1\r\nHost: serve.example\r\nConnection: close\r\nContent-Length: %d\r\n"
            "X-Shopify-Topic: checkouts/update\r\nX-Shopify-Hmac-Sha256: %s\r\n\r\n" % (to, len(body), sign)
        ).encode()
        + body
    )
    selector.register(web, selectors.EVENT_READ, to)


for i in range(int(refused)):
    send(store if i % 2 else "nobody", "not the secret")
send(store, secret)
for _ in range(int(refused) + 1):
    key = selector.select()[0][0]
    response = b"".join(iter(lambda: key.fileobj.recv(4096), b"")).decode()
    selector.unregister(key.fileobj)
    print(key.data, response.split()[1], response.partition("\r\n\r\n")[2].strip(), flush=True)
