#!/usr/bin/python3
"""tls_script.py: a TLS server that completes the handshake, or with --silent accepts and says nothing.

    tls_script.py FOLDER CERT KEY [--silent]

Writes FOLDER/port when it listens.
"""
import os
import socket
import ssl
import sys

folder, cert, key = sys.argv[1:4]
context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
context.load_cert_chain(cert, key)
listener = socket.create_server(('127.0.0.1', 0))
with open(os.path.join(folder, 'port.new'), 'w') as f:
    f.write(str(listener.getsockname()[1]))
os.rename(os.path.join(folder, 'port.new'), os.path.join(folder, 'port'))
held = []
while True:
    connection, _ = listener.accept()
    if '--silent' in sys.argv:
        held.append(connection)
        continue
    try:
        context.wrap_socket(connection, server_side=True).close()
    except OSError:
        connection.close()
