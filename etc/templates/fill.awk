# fill.awk: replace each @KEY@ of a line by look(KEY), which the program that loads this file has.
function fill(line,    out) {
	while (match(line, /@[a-z_]+@/)) {
		out = out substr(line, 1, RSTART - 1) look(substr(line, RSTART + 1, RLENGTH - 2))
		line = substr(line, RSTART + RLENGTH)
	}
	return out line
}
