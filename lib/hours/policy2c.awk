# policy2c.awk: the tables of etc/policy as C; part: hours or places, version: of the tables.
BEGIN {
	FS = "\t"
	split("mon tue wed thu fri sat sun holiday", words, " ")
	for (i in words) place[words[i]] = i - 1
	print "/* Made by lib/hours/policy2c.awk. */"
}
FNR == 1 { file = FILENAME; sub(/.*\//, "", file); sub(/\.tsv$/, "", file); heads = 0 }
/^#/ || /^$/ { next }
heads++ == 0 { next }

function fail(what) {
	printf "%s:%d: %s\n", FILENAME, FNR, what > "/dev/stderr"
	bad = 1
	exit 1
}
function region_ok(r) { return r == "*" || r ~ /^[A-Z][A-Z](-[A-Z][A-Z])?$/ }

# days: a bit for each of "mon-sat,holiday".
function days(text,   part, ends, n, i, k, bits) {
	n = split(text, part, ",")
	for (i = 1; i <= n; i++) {
		if (split(part[i], ends, "-") == 1) ends[2] = ends[1]
		if (!(ends[1] in place) || !(ends[2] in place)) fail("unknown day in " text)
		for (k = place[ends[1]]; k <= place[ends[2]]; k++) bits += 2 ^ k
	}
	return bits
}
function minutes(text) {
	if (text == "-") return 0
	if (text !~ /^[0-2][0-9]:[0-5][0-9]$/) fail("not a time: " text)
	return substr(text, 1, 2) * 60 + substr(text, 4)
}
function confidence_ok(c) { return c ~ /^(primary|secondary|low|default)$/ }

# known: notes the zones of a list.
function known(text,   part, n, i) {
	n = split(text, part, ",")
	for (i = 1; i <= n; i++)
		if (!(part[i] in seen)) {
			seen[part[i]]
			zone[++nzones] = part[i]
		}
}

part == "hours" && file == "hours" {
	if (NF != 6 || !region_ok($1) || !confidence_ok($5)) fail("not region, days, opens, closes, confidence, source")
	row[file] = row[file] sprintf("\t{ \"%s\", %d, %d, %d },\n", $1, days($2), minutes($3), minutes($4))
	next
}
part == "hours" && file == "texts" {
	if (NF != 10 || !region_ok($1) || !confidence_ok($9) || $2 $3 $4 !~ /^(yes|no)(yes|no)(yes|no)$/)
		fail("not region, confirmed, written, once, hours, per_day, registry, relation, confidence, source")
	row[file] = row[file] sprintf("\t{ \"%s\", { %d, %d, %d, %d * CLOCK_HOUR, %d, %d * CLOCK_DAY, %d * CLOCK_DAY } },\n", $1,
		$2 == "yes", $3 == "yes", $4 == "yes", $5, $6, $7, $8)
	next
}
part == "hours" && file == "holidays" {
	if (NF != 5 || !region_ok($1) || $2 !~ /^[0-9]+$/) fail("not region, month, day, name, source")
	if (split($3, nth, " ") == 1) row[file] = row[file] sprintf("\t{ \"%s\", %d, %d, 0, 0 },\n", $1, $2, $3)
	else row[file] = row[file] sprintf("\t{ \"%s\", %d, 0, %d, %d },\n", $1, $2, nth[1] == "last" ? -1 : nth[1], place[nth[2]])
	next
}
part == "places" {
	if (NF != 3) fail("not three columns")
	if (file == "area_codes" && !region_ok($2)) fail("not a region: " $2)
	known($3)
	row[file] = row[file] sprintf("\t{ \"%s\", \"%s\", \"%s\" },\n", $1, $2, $3)
}
function table(type, name, rows) { printf "\nstatic const struct %s %s[] = {\n%s};\n", type, name, rows }
END {
	if (bad) exit 1
	if (part == "hours") {
		printf "#define POLICY_TABLES \"%s\"\n", version
		table("hours_row", "hours_rows", row["hours"])
		table("holiday_row", "holiday_rows", row["holidays"])
		table("text_row", "text_rows", row["texts"])
		exit
	}
	printf "\nstatic const char *const place_names[] = {\n"
	for (i = 1; i <= nzones; i++) printf "\t\"%s\",\n", zone[i]
	print "};"
	table("place_row", "area_codes", row["area_codes"])
	table("place_row", "calling_zones", row["calling_zones"])
	table("place_row", "regions", row["regions"])
}
