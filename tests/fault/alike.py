# alike.py: posts unsigned deliveries to a web server's socket and prints the responses.
#
#	alike.py SOCKET STORE...
#
# It posts to every platform's address of every store, all at the same time. A line for each: the
# store, the request, and the whole response without its date.

import re
import socket
import sys
import threading

path, stores = sys.argv[1], sys.argv[2:]
wrong = "d29yZHMgdGhhdCBub2JvZHkgaGFzIHNpZ25lZCwgMzI="  # 32 bytes
signed = [
    "X-Shopify-Hmac-Sha256: " + wrong, "X-WC-Webhook-Signature: " + wrong, "webhook-id: 1",
    "webhook-timestamp: 1", "webhook-signature: v1," + wrong, "x-adobe-digital-signature-1: " + wrong,
]
requests = {
    "unsigned": ("POST", "", [], "x"),
    "wrong": ("POST", "", signed, "x"),
    "nonsense": ("POST", "", [h.replace(wrong, "-") for h in signed], "x"),
    "ping": ("POST", "", [], "webhook_id=1"),
    "get": ("GET", "", [], ""),
    "challenge": ("GET", "?challenge=x", [], ""),
}
lines = []


def send_delivery(store, platform, name):
    method, query, headers, body = requests[name]
    head = ["%s /hooks/%s/%s%s HTTP/1.1" % (method, platform, store, query), "Host: serve.example", "Connection: close"]
    head += ["Content-Length: %d" % len(body)] + headers
    with socket.socket(socket.AF_UNIX) as web:
        web.connect(path)
        web.sendall(("\r\n".join(head) + "\r\n\r\n" + body).encode())
        response = b"".join(iter(lambda: web.recv(4096), b"")).decode()
    response = re.sub("Date: [^\r]*", "", response)
    lines.append("%s\t%s %s\t%s" % (store, platform, name, "|".join(response.split())))


threads = [
    threading.Thread(target=send_delivery, args=(store, platform, name))
    for store in stores
    for platform in ("shopify", "woocommerce", "bigcommerce", "adobe", "magento", "other")
    for name in requests
]
for t in threads:
    t.start()
for t in threads:
    t.join()
print("\n".join(sorted(lines)))
