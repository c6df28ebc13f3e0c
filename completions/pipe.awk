# pipe.awk: the dump of a script that runs commands in a pipe, made of their dumps.
# name: the script; passed: the verb of the first command that it takes too.
BEGIN {
	FS = OFS = "\t"
	print "command", name, ""
}
$1 == "command" { commands++ }
$1 == "verb" && commands == 1 && ($2 == "" || $2 == passed) { print }

# What another command than the first takes stands with every verb.
$1 == "option" && ($2 == "" || $2 == "*" || ($2 == passed && commands == 1)) {
	if (commands > 1) $2 = "*"
	if (($2 SUBSEP $4) in had || ("*" SUBSEP $4) in had) next
	had[$2, $4]
	print
}
