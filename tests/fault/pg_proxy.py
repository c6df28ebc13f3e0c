#!/usr/bin/python3
"""pg_proxy.py: a PostgreSQL server that rejects the first statements of a connection.

    pg_proxy.py FOLDER SOCKET SQLSTATE N

Listens at FOLDER/.s.PGSQL.5432, and passes everything on to the server at SOCKET, except the first
N simple statements, which it rejects itself.  FOLDER/refused: the number of these.
"""
import os
import socket
import struct
import sys
import threading

folder, real, state, most = sys.argv[1], sys.argv[2], sys.argv[3], int(sys.argv[4])
refused = 0


def whole(s, n):
    data = b''
    while len(data) < n:
        more = s.recv(n - len(data))
        if not more:
            raise EOFError
        data += more
    return data


def error():
    fields = b'SERROR\0VERROR\0C' + state.encode() + b'\0Mrefused\0\0'
    return b'E' + struct.pack('!i', 4 + len(fields)) + fields + b'Z' + struct.pack('!i', 5) + b'I'


def back(server, client):
    while data := server.recv(65536):
        client.sendall(data)


def refuse(client):
    global refused
    refused += 1
    with open(os.path.join(folder, 'refused'), 'w') as f:
        f.write('%d\n' % refused)
    client.sendall(error())


def serve(client):
    server = socket.socket(socket.AF_UNIX)
    server.connect(real)
    threading.Thread(target=back, args=(server, client), daemon=True).start()
    n = whole(client, 4)            # the first message has no type
    server.sendall(n + whole(client, struct.unpack('!i', n)[0] - 4))
    while True:
        head = whole(client, 5)
        body = whole(client, struct.unpack('!i', head[1:])[0] - 4)
        if head[:1] == b'Q' and refused < most:
            refuse(client)
        else:
            server.sendall(head + body)


listener = socket.socket(socket.AF_UNIX)
listener.bind(os.path.join(folder, '.s.PGSQL.5432'))
listener.listen()
open(os.path.join(folder, 'port'), 'w').close()
while True:
    try:
        serve(listener.accept()[0])
    except EOFError:
        pass
