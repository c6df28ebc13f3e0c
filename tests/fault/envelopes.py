# envelopes.py: the deliveries of tests/golden/platform as lines of a pipe.
#
#	envelopes.py FOLDER IN OUT
#
# IN gets one envelope a fixture, the body as the very bytes that stand in it; OUT
# what must become of each: a record, "ignored: why" or "refused: why".

import json
import pathlib
import sys

folder, lines, wanted = sys.argv[1:]
with open(lines, "w") as out, open(wanted, "w") as want:
    for fixture in sorted(pathlib.Path(folder).glob("*.json")):
        text = fixture.read_text()
        given = json.loads(text)
        at = text.index('"body":') + len('"body":')
        body = text[at:text.rindex("}")].strip()
        given["body"] = json.loads(body) if body.startswith('"') else body
        print(json.dumps(given), file=out)
        want.write(fixture.with_suffix(".ndjson").read_text())
