# bots2c.awk: etc/data/bots.txt as a C table.
BEGIN { print "/* Made by lib/rule/bots2c.awk. */\nstatic const char *const bot_agents[] = {" }
/^#/ || /^[ \t]*$/ { next }
{ gsub(/["\\]/, "\\\\&"); printf "\t\"%s\",\n", $0 }
END { print "};" }
