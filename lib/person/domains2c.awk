# domains2c.awk: lists of domains, in the order of their bytes, as a C table each: what stands behind name= is its name.
BEGIN { print "/* Made by lib/person/domains2c.awk. */\n#include \"person/domain.h\"\n" }
/^#/ || /^[ \t]*$/ { next }
$0 !~ /^[a-z0-9][a-z0-9.-]*\.[a-z0-9-]+$/ || $0 <= last[FILENAME] {
	printf "%s:%d: no domain, or not behind the one before\n", FILENAME, FNR > "/dev/stderr"
	bad = 1
	exit 1
}
{
	last[FILENAME] = $0
	at[name, n[name]++] = used[name] + 0
	used[name] += length($0) + 1
	text[name] = text[name] "\t\"" $0 "\\0\"\n"
}
END {
	if (bad)
		exit 1
	for (name in n) {
		printf "static const char %s_names[] =\n%s;\nstatic const uint32_t %s_at[] = {", name, text[name], name
		for (i = 0; i < n[name]; i++)
			printf "%s%d,", i % 12 ? " " : "\n\t", at[name, i]
		printf "\n};\nconst struct domain_list domain_%s = { %s_names, %s_at, %d };\n\n", name, name, name, n[name]
	}
}
