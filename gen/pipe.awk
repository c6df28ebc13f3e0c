# pipe.awk: make the dump of a script that runs commands in a pipe from the commands' dumps.
# name: the script; passed: the verb of the first command that the script also has.
BEGIN {
	FS = OFS = "\t"
	print "command", name, ""
}
$1 == "command" { commands++ }
$1 == "verb" && commands == 1 && ($2 == "" || $2 == passed) { print }

# The options of commands other than the first belong to every verb.
$1 == "option" && ($2 == "" || $2 == "*" || ($2 == passed && commands == 1)) {
	if (commands > 1) $2 = "*"
	if (($2 SUBSEP $4) in had || ("*" SUBSEP $4) in had) next
	had[$2, $4]
	print
}
