# pages2c.awk: the pages of etc/pages in each language, as C strings.
# awk -f fill.awk -f pages2c.awk optout.html words.de words.en ...
# @KEY@ in the page becomes the words of KEY; a missing word stops the build.
FILENAME ~ /\.html$/ { line[++lines] = $0; next }
FNR == 1 { languages[++nlanguages] = FILENAME; sub(/.*\./, "", languages[nlanguages]) }
/^#/ || !/: / { next }
{ at = index($0, ": "); word[nlanguages, substr($0, 1, at - 1)] = substr($0, at + 2) }
END {
	print "/* Made by cmd/ingest/serve/pages2c.awk. */"
	print "static const struct page_source { char language[3]; const char *text; } page_sources[] = {"
	for (l = 1; l <= nlanguages; l++) {
		printf "\t{ \"%s\",\n", languages[l]
		for (i = 1; i <= lines; i++)
			printf "\t  \"%s\\n\"\n", quoted(fill(line[i]))
		print "\t},"
	}
	print "};"
	if (failed) exit 1
}

function look(key) {
	if (!((l, key) in word)) {
		print "pages2c.awk: no words for \"" key "\" in " languages[l] > "/dev/stderr"
		failed = 1
	}
	return word[l, key]
}

function quoted(text) { gsub(/["\\]/, "\\\\&", text); return text }
