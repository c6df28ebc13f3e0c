# hostile.py: makes input that nobody should send, and checks the results.
#
#	hostile.py refused FILE	  lines that every command must reject
#	hostile.py invalid FILE	  lines that a command accepts without one optional field
#	hostile.py texts FILE     records with attacks in their texts
#	hostile.py same FILE	  checks an export on standard input: the texts are unchanged
#	hostile.py mails FOLDER [JSON]	checks the mails: no other headers, all escaped and evaluated once
#	hostile.py strings JSON FILE	records with a list of strings, as first name and title
#	hostile.py strings-same JSON	checks an export on standard input
#	hostile.py unread PROGRAM ARGUMENT...	runs it with a closed pipe as output
#	hostile.py most PROGRAM ARGUMENT...	prints its exit status and its memory in MiB

import email
import email.policy
import json
import os
import pathlib
import resource
import subprocess
import sys

ATTACKS = [
    "Ann\r\nBcc: evil@e.example\r\n\r\n<p>body",
    "'); DROP TABLE crt.carts; --",
    "{{ 7 | times: 7 }}{% if true %}x{% endif %}",
    "%n%s%1000000d",
    "<script>alert(1)</script>\"'&",
    "=?utf-8?q?=0D=0ABcc:_e@e.example?=",
    "\x1b[31m\x07\x7f",
    "\u202egnp.\u200b\ufeff",
    "$(reboot) `reboot` ;|&",
    "..\\..\\/../../etc/passwd",
    ".\r\nRCPT TO:<e@e.example>\r\n.",
    "{\"$ref\":\"#/\"}\\u0000\\",
    "\U0001f4a9" * 60,
]
HEADERS = {
    "Date", "From", "To", "Subject", "Message-ID", "MIME-Version", "Content-Type", "Content-Language",
    "Content-Transfer-Encoding", "List-Unsubscribe", "List-Unsubscribe-Post", "Auto-Submitted",
    "Precedence", "Feedback-ID", "X-Auto-Response-Suppress", "Reply-To",
}


def record(i, text, raw=False):
    data = {
        "cart": {
            "id": "c%d" % i, "currency": "EUR", "url": "https://acme.example/c",
            "total": "42.00", "note": text, "items": [{"title": text, "quantity": 1, "sku": text[:9]}],
        },
        "customer": {"id": "u%d" % i, "email": "ann%d@a.example" % i, "first_name": text, "last_name": text},
    }
    return json.dumps({
        "specversion": "1.0", "id": "e%d" % i, "source": "/stores/acme", "type": "crt.cart.updated",
        "time": "2026-11-01T10:00:00Z", "data": data}, ensure_ascii=raw)


def refused():
    good = record(1, "Ann")
    deep = "[" * 10000 + "]" * 10000

    def swap(a, b):
        assert a in good, a
        return good.replace(a, b, 1).encode("utf-8", "surrogateescape")

    return [
        b"no json", b"{", b"null", b"[]", b"{}", b'"text"', b"42", good.encode()[:-1], good.encode() + b"}",
        b"\xef\xbb\xbf" + good.encode(), deep.encode(), b'{"a":' * 10000 + b"1" + b"}" * 10000,
        swap('"note": "Ann"', '"note": ' + deep), good.encode().replace(b"Ann", b"A\xff\xfe", 1),
        good.encode().replace(b"Ann", b"A\xed\xa0\x80", 1), good.encode().replace(b"Ann", b"A\xc0\x80", 1),
        good.encode().replace(b"Ann", b"A\x00B", 1), swap('"Ann"', '"A\\u0000B"'), swap('"Ann"', '"\\ud800"'),
        good.encode().replace(b"Ann", b"A\x01", 1), swap('"id": "c1"', '"id": "c\\n1"'),
        swap("/stores/acme", "/stores/nobody"), swap("/stores/acme", "/stores/'; DROP SCHEMA crt; --"),
        swap("/stores/acme", "//evil.example/stores/acme"), swap("crt.cart.updated", "crt.cart.exploded"),
        swap('"cart": {', '"cart": null, "x": {'),
        swap('"id": "c1"', '"id": "c1", "id": "c2"'), swap('"id": "c1"', '"id": "' + "x" * 5000 + '"'),
    ]


def invalid():
    """Records with invalid optional fields, each with its own id and cart."""
    good = record(1, "Ann")

    def swap(a, b):
        assert a in good, a
        return good.replace(a, b, 1)

    lines_of = [
        swap('"quantity": 1', '"quantity": "1"'), swap('"quantity": 1', '"quantity": 1.5'),
        swap('"quantity": 1', '"quantity": 9223372036854775808'), swap('"quantity": 1', '"quantity": 1e400'),
        swap('"quantity": 1', '"quantity": -1'), swap('"total": "42.00"', '"total": 42.00'),
        swap('"total": "42.00"', '"total": "NaN"'), swap('"total": "42.00"', '"total": "1e9"'),
        swap('"total": "42.00"', '"total": "99999999999999999999.00"'),
        swap('"total": "42.00"', '"total": {"amount": "1", "currency": "E\'R"}'),
        swap('"currency": "EUR"', '"currency": "ZZZ"'), swap('"currency": "EUR"', '"currency": "XTS1"'),
        swap('"specversion": "1.0", ', ""), swap('"specversion": "1.0"', '"specversion": "2.0"'),
        swap('"id": "e1", ', ""), swap('"id": "e1"', '"id": 7'), swap('"id": "e1"', '"id": ""'),
        swap("2026-11-01T10:00:00Z", "yesterday"), swap("2026-11-01T10:00:00Z", "2026-02-30T10:00:00Z"),
        swap("2026-11-01T10:00:00Z", "9999-01-01T00:00:00Z"), swap("2026-11-01T10:00:00Z", "0001-01-01T00:00:00Z"),
        swap('"items": [', '"items": "", "x": ['), swap('"time"', '"Time_Zone": "x", "time"'), swap('"time"', '"ext": {}, "time"'),
        swap("https://acme.example/c", "javascript:alert(1)"), swap("https://acme.example/c", "https://acme.example/\\r\\nx"),
    ]
    return [line.replace('"e1"', '"s%d"' % i, 1).replace('"c1"', '"s%d"' % i, 1).encode() for i, line in enumerate(lines_of)]


def write(name, lines):
    pathlib.Path(name).write_bytes(b"\n".join(lines) + b"\n")


def attacks():
    return [record(i, text, raw=bool(i % 2)).encode() for i, text in enumerate(ATTACKS)]


def same(texts):
    rows = [json.loads(line) for line in sys.stdin]
    names = {r["external_id"]: r for r in rows if r["kind"] == "customer"}
    carts = {r["external_id"]: r for r in rows if r["kind"] == "cart"}
    bad = 0
    for i, text in enumerate(texts):
        got = [names["u%d" % i]["first_name"], names["u%d" % i]["last_name"],
               json.loads(carts["c%d" % i]["items"])[0]["title"]]
        if got != [text] * 3:
            print("not as it was: %r became %r" % (text, got))
            bad += 1
    print("%d texts, %d changed" % (len(texts), bad))


def flat(text):
    return "".join(" " if ord(c) < 32 or c == "\x7f" else c for c in text)


def escaped(text):
    for a, b in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ('"', "&quot;"), ("'", "&#39;")):
        text = text.replace(a, b)
    return text


def lines(text):
    return text.replace("\r\n", "\n").replace("\r", "\n")


def mails(folder, texts):
    bad = 0
    left = dict(enumerate(texts))
    files = sorted(pathlib.Path(folder).glob("new/*"))
    for f in files:
        mail = email.message_from_bytes(f.read_bytes(), policy=email.policy.default)
        i = int(str(mail["To"]).partition("@")[0][3:])
        text = left.pop(i)
        html = lines(mail.get_body(("html",)).get_content())
        plain = lines(mail.get_body(("plain",)).get_content())
        wrong = set(mail.keys()) - HEADERS
        if wrong or len(mail.keys()) != len(set(mail.keys())):
            print("headers of %r: %s" % (text, mail.keys()))
        elif str(mail["Subject"]).split() != ("For " + flat(text)).split():
            print("subject of %r: %r" % (text, str(mail["Subject"])))
        elif flat(escaped(text)).strip() not in flat(html):
            print("html of %r: %r" % (text, html))
        elif flat(text).strip() not in flat(plain):
            print("text of %r: %r" % (text, plain))
        else:
            continue
        bad += 1
    print("%d mails, %d wrong" % (len(files), bad))


def strings(name):
    """The strings that are short enough for a first name."""
    return [s for s in json.loads(pathlib.Path(name).read_text()) if len(s.encode()) <= 256]


def most(command):
    done = subprocess.run(command, stdout=subprocess.DEVNULL)
    print(done.returncode, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024)


def unread(command):
    reader, writer = os.pipe()
    os.close(reader)
    sys.exit(subprocess.run(command, stdout=writer).returncode)


def main(what, *rest):
    if what == "refused":
        write(rest[0], refused())
    elif what == "invalid":
        write(rest[0], invalid())
    elif what == "texts":
        write(rest[0], attacks())
    elif what == "same":
        same(ATTACKS)
    elif what == "mails":
        mails(rest[0], strings(rest[1]) if rest[1:] else ATTACKS)
    elif what == "strings":
        write(rest[1], [record(i, s).encode() for i, s in enumerate(strings(rest[0]))])
    elif what == "strings-same":
        same(strings(rest[0]))
    elif what == "most":
        most(rest)
    elif what == "unread":
        unread(rest)


main(*sys.argv[1:])
