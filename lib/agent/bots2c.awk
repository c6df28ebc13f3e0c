# bots2c.awk: etc/data/bots.txt and link_scanners.txt as C tables; table: the name.
NR == 1 { print "/* Made by lib/agent/bots2c.awk. */\nstatic const char *const " table "[] = {" }
/^#/ || /^[ \t]*$/ { next }
{ gsub(/["\\]/, "\\\\&"); printf "\t\"%s\",\n", $0 }
END { print "};" }
