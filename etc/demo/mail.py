#!/usr/bin/env python3
"""mail.py FILE...: the shortest of some mails as its reader sees it, from its sender to its first link."""
import email
import email.policy
import sys


def lines(path):
    with open(path, "rb") as f:
        mail = email.message_from_binary_file(f, policy=email.policy.default)
    text = [line for line in mail.get_body(("plain",)).get_content().splitlines() if line]
    link = next(i for i, line in enumerate(text) if line.startswith("https://"))
    return [f"{name}: {mail[name]}" for name in ("From", "To", "Subject")] + text[:link + 1]


for line in min(map(lines, sys.argv[1:]), key=lambda text: (len(text), text)):
    print("  " + line)
