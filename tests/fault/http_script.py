#!/usr/bin/python3
"""http_script.py: a shop's web server that responds as a script defines.

    http_script.py FOLDER SCRIPT [--tls CERT KEY]

Writes FOLDER/port when it listens, and FOLDER/log: a line of JSON for each request before its
response: n, connection, method, target (unchanged), path, query, headers (names in lower case),
body, rule and response (from 0; null: no rule matches, and the response is 404), refused (true: see
expect).

The script is a JSON list of rules. The first one that matches responds. The script is read again
when the file has changed (rename a new one over it). All rules then start again. A rule:

    method    "GET"; absent: any
    path      "/orders": this path;  "/orders*": paths that start so;  "~^/orders/[0-9]+$": regex
    query     {"page": "2", "since": "~^2026"}: required parameters; others are allowed; null: absent
    headers   {"authorization": "~^Bearer "}: the same for header fields
    contains  "abandonedCheckouts": the body contains this text; or a list of texts
    expect    like headers, but a request that does not match gets status 401
    responses   a list; each request gets the next, and the last one repeats.  A response:

    status    200
    headers   {"X-A": "b"}; two fields of one name: {"Link": ["a", "b"]}
    body      text, or any other value, which is printed as JSON
    file      the body is in this file, relative to the script
    repeat    the body N times
    gzip      true: compressed
    chunked   true: in pieces of 4096 bytes without a Content-Length
    delay     seconds before the first byte
    until     not before this file exists
    cut       the connection closes after N bytes of the body
    close     true: the connection closes without a response (a client that has kept it open
              may try again on a new one, which gets the next response)
    never     true: no response as long as the client waits
    raw       text sent instead of all that, then the connection closes
"""
import json
import os
import re
import socket
import sys
import threading
import time
import urllib.parse

# Python's own HTTP server takes longer to import than most tests take; gzip and ssl are rarely needed.
FOLDER, SCRIPT = sys.argv[1:3]
TLS = sys.argv[4:6] if sys.argv[3:4] == ['--tls'] else None
lock = threading.Lock()


class Script:
    def __init__(self):
        self.stamp, self.rules, self.taken, self.requests = None, [], [], 0

    def fresh(self):
        st = os.stat(SCRIPT)
        if (st.st_ino, st.st_mtime_ns) != self.stamp:
            self.stamp = (st.st_ino, st.st_mtime_ns)
            with open(SCRIPT) as f:
                self.rules = json.load(f)
            self.taken = [0] * len(self.rules)

    def respond(self, request):
        """The response to a request, which is logged with it."""
        with lock:
            self.fresh()
            self.requests += 1
            request = dict(request, n=self.requests, rule=None, response=None, refused=False)
            found = {'status': 404, 'body': {'error': 'no rule fits'}}
            for i, rule in enumerate(self.rules):
                if not fits(rule, request):
                    continue
                request['rule'] = i
                if not all_fit(rule.get('expect', {}), request['headers']):
                    request['refused'], found = True, {'status': 401, 'body': {'error': 'refused'}}
                    break
                request['response'] = min(self.taken[i], len(rule['responses']) - 1)
                self.taken[i] += 1
                found = rule['responses'][request['response']]
                break
            with open(os.path.join(FOLDER, 'log'), 'a') as f:
                f.write(json.dumps(request) + '\n')
            return found


def text_fits(wanted, got):
    if wanted is None or got is None:
        return wanted is got
    if wanted.startswith('~'):
        return re.search(wanted[1:], got) is not None
    return wanted == got


def all_fit(wanted, got):
    return all(text_fits(v, got.get(k)) for k, v in wanted.items())


def fits(rule, request):
    path = rule.get('path', '*')
    if path.endswith('*') and not path.startswith('~'):
        if not request['path'].startswith(path[:-1]):
            return False
    elif not text_fits(path, request['path']):
        return False
    words = rule.get('contains', [])
    return (rule.get('method', request['method']) == request['method']
            and all_fit(rule.get('query', {}), request['query'])
            and all_fit(rule.get('headers', {}), request['headers'])
            and all(w in request['body'] for w in ([words] if isinstance(words, str) else words)))


def body_of(a):
    if 'file' in a:
        with open(os.path.join(os.path.dirname(SCRIPT), a['file']), 'rb') as f:
            body = f.read()
    else:
        body = a.get('body', '')
        body = (body if isinstance(body, str) else json.dumps(body)).encode()
    body *= a.get('repeat', 1)
    if a.get('gzip'):
        import gzip
        return gzip.compress(body)
    return body


class Connection:
    """Requests of one client, one after the other."""

    def __init__(self, connection, address):
        self.connection, self.address, self.open, self.rfile = connection, address, True, None
        # Else the body waits 40 ms for the acknowledgment of the headers.
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def run(self):
        try:
            if TLS:
                self.connection = context.wrap_socket(self.connection, server_side=True)
            self.rfile = self.connection.makefile('rb')
            while self.open and self.read():
                self.do()
        except (OSError, ValueError):
            pass
        finally:
            if self.rfile:
                self.rfile.close()
            self.connection.close()

    def read(self):
        """Whether there is another request: its line and its headers, names in lower case."""
        line = self.rfile.readline().decode('latin-1').split()
        if len(line) != 3:
            return False
        self.command, self.path, version = line
        self.headers = {}
        while line := self.rfile.readline().decode('latin-1').rstrip('\r\n'):
            name, _, value = line.partition(':')
            self.headers[name.lower()] = value.strip()
        kept = self.headers.get('connection', '').lower()
        self.open = kept != 'close' and (version != 'HTTP/1.0' or kept == 'keep-alive')
        if self.headers.get('expect', '').lower() == '100-continue':
            self.write(b'HTTP/1.1 100 Continue\r\n\r\n')
        return True

    def write(self, data):
        self.connection.sendall(data)

    def end(self, hard=False):
        self.open = False
        try:
            if hard:
                self.connection.shutdown(socket.SHUT_RDWR)
        except OSError:
            pass

    def head(self, a, length):
        lines = ['HTTP/1.1 %d Said' % a.get('status', 200),
                 'Date: ' + time.strftime('%a, %d %b %Y %H:%M:%S GMT', time.gmtime())]
        given = {k.lower() for k in a.get('headers', {})}
        for k, v in a.get('headers', {}).items():
            lines += ['%s: %s' % (k, one) for one in (v if isinstance(v, list) else [v])]
        if 'content-type' not in given:
            lines.append('Content-Type: application/json')
        if a.get('gzip'):
            lines.append('Content-Encoding: gzip')
        if a.get('chunked'):
            lines.append('Transfer-Encoding: chunked')
        elif a.get('status', 200) != 204:
            lines.append('Content-Length: %d' % length)
        if a.get('headers', {}).get('Connection', '').lower() == 'close':
            self.open = False
        self.write('\r\n'.join(lines + ['', '']).encode('latin-1'))

    def give(self, a):
        body = body_of(a)
        self.head(a, len(body))
        whole, body = body, body[:a.get('cut', len(body))]
        if not a.get('chunked'):
            self.write(body)
        for i in range(0, len(body) if a.get('chunked') else 0, 4096):
            piece = body[i:i + 4096]
            self.write(b'%x\r\n%s\r\n' % (len(piece), piece))
        if 'cut' in a and len(body) < len(whole) or 'cut' in a and a.get('chunked'):
            self.end(hard=True)
        elif a.get('chunked'):
            self.write(b'0\r\n\r\n')

    def do(self):
        url = urllib.parse.urlsplit(self.path)
        n = int(self.headers.get('content-length') or 0)
        a = script.respond({
            'connection': self.address[1], 'method': self.command, 'target': self.path,
            'path': url.path,
            'query': dict(urllib.parse.parse_qsl(url.query, keep_blank_values=True)),
            'headers': self.headers,
            'body': self.rfile.read(n).decode('utf-8', 'replace')})
        time.sleep(a.get('delay', 0))
        while 'until' in a and not os.path.exists(a['until']):
            time.sleep(0.01)
        try:
            if a.get('never'):
                self.connection.recv(1)
                self.end()
            elif a.get('close'):
                self.end(hard=True)
            elif 'raw' in a:
                self.write(a['raw'].encode('latin-1'))
                self.end(hard=True)
            else:
                self.give(a)
        except OSError:
            self.end()


script = Script()
script.fresh()
if TLS:
    import ssl
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*TLS)
server = socket.create_server(('127.0.0.1', 0), backlog=128)
with open(os.path.join(FOLDER, 'port.new'), 'w') as f:
    f.write(str(server.getsockname()[1]))
os.rename(os.path.join(FOLDER, 'port.new'), os.path.join(FOLDER, 'port'))
while True:
    threading.Thread(target=Connection(*server.accept()).run, daemon=True).start()
