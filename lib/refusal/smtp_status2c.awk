# smtp_status2c.awk: the rows of etc/data/smtp_enhanced_status.tsv as a C table.
BEGIN {
	FS = "\t"
	print "/* Made by lib/refusal/smtp_status2c.awk. */\n#include \"refusal/smtp_status.h\"\n"
	print "const struct smtp_status_row smtp_status_rows[] = {"
}
/^#/ || /^status\t/ || /^$/ { next }
NF != 3 || $1 !~ /^[245]\.([0-9]+|x)\.([0-9]+|x)$/ || $2 ~ /["\\]/ ||
    $3 !~ /^(SENT|RETRY|FAIL|RELAY|SUPPRESS)$/ {
	printf "%s:%d: not status, meaning, action\n", FILENAME, FNR > "/dev/stderr"
	bad = 1
	exit 1
}
$1 in seen { printf "%s:%d: %s twice\n", FILENAME, FNR, $1 > "/dev/stderr"; bad = 1; exit 1 }
{ seen[$1]; printf "\t{ \"%s\", SMTP_%s, \"%s\" },\n", $1, $3, $2 }
END { if (!bad) print "\t{ NULL, SMTP_FAIL, \"\" }\n};" }
