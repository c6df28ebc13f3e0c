#!/usr/bin/env python3
"""dns_script.py FOLDER FILE: a DNS server whose records are the lines of FILE: NAME TYPE TEXT.

It serves on a free port of loopback, which it writes to FOLDER/port, and reads FILE again for each
query. TYPE is TXT, MX, or A; a TXT is sent in strings of 255 bytes. A name in the file with the
type NONE exists without records; FAIL fails the query. An unknown name does not exist.
"""
import os
import socket
import struct
import sys

TYPES = {1: "A", 15: "MX", 16: "TXT"}


def question(query):
    labels, at = [], 12
    while query[at]:
        labels.append(query[at + 1:at + 1 + query[at]].decode())
        at += 1 + query[at]
    return ".".join(labels).lower(), struct.unpack(">H", query[at + 1:at + 3])[0], query[12:at + 5]


def data(kind, text):
    if kind == "A":
        return socket.inet_aton(text)
    if kind == "MX":
        name = b"".join(bytes([len(label)]) + label.encode() for label in text.split("."))
        return struct.pack(">H", 10) + name + b"\0"
    parts = [text[i:i + 255].encode() for i in range(0, len(text), 255)]
    return b"".join(bytes([len(part)]) + part for part in parts)


def response(query, lines):
    name, kind, repeated = question(query)
    mine = [line.split(None, 2) for line in lines if line.split(None, 1)[0] == name]
    found = [data(TYPES[kind], line[2]) for line in mine if line[1] == TYPES.get(kind)]
    code = 2 if any(line[1] == "FAIL" for line in mine) else 0 if mine else 3
    records = b"".join(b"\xc0\x0c" + struct.pack(">HHIH", kind, 1, 60, len(r)) + r for r in found)
    return query[:2] + struct.pack(">HHHHH", 0x8180 | code, 1, len(found), 0, 0) + repeated + records


def main():
    server = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    server.bind(("127.0.0.1", 0))
    port = os.path.join(sys.argv[1], "port")
    with open(port + ".new", "w") as f:
        f.write(str(server.getsockname()[1]))
    os.rename(port + ".new", port)
    while True:
        query, peer = server.recvfrom(4096)
        with open(sys.argv[2]) as f:
            server.sendto(response(query, f.read().splitlines()), peer)


main()
