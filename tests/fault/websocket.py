#!/usr/bin/env python3
# websocket.py: a WebSocket client that prints the first text messages of a server.
#
# websocket.py PORT PATH ORIGIN COUNT: prints COUNT messages, or "refused STATUS". It prints "open" once it is connected.
import base64, os, socket, sys

port, path, origin, count = int(sys.argv[1]), sys.argv[2], sys.argv[3], int(sys.argv[4])
s = socket.create_connection(("127.0.0.1", port), timeout=60)
s.sendall(("GET %s HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nOrigin: %s\r\n"
           "Sec-WebSocket-Key: %s\r\nSec-WebSocket-Version: 13\r\n\r\n"
           % (path, port, origin, base64.b64encode(os.urandom(16)).decode())).encode())
f = s.makefile("rb")
status = f.readline().split()[1].decode()
while f.readline().strip():
    pass
if status != "101":
    print("refused", status)
    sys.exit()
print("open", flush=True)
while count:
    op, size = f.read(2)
    size &= 127
    if size > 125:
        size = int.from_bytes(f.read(2 if size == 126 else 8), "big")
    text = f.read(size)
    if op & 15 == 1:
        print(text.decode(), flush=True)
        count -= 1
