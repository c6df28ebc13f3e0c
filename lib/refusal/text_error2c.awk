# text_error2c.awk: the rows of etc/data/twilio_errors.tsv as a C table.
BEGIN {
	FS = "\t"
	print "/* Made by lib/refusal/text_error2c.awk. */\nstatic const struct text_error text_errors[] = {"
}
/^#/ || /^code\t/ || /^$/ { next }
NF != 3 || $1 !~ /^[0-9]+$/ || $2 ~ /["\\]/ || $3 !~ /^(RETRY|FAIL|STOP|UNCERTAIN|SUPPRESS|OPTOUT)$/ || $1 in seen {
	printf "%s:%d: not code, meaning, action\n", FILENAME, FNR > "/dev/stderr"
	bad = 1
	exit 1
}
{ seen[$1]; printf "\t{ %d, TEXT_%s, \"%s\" },\n", $1, $3, $2 }
END { if (!bad) print "};" }
