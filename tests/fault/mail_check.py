#!/usr/bin/python3
"""mail_check.py: checks with an independent parser that each file is a well-formed mail."""
import email
import email.policy
import re
import sys

for name in sys.argv[1:]:
    raw = open(name, 'rb').read()
    mail = email.message_from_bytes(raw, policy=email.policy.default)
    bad = list(mail.defects)
    for key, value in mail.items():
        bad += getattr(value, 'defects', [])
    for part in mail.walk():
        bad += part.defects
        if not part.is_multipart():
            part.get_content()
    if re.search(rb'(?<!\r)\n|\r(?!\n)', raw):
        bad.append('a bare CR or LF')
    if max(len(line) for line in raw.split(b'\r\n')) > 998:
        bad.append('a line of more than 998 bytes')
    if any(b > 126 or (b < 32 and b not in b'\r\n\t') for b in raw):
        bad.append('a byte that is not printable ASCII')
    for key in ('From', 'To', 'Date', 'Message-ID', 'MIME-Version', 'Content-Type'):
        if len(mail.get_all(key, [])) != 1:
            bad.append('not one ' + key)
    if bad:
        sys.exit('%s: %s' % (name, bad))
