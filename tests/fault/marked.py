# marked.py: makes records with a marker in every member that may hold personal data.
#
#	marked.py RECORD_DEF full|invalid [TYPE...]
#
# RECORD_DEF is lib/record/record.def; words.def is beside it. full: one record of each inbound type
# with every member. invalid: each of these once more for each of its members, which is then a map
# with the marker. The last line on standard error counts the members.

import copy
import json
import re
import sys

MARK = "zqx"
KNOWN = {
    "email": "%s@people.example" % MARK, "phone": "+49 30 90183155", "country": "DE", "ip": "192.0.2.177",
    "url_until": "2027-01-01T00:00:00Z", "stream": "carts", "endpoint": "cart", "kind": "page_view", "cursor": "1",
}
BY_KIND = {
    "ID": lambda m: "%s-%s" % (MARK, m), "TEXT": lambda m: "%s %s" % (MARK, m), "ANY": lambda m: [MARK],
    "URL": lambda m: "https://shop.example/%s/%s" % (MARK, m), "INT": lambda m: 1, "PHONE": lambda m: KNOWN["phone"], "BOOL": lambda m: False,
    "TIME": lambda m: "2026-11-02T09:00:00Z", "CURRENCY": lambda m: "EUR",
    "MONEY": lambda m: {"amount": "50.00", "currency": "EUR"},
}


def read(name):
    parts, records, words = {}, [], {}
    for line in open(name.replace("record.def", "words.def")):
        found = re.match(r'WORDS\((\w+), \w+, "([^"|]*)', line)
        if found:
            words[found.group(1)] = found.group(2)
    for line in open(name):
        found = re.match(r'([A-Z_]+)\((.*)\)$', line)
        if not found:
            continue
        word = re.findall(r'"[^"]*"|[^,\s]+', found.group(2))
        if found.group(1) == "PART":
            parts[word[0]] = {}
        elif found.group(1) == "FIELD":
            known = KNOWN.get(word[1])
            parts[word[0]][word[1]] = BY_KIND[word[2]](word[1]) if known is None else known
        elif found.group(1) == "WORD":
            parts[word[0]][word[1]] = words[word[3]]
        elif found.group(1) == "SUB":
            parts[word[0]][word[1]] = parts[word[2]]
        elif found.group(1) == "LIST":
            parts[word[0]][word[1]] = [parts[word[2]]]
        elif found.group(1).startswith("RECORD") and "inbound" in found.group(2):
            of = word[0] if found.group(1) == "RECORD" else word[1]
            records.append(([w.strip('"') for w in word if w.startswith('"crt.')][0], parts[of]))
    return records


def members(data, path=()):
    for key in (data if isinstance(data, dict) else range(len(data)) if isinstance(data, list) else ()):
        yield path + (key,)
        yield from members(data[key], path + (key,))


def damage(data, path):
    data = copy.deepcopy(data)
    at = data
    for key in path[:-1]:
        at = at[key]
    at[path[-1]] = {MARK: [MARK]}
    return data


def main(name, how, *types):
    n = 0
    for kind, data in read(name):
        if types and kind not in types:
            continue
        paths = list(members(data))
        n += len(paths)
        for i, d in enumerate([data] if how == "full" else [damage(data, p) for p in paths]):
            print(json.dumps({
                "specversion": "1.0", "id": "%s %s %d" % (kind, how, i), "source": "/stores/acme", "type": kind,
                "time": "2026-11-02T10:00:00Z", "data": d}))
    print(n, file=sys.stderr)


main(*sys.argv[1:])
