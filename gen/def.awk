# def.awk: a line of a .def file taken apart, for the generators beside it.
# WORD(consent, state, REQUIRED, "granted|denied", "meaning") becomes part[1..4] and "WORD".
function def_split(line, part,    head, n, c, i, quoted, now) {
	head = line
	sub(/\(.*/, "", head)
	for (i in part) delete part[i]
	line = substr(line, length(head) + 2)
	sub(/\)[ \t]*$/, "", line)
	n = 1
	for (i = 1; i <= length(line); i++) {
		c = substr(line, i, 1)
		if (c == "\\") {
			part[n] = part[n] substr(line, ++i, 1)
			continue
		}
		if (c == "\"") quoted = !quoted
		else if (c == "," && !quoted) n++
		else if (quoted || c != " ") part[n] = part[n] c
	}
	return head
}
