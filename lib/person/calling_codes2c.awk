# calling_codes2c.awk: etc/data/calling_codes.tsv as a C table, in the order of the countries.
BEGIN { FS = "\t"; print "/* Made by lib/person/calling_codes2c.awk. */\nstatic const struct dialing dialings[] = {" }
function list(s) { return s == "-" ? "" : s }
/^#/ || NF < 5 { next }
{
	whole = 0
	n = split($4, lengths, ",")
	for (i = 1; i <= n; i++)
		if (lengths[i] != "-")
			whole += 2 ^ lengths[i]
	printf "\t{ \"%s\", \"%s\", \"%s\", 0x%x, \"%s\" },\n", $1, $2, list($3), whole, list($5)
}
END { print "};" }
