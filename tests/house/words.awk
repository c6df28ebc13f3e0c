# words.awk: lines that use a word of words.txt, which is read first.
FNR == NR {
	if (!/^#/ && NF) {
		split($0, row, "\t")
		pattern[++n] = "(^|[^a-z_-])(" row[1] ")([^a-z_-]|$)"
		instead[n] = row[2]
	}
	next
}
{
	line = tolower($0)
	for (i = 1; i <= n; i++)
		if (line ~ pattern[i])
			print FILENAME ":" FNR ": " $0 " (say: " instead[i] ")"
}
