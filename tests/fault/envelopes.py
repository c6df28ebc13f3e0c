# envelopes.py: prints the deliveries of tests/golden/platform as lines for a pipe.
#
#	envelopes.py FOLDER IN OUT
#
# IN gets one envelope for each fixture, with the exact bytes of the body. OUT gets the expected result
# of each: a record, "ignored: why", or "refused: why".

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
