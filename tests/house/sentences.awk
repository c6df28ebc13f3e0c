# sentences.awk: prints the sentences of manual pages that have more than most= words, with their first line.
#
# A sentence ends with a period at the end of a line, or where a paragraph, an item, or a section begins.
function finish() {
	if (n > most) print first ": " n " words"
	n = 0
}
FNR == 1 { finish(); literal = 0 }
/^\.Sh/ { skipped = /SYNOPSIS|SEE ALSO/ }
/^\.Bd/ { literal = 1 }
/^\.Ed/ { literal = 0 }
/^\.(Bd|Ed|Pp|It|Bl|El|Sh|Ss|Dl|br|Dd|Dt|Os)/ { finish(); next }
literal || skipped || /^\.\\"/ { next }
{
	line = $0
	sub(/^\.[A-Z][a-z] /, "", line)
	words = split(line, w, " ")
	for (i = 1; i <= words; i++) {
		if (w[i] !~ /[A-Za-z0-9]/) continue
		if (n++ == 0) first = FILENAME ":" FNR
	}
	if (line ~ /(^| |[^.])[.?]$/) finish()
}
END { finish() }
