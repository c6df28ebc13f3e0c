# words.awk: prints lines that use a word of words.txt, which it reads first.
#
# Of C, SQL, and scripts, only comments and texts count, not names and code. A row "EXEMPT<tab>FILE<tab>TEXT"
# of words.txt exempts the lines of a file that contain the text.
FNR == NR {
	if (!/^#/ && NF) {
		split($0, row, "\t")
		if (row[1] == "EXEMPT") {
			exempt[row[2], ++exempts[row[2]]] = row[3]
			next
		}
		pattern[++n] = "(^|[^a-z_-])(" row[1] ")([^a-z_-]|$)"
		instead[n] = row[2]
		words = words (n > 1 ? "|" : "") row[1]
		any = "(^|[^a-z_-])(" words ")([^a-z_-]|$)"
	}
	next
}
FNR == 1 {
	inside = 0
	comment = FILENAME ~ /\.sql$/ ? "(^|[ \t])--[ \t]" : "(^|[ \t])#[ \t]"
	c = FILENAME ~ /\.(c|h|def)$/
	code = c || FILENAME ~ /\.(sql|awk|sh|bash|bats|py|mjs)$|Makefile$/
}

# The string literals of a line that have at least three words; others are keys, formats, and names.
function texts(line,    out, text) {
	while (match(line, /"([^"\\]|\\.)*"/)) {
		text = substr(line, RSTART + 1, RLENGTH - 2)
		line = substr(line, RSTART + RLENGTH)
		if (text ~ / [a-z]+ [a-z]+/) out = out " " text
	}
	return out
}

# The comments of a line of C.
function comments(line,    out, at) {
	while (line != "") {
		if (!inside) {
			at = index(line, "/*")
			if (!at) break
			line = substr(line, at + 2)
			inside = 1
		}
		at = index(line, "*/")
		if (!at) return out " " line
		out = out " " substr(line, 1, at - 1)
		line = substr(line, at + 2)
		inside = 0
	}
	return out
}

# The comment of a line of SQL or a script, which begins the line or follows a blank.
function remark(line) { return match(line, comment) ? substr(line, RSTART) : "" }

function exempted(    i) {
	for (i = 1; i <= exempts[FILENAME]; i++)
		if (index($0, exempt[FILENAME, i])) return 1
	return 0
}
{
	line = tolower($0)
	if (!(c && (inside || index(line, "/*"))) && line !~ any) next	# one pattern is ten times as fast as each
	if (code) line = c ? texts(line) comments(line) : remark(line)
	if (line !~ any) next
	for (i = 1; i <= n; i++)
		if (line ~ pattern[i] && !exempted())
			print FILENAME ":" FNR ": " $0 " (say: " instead[i] ")"
}
