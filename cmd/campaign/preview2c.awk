# preview2c.awk: etc/templates/preview.json as a C string.
BEGIN { print "/* Made by cmd/campaign/preview2c.awk. */\nstatic const char preview_data[] =" }
{ gsub(/["\\]/, "\\\\&"); printf "\t\"%s\\n\"\n", $0 }
END { print "\t;" }
