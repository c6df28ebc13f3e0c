# pages2c.awk: pages in each language, as C strings.
# awk -f fill.awk -f pages2c.awk layout.html optout.html ... words.de words.en ... [style.css] [live.js]
# A page is the layout with the page at @body@. A line @_PART@ becomes _PART.html, which is no page.
# @KEY@ becomes the words of PAGE.KEY, else of KEY; a missing word stops the build. style.css becomes
# page_style, and live.js page_script. page_source_find finds a page in the language of a locale.
FNR == 1 { name = FILENAME; sub(/.*\//, "", name) }
FNR == 1 && FILENAME ~ /\.html$/ { sub(/\.html$/, "", name); if (name != "layout" && name !~ /^_/) pages[++npages] = name }
FILENAME ~ /\.html$/ { line[name, ++lines[name]] = $0; next }
FILENAME ~ /\.css$/ { style = style "\t\"" quoted($0) "\\n\"\n"; next }
FILENAME ~ /\.js$/ { script = script "\t\"" quoted($0) "\\n\"\n"; next }
FNR == 1 { sub(/.*\./, "", name); languages[++nlanguages] = name }
/^#/ || !/: / { next }
{ at = index($0, ": "); word[name, substr($0, 1, at - 1)] = substr($0, at + 2) }
END {
	print "/* Made by etc/templates/pages2c.awk. */"
	printf "#define PAGE_LANGUAGES %d\n", nlanguages
	if (style) print "static const char page_style[] =\n" style ";"
	if (script) print "static const char page_script[] =\n" script ";"
	print "static const struct page_source { char name[16], language[3]; const char *text; } page_sources[] = {"
	for (p = 1; p <= npages; p++)
		for (l = 1; l <= nlanguages; l++) {
			printf "\t{ \"%s\", \"%s\",\n", pages[p], languages[l]
			put("layout")
			print "\t},"
		}
	print "};"
	find()
	if (failed) exit 1
}

# "de" is also for "de-AT".
function find() {
	print "#include <string.h>\n#include <strings.h>"
	print "static inline size_t page_source_find(const char *name, const char *locale)\n{\n\tsize_t i, n;\n"
	print "\tfor (i = 0; i < sizeof page_sources / sizeof *page_sources; i++) {"
	print "\t\tn = strlen(page_sources[i].language);"
	print "\t\tif (!strcmp(page_sources[i].name, name) && !strncasecmp(page_sources[i].language, locale, n)"
	print "\t\t    && strchr(\"-_.\", locale[n]))\n\t\t\tbreak;\n\t}\n\treturn i;\n}"
}

function put(name,    i) {
	for (i = 1; i <= lines[name]; i++)
		if (line[name, i] == "@body@")
			put(pages[p])
		else if (line[name, i] ~ /^@_[a-z]+@$/)
			put(substr(line[name, i], 2, length(line[name, i]) - 2))
		else
			printf "\t  \"%s\\n\"\n", quoted(fill(line[name, i]))
}

function look(key) {
	if ((languages[l], pages[p] "." key) in word)
		return word[languages[l], pages[p] "." key]
	if (!((languages[l], key) in word)) {
		print "pages2c.awk: no words for \"" pages[p] "." key "\" in " languages[l] > "/dev/stderr"
		failed = 1
	}
	return word[languages[l], key]
}

function quoted(text) { gsub(/["\\]/, "\\\\&", text); return text }
