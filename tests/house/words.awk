# words.awk: prints lines that use a word of words.txt, which it reads first; of C and tables only texts count.
FNR == NR {
	if (!/^#/ && NF) {
		split($0, row, "\t")
		pattern[++n] = "(^|[^a-z_-])(" row[1] ")([^a-z_-]|$)"
		instead[n] = row[2]
		any = any (n > 1 ? "|" : "") "(" row[1] ")"
	}
	next
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
{
	line = tolower($0)
	if (FILENAME ~ /\.(c|h|def)$/) line = texts(line)
	if (line !~ any) next	# one pattern is ten times as fast as each by itself
	for (i = 1; i <= n; i++)
		if (line ~ pattern[i])
			print FILENAME ":" FNR ": " $0 " (say: " instead[i] ")"
}
