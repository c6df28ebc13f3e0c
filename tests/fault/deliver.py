# deliver.py: posts signed deliveries of Shopify to a web server's socket, many at the same time.
#
#	deliver.py SOCKET STORE SECRET FROM TO AT_ONCE [SECONDS]
#
# Posts checkouts n0001... from FROM to TO, AT_ONCE at the same time. A line for each: the id, the
# status, and the response. A request without a response has the status 0. With SECONDS, a request
# without status 200 is repeated, as platforms do, until the time is over.

import base64
import hashlib
import hmac
import queue
import socket
import sys
import threading
import time

path, store, secret, first, last, at_once = sys.argv[1:7]
end = time.monotonic() + (float(sys.argv[7]) if len(sys.argv) > 7 else 0)


def deliver(name):
    body = (
        '{"token":"t-%s","cart_token":"%s","email":"%s@shop.example","updated_at":"2026-11-20T09:14:45Z",'
        '"presentment_currency":"EUR","currency":"EUR","total_price":"12.50",'
        '"line_items":[{"title":"Tee","quantity":1,"price":"12.50"}]}' % (name, name, name)
    ).encode()
    sign = base64.b64encode(hmac.digest(secret.encode(), body, hashlib.sha256)).decode()
    head = (
        "POST /hooks/shopify/%s HTTP/1.1\r\nHost: serve.example\r\nConnection: close\r\nContent-Length: %d\r\n"
        "X-Shopify-Topic: checkouts/update\r\nX-Shopify-Hmac-Sha256: %s\r\n\r\n" % (store, len(body), sign)
    ).encode()
    try:
        with socket.socket(socket.AF_UNIX) as web:
            web.settimeout(120)
            web.connect(path)
            web.sendall(head + body)
            response = b"".join(iter(lambda: web.recv(4096), b"")).decode()
        told, _, said = response.partition("\r\n\r\n")
        return int(told.split()[1]), said[:80].split("\n")[0]
    except (OSError, IndexError) as e:
        return 0, type(e).__name__


names = queue.Queue()
for i in range(int(first), int(last) + 1):
    names.put("n%04d" % i)
lock = threading.Lock()


def work():
    while True:
        try:
            name = names.get_nowait()
        except queue.Empty:
            return
        status, said = deliver(name)
        while status != 200 and time.monotonic() < end:
            time.sleep(0.05)
            status, said = deliver(name)
        with lock:
            print(name, status, said, flush=True)


threads = [threading.Thread(target=work) for _ in range(int(at_once))]
for t in threads:
    t.start()
for t in threads:
    t.join()
