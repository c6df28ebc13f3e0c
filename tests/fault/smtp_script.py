#!/usr/bin/python3
"""smtp_script.py: a mail server that misbehaves as MODE defines.

    smtp_script.py FOLDER MODE [--pipelining] [--tls CERT KEY] [--auth USER PASSWORD] [--sleep S]
        [--responses FILE] [--gate] [--hold WORD]

Writes FOLDER/port when it listens, FOLDER/log (a line for each connection, command, and end), and
FOLDER/N.eml for each accepted mail, with dot-stuffing undone.
With --gate it responds to at most N final dots, the number in FOLDER/gate (none without the file).
It continues when the number grows. The mails that wait for a response are on the wire.
With --hold it responds to at most N RCPTs (or connections, "connect"), the number in FOLDER/held.
"""
import argparse
import base64
import os
import socket
import threading
import time

ap = argparse.ArgumentParser()
ap.add_argument('folder')
ap.add_argument('mode')
ap.add_argument('--pipelining', action='store_true')
ap.add_argument('--tls', nargs=2)
ap.add_argument('--implicit', action='store_true')
ap.add_argument('--auth', nargs=2)
ap.add_argument('--sleep', type=float, default=0)
ap.add_argument('--barrier', type=int, help='no final dot gets a reply before N are there')
ap.add_argument('--responses', help='lines WORD TAB REPLY: to a RCPT that holds the word')
ap.add_argument('--gate', action='store_true')
ap.add_argument('--hold', choices=['RCPT', 'connect'])
opt = ap.parse_args()
passed = {}
lock = threading.Lock()
barrier = threading.Barrier(opt.barrier or 1)
connections = 0
mails = 0


def log(text):
    with lock, open(os.path.join(opt.folder, 'log'), 'a') as f:
        f.write(text + '\n')


def keep(data):
    global mails
    with lock:
        mails += 1
        with open(os.path.join(opt.folder, '%d.eml' % mails), 'wb') as f:
            f.write(data)


def gate(name='gate'):
    """Wait until one more response is allowed."""
    while True:
        try:
            with open(os.path.join(opt.folder, name)) as f:
                most = int(f.read())
        except (OSError, ValueError):
            most = 0
        with lock:
            if passed.get(name, 0) < most:
                passed[name] = passed.get(name, 0) + 1
                return
        time.sleep(0.01)


def secured(sock):
    import ssl  # takes as long as the rest of the start
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*opt.tls)
    return context.wrap_socket(sock, server_side=True)


class Gone(Exception):
    pass


class Session:
    def __init__(self, sock, number):
        self.sock, self.number, self.buffer = sock, number, b''
        self.secure, self.user, self.mails = opt.implicit, not opt.auth, 0
        self.rcpt = False

    def line(self):
        """A line without its line end; Gone at the end of the stream."""
        while b'\n' not in self.buffer:
            got = self.sock.recv(65536)
            if not got:
                raise Gone
            self.buffer += got
        line, self.buffer = self.buffer.split(b'\n', 1)
        return line.rstrip(b'\r')

    def say(self, text):
        self.sock.sendall(text.replace('\n', '\r\n').encode() + b'\r\n')

    def data(self):
        out = []
        while True:
            line = self.line()
            if line == b'.':
                return b'\r\n'.join(out) + b'\r\n'
            out.append(line[1:] if line.startswith(b'.') else line)

    def ehlo(self):
        words = ['script.example']
        if opt.pipelining or (opt.mode == 'before-tls' and not self.secure):
            words.append('PIPELINING')
        if opt.tls and not self.secure:
            words.append('STARTTLS')
        if opt.auth and (self.secure or not opt.tls):
            words.append('AUTH PLAIN LOGIN')
        words.append('ENHANCEDSTATUSCODES')
        self.say('\n'.join('250%s%s' % (' ' if w is words[-1] else '-', w) for w in words))

    def starttls(self):
        self.say('220 2.0.0 go ahead')
        self.sock = secured(self.sock)
        self.secure, self.buffer = True, b''

    def auth(self, arg):
        kind, _, first = arg.partition(b' ')
        if kind.upper() == b'PLAIN':
            if not first:
                self.say('334 ')
                first = self.line()
            _, user, password = base64.b64decode(first).split(b'\0')
        else:
            self.say('334 VXNlcm5hbWU6')
            user = base64.b64decode(self.line())
            self.say('334 UGFzc3dvcmQ6')
            password = base64.b64decode(self.line())
        if opt.mode == 'auth-later':
            self.say('454 4.7.0 later')
        elif [user.decode(), password.decode()] == opt.auth:
            self.user = True
            self.say('235 2.7.0 welcome')
        else:
            self.say('535 5.7.8 wrong')

    def mail(self):
        if opt.mode == 'stale' and self.mails:
            raise Gone
        if opt.mode == 'stale-421' and self.mails:
            self.say('421 4.4.2 idle too long')
            raise Gone
        if opt.mode == 'end-late' and self.mails:
            self.say('250 2.0.0 Ok')
        if not self.user:
            return self.say('530 5.7.0 log in first')
        if opt.tls and not self.secure:
            return self.say('530 5.7.0 STARTTLS first')
        if opt.mode == 'mail-511':
            return self.say('550 5.1.1 sender')
        self.rcpt = False
        self.say('250 2.1.0 ok')

    def recipient(self, arg):
        if opt.hold == 'RCPT':
            gate('held')
        if opt.responses:
            for row in open(opt.responses):
                word, reply = row.rstrip('\n').split('\t')
                if word in arg:
                    return self.say(reply.replace('\\n', '\n'))
        responses = {'rcpt-511': '550-5.1.1 <anna@example.org> no such\n550 5.1.1 person',
                   'rcpt-550': '550 no', 'grey': '450 4.2.0 come back later',
                   'rcpt-552': '552 5.1.1 over quota', 'rcpt-qmail': '553 not allowed (#5.7.1)',
                   'rcpt-571': '550 5.7.1 you are on a list', 'rcpt-452': '552 5.2.2 full',
                   'rcpt-511-354': '550 5.1.1 no such person',
                   'rcpt-421': '421 4.3.2 going down'}
        if opt.mode == 'once-511' and self.mails == 0:
            self.mails = 1
            return self.say('550 5.1.1 no')
        if opt.mode in responses:
            self.say(responses[opt.mode])
            if opt.mode == 'rcpt-421':
                raise Gone
            return
        if opt.mode == 'drop-rcpt':
            raise Gone
        self.rcpt = True
        self.say('250 2.1.5 ok')

    def content(self):
        if opt.mode == 'rcpt-511-354':
            self.say('354 go')
            log('%d body of %d' % (self.number, len(self.data()) - 2))
            return self.say('554 5.5.1 nobody to send it to')
        if not self.rcpt:
            return self.say('503 5.5.1 RCPT first')
        if opt.mode == 'drop-354':
            raise Gone
        if opt.mode == 'data-451':
            return self.say('451 4.3.0 not now')
        if opt.mode == 'data-250':
            return self.say('250 2.0.0 what?')
        self.say('354 go')
        if opt.mode == 'drop-body':
            self.sock.recv(100)
            self.sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b'\1\0\0\0\0\0\0\0')
            raise Gone
        if opt.mode == 'early':
            self.sock.recv(100)
            self.say('552 5.3.4 too big')
            time.sleep(0.2)
            raise Gone
        data = self.data()
        if self.buffer:
            log('%d begins the next' % self.number)
        time.sleep(opt.sleep)
        barrier.wait()
        if opt.mode == 'drop-dot' or (opt.mode in ('only-one-drop', 'first-drop') and self.number == 1):
            raise Gone
        if opt.mode == 'end-554':
            return self.say('554 5.7.1 spam')
        if opt.mode == 'end-421':
            self.say('421 4.3.0 no')
            raise Gone
        if opt.mode == 'end-nonsense':
            return self.say('hello')
        if opt.mode == 'end-354':
            return self.say('354 more?')
        self.mails += 1
        keep(data)
        if opt.gate:
            gate()
        accepted = '250 2.0.0 Ok: queued as Q%d' % mails
        odd = {'end-blank': '\n%s\n', 'end-twice': '%s\n250 2.0.0 Ok', 'end-codes': '250 %s'}
        self.say(odd[opt.mode] % accepted if opt.mode in odd else accepted)

    def command(self, line):
        word, _, arg = line.partition(b' ')
        if self.buffer and self.secure:
            log('%d ahead' % self.number)
        word = word.upper().decode('ascii', 'replace')
        log('%d %s' % (self.number, word if word == 'AUTH' else line.decode('ascii', 'replace')))
        if word in ('EHLO', 'HELO'):
            self.ehlo()
        elif word == 'STARTTLS' and opt.tls:
            self.starttls()
        elif word == 'AUTH':
            self.auth(arg)
        elif word == 'MAIL':
            self.mail()
        elif word == 'RCPT':
            self.recipient(arg.decode('ascii', 'replace'))
        elif word == 'DATA':
            self.content()
        elif word == 'RSET':
            self.rcpt = False
            self.say('250 2.0.0 ok')
        elif word == 'QUIT':
            self.say('221 2.0.0 bye')
            raise Gone
        else:
            self.say('500 5.5.1 what?')

    def run(self):
        log('%d connect' % self.number)
        try:
            if opt.hold == 'connect':
                gate('held')
            if opt.implicit:
                self.sock = secured(self.sock)
            if opt.mode == 'greet-554':
                self.say('554 5.7.1 go away')
                raise Gone
            if opt.mode in ('only-one', 'only-one-drop') and self.number in (2, 3, 4):
                self.say('421 4.7.0 too many connections')
                raise Gone
            self.say('220 script.example ESMTP')
            while True:
                self.command(self.line())
        except (Gone, OSError):
            pass
        log('%d end' % self.number)
        self.sock.close()


listener = socket.socket()
if opt.mode in ('drop-body', 'early'):
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
listener.bind(('127.0.0.1', 0))
listener.listen(64)
with open(os.path.join(opt.folder, 'port.new'), 'w') as f:
    f.write(str(listener.getsockname()[1]))
os.rename(os.path.join(opt.folder, 'port.new'), os.path.join(opt.folder, 'port'))
while True:
    sock, _ = listener.accept()
    sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)  # else the second response waits 40 ms
    connections += 1
    threading.Thread(target=Session(sock, connections).run, daemon=True).start()
