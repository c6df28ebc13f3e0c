#!/usr/bin/env python3
"""mails.py MAIL...: what Python's parser reads from mails, a JSON line for each, for mail_parts.mjs to agree."""
import email.policy
import hashlib
import json
import os
import sys


def part(mail, kind):
    text = mail.get_body((kind,)).get_content().replace("\r\n", "\n").rstrip("\n")
    return hashlib.sha256(text.encode()).hexdigest()


for name in sys.argv[1:]:
    with open(name, "rb") as file:
        mail = email.message_from_binary_file(file, policy=email.policy.default)
    sender, = mail["From"].addresses
    print(json.dumps({
        "name": os.path.basename(name), "subject": str(mail["Subject"]), "from": sender.addr_spec,
        "from_name": sender.display_name, "to": mail["To"].addresses[0].addr_spec,
        "date": int(mail["Date"].datetime.timestamp()), "id": str(mail["Message-ID"]),
        "post": str(mail["List-Unsubscribe-Post"]), "text": part(mail, "plain"), "html": part(mail, "html"),
    }, ensure_ascii=False, separators=(",", ":")))
