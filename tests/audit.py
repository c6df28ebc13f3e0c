#!/usr/bin/env python3
"""audit.py FILE...: checks exported audit logs, written from the manual alone (crt-gdpr(1)).

Prints "ORGANIZATION FROM UNTIL STATE" for each finding, as audit verify does. Signatures are not
checked: openssl does that.
"""
import hashlib
import json
import sys


def findings(lines):
    top, last, bad, gaps, kept, found = {}, {}, {}, {}, {}, []
    for line in lines:
        try:
            row = json.loads(line)
            name, number = row.get("organization") or row["checkpoint"], row["number"]
        except (ValueError, KeyError):
            found.append(("-", "-", "-", "unreadable"))
            continue
        at = top.setdefault(name, 0)
        if "checkpoint" in row:
            if number > at:
                kept.setdefault(name, {})[number] = row["head"]
            elif not bad.get(name) and row["head"] != last[name]:
                found.append((name, number, number, "rewritten"))
            continue
        own = line[:line.rindex(',"hash":"')]
        good = hashlib.sha256(own.encode()).hexdigest() == row["hash"]
        if not good:
            number = at + 1
            found.append((name, number, number, "changed"))
        elif number <= at:
            missing = gaps.get(name, set())
            found.append((name, number, number, "out_of_order" if number in missing else "twice"))
            missing.discard(number)
            continue
        else:
            gaps.setdefault(name, set()).update(range(at + 1, number))
            if number == at + 1 and not bad.get(name) and row["previous"] != last.get(name, "0" * 64):
                found.append((name, max(at, 1), max(at, 1), "changed"))
            if kept.get(name, {}).get(number, row["hash"]) != row["hash"]:
                found.append((name, 1, number, "rewritten"))
        top[name], last[name], bad[name] = number, row["hash"], not good
    for name, missing in gaps.items():
        found += [(name, number, number, "missing") for number in sorted(missing)]
    for name in top:
        end = max(kept.get(name, {}), default=0)
        if end > top[name]:
            found.append((name, top[name] + 1, end, "missing"))
    return found


for path in sys.argv[1:]:
    with open(path, encoding="utf-8") as file:
        print(path + ":", *(" ".join(map(str, f)) for f in findings(file.read().splitlines())), sep="\n")
