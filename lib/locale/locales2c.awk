# locales2c.awk: the rows of etc/data/locales.tsv as C tables.  -v part=numbers, symbols, dates, or lists.
BEGIN {
	FS = "\t"
	split("number symbol months days date list", list, " ")
	for (i in list) kinds[list[i]]
	print "/* Made by lib/locale/locales2c.awk. */"
}
/^#/ || /^kind\t/ || /^$/ { next }
NF != 4 || !($1 in kinds) || ($1, $2, $3) in value {
	printf "%s:%d: not kind, locale, key, value\n", FILENAME, FNR > "/dev/stderr"
	bad = 1
	exit 1
}
{
	value[$1, $2, $3] = $4
	if ($1 == "symbol") symbols = symbols "\t{ \"" $2 "\", \"" $3 "\", \"" shown($4) "\" },\n"
	else if (!((family($1), $2) in seen)) {
		seen[family($1), $2]
		if ($1 == "number") numbers[++nnumbers] = $2
		else if ($1 == "list") lists[++nlists] = $2
		else dates[++ndates] = $2
	}
}
END {
	if (bad) exit 1
	if (part == "symbols") printf "static const struct symbol symbols[] = {\n%s};\n", symbols
	if (part == "numbers") {
		print "static const struct number_form forms[] = {"
		for (i = 1; i <= nnumbers; i++) number(numbers[i])
		print "};"
	}
	if (part == "lists") {
		print "static const struct list_words list_words[] = {"
		for (i = 1; i <= nlists; i++)
			printf "\t{ \"%s\", \"%s\", \"%s\", \"%s\" },\n", lists[i], shown(of("list", lists[i], "more")),
			    shown(of("list", lists[i], "and")), shown(of("list", lists[i], "last"))
		print "};"
	}
	if (part == "dates") {
		print "static const struct names names[] = {"
		for (i = 1; i <= ndates; i++) names(dates[i])
		print "};"
	}
	if (bad) exit 1
}

# Kinds whose rows make one struct.
function family(kind) { return kind == "number" || kind == "list" ? kind : "date" }

# A locale's own value, that of its language, or that of English.
function of(kind, locale, key,    language) {
	language = locale
	sub(/-.*/, "", language)
	if ((kind, locale, key) in value) return value[kind, locale, key]
	if ((kind, language, key) in value) return value[kind, language, key]
	if (!((kind, "en", key) in value)) {
		print "locales2c.awk: en has no " kind " " key > "/dev/stderr"
		bad = 1
	}
	return value[kind, "en", key]
}

function number(locale,    money, how) {
	money = of("number", locale, "money")
	how = (money ~ /^¤/ ? " | NUMBER_BEFORE" : "") (money ~ / / ? " | NUMBER_SPACED" : "") (money ~ /-/ ? " | NUMBER_INNER" : "") \
	    (of("number", locale, "digits") > 4 ? " | NUMBER_LOOSE" : "") (of("number", locale, "symbols") == "few" ? " | NUMBER_CODES" : "") \
	    (of("number", locale, "percent") ~ / / ? "" : " | NUMBER_TIGHT")
	printf "\t{ \"%s\", \"%s\", \"%s\", \"%s\", 0%s },\n", locale, shown(of("number", locale, "group")),
	    shown(of("number", locale, "decimal")), shown(of("number", locale, "minus")), how
}

function names(locale,    i, n, list) {
	printf "\t{ \"%s\",\n", locale
	words("months", locale, "wide", 12)
	words("months", locale, "short", 12)
	words("days", locale, "wide", 7)
	words("days", locale, "short", 7)
	printf "\t  {"
	n = split("long short weekday time moment", list, " ")
	for (i = 1; i <= n; i++) printf "%s \"%s\"", (i > 1 ? "," : ""), shown(of("date", locale, list[i]))
	print " } },"
}

function words(kind, locale, key, many,    i, n, list) {
	n = split(of(kind, locale, key), list, "|")
	if (n != many) {
		print "locales2c.awk: " locale ": " n " " kind " instead of " many > "/dev/stderr"
		bad = 1
	}
	printf "\t  {"
	for (i = 1; i <= n; i++) printf "%s \"%s\"", (i > 1 ? "," : ""), shown(list[i])
	print " },"
}

# U+XXXX as the octal bytes of UTF-8.
function shown(text,    out, x) {
	gsub(/["\\]/, "\\\\&", text)
	while (match(text, /U\+[0-9A-F][0-9A-F][0-9A-F][0-9A-F]/)) {
		x = hex(substr(text, RSTART + 2, 4))
		out = out substr(text, 1, RSTART - 1) (x < 128 ? octal(x) : (x < 2048 ? octal(192 + int(x / 64)) : octal(224 + int(x / 4096)) \
		    octal(128 + int(x / 64) % 64)) octal(128 + x % 64))
		text = substr(text, RSTART + 6)
	}
	return out text
}

function hex(digits,    i, x) {
	for (i = 1; i <= length(digits); i++) x = 16 * x + index("0123456789ABCDEF", substr(digits, i, 1)) - 1
	return x
}

function octal(byte) { return sprintf("\\%03o", byte) }
