# commands2c.awk: the commands that crt becomes, from their dumps and from the heads of the pipelines.
function row(name, brief) {
	sub(/^crt-/, "", name)
	gsub(/"/, "\\\"", brief)
	sub(/\.$/, "", brief)
	printf "{ \"%s\", \"%s%s.\" },\n", name, toupper(substr(brief, 1, 1)), substr(brief, 2)
}
FNR == 1 { script = FILENAME; sub(/.*\//, "", script) }
FILENAME ~ /\.tsv$/ && /^command\t/ { split($0, part, "\t"); row(part[2], part[3]) }
FILENAME !~ /\.tsv$/ && index($0, "# " script ": ") == 1 { row(script, substr($0, length(script) + 5)) }
