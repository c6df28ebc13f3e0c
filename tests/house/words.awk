# words.awk: lines that use a word of words.txt, which is read first.
FNR == NR {
	if (!/^#/ && NF) {
		split($0, row, "\t")
		pattern[++n] = "(^|[^a-z_-])(" row[1] ")([^a-z_-]|$)"
		instead[n] = row[2]
		any = any (n > 1 ? "|" : "") "(" row[1] ")"
	}
	next
}
{
	line = tolower($0)
	if (line !~ any) next	# one pattern is ten times as fast as each by itself
	for (i = 1; i <= n; i++)
		if (line ~ pattern[i])
			print FILENAME ":" FNR ": " $0 " (say: " instead[i] ")"
}
