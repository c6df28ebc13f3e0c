# compose.awk: make one template document from the two layouts and a word list.
# awk -v name=reminder -f fill.awk -f compose.awk words.en head.liquid layout.txt layout.html
# @KEY@ in a layout becomes NAME.KEY of the word list, else KEY; a missing entry stops the build.
# @head@ is what both layouts compute first, in one line.
FNR == 1 { part++ }
part == 1 {
	if ($0 ~ /^#/ || $0 !~ /: /)
		next
	colon = index($0, ": ")
	word[substr($0, 1, colon - 1)] = substr($0, colon + 2)
	next
}
part == 2 {
	word["head"] = word["head"] fill($0)
	next
}
FNR == 1 && part == 3 {
	subject = look("subject")
	gsub(/'/, "''", subject)
	print "template: " name
	print "locale: " look("lang")
	print "subject: '" subject "'"
}
FNR == 1 { print (part == 3 ? "text: |" : "html: |") }
{
	line = fill($0)
	gsub(/： /, "：", line)		# a wide colon has its own space
	print (line == "" ? "" : "  " line)
}
END { if (failed) exit 1 }

function look(key) {
	if ((name "." key) in word)
		return word[name "." key]
	if (key in word)
		return word[key]
	print "compose.awk: no words for \"" key "\" of template \"" \
	    name "\" in " ARGV[1] > "/dev/stderr"
	failed = 1
	return ""
}
