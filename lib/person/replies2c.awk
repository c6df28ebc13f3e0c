# replies2c.awk: the rows of etc/data/replies.tsv as a C table.
BEGIN {
	FS = "\t"
	print "/* Made by lib/person/replies2c.awk. */\nstatic const struct reply_row reply_rows[] = {"
}
/^#/ || /^text\t/ || /^$/ { next }
NF != 3 || $1 !~ /^[A-Z0-9 ]+$/ || $2 !~ /^(OPTOUT|OPTIN|HELP|REFUSAL)$/ || ($2 != "REFUSAL" && $1 ~ / /) || $1 in seen {
	printf "%s:%d: not text, meaning, language\n", FILENAME, FNR > "/dev/stderr"
	bad = 1
	exit 1
}
{ seen[$1]; printf "\t{ \"%s\", REPLY_%s, \"%s\" },\n", $1, $2, $3 }
END { if (!bad) print "};" }
