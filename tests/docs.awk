# docs.awk: makes a script of the commands in a page's EXAMPLES, or in README's console blocks.
# A command starts with "$ " and continues in lines that start with "> ". Other lines are its expected
# output on standard output and standard error, which is compared with the real output.
function line(s) {
	gsub(/\\e/, "\\", s)
	return s "\n"
}

function flush() {
	if (command != "") {
		print "echo " (++n) " >&9"
		if (want == "") printf "%s", command
		else printf "{ %s} > printed 2>&1\ndiff - printed >&2 <<'END'\n%sEND\n", command, want
	}
	command = want = ""
}

/^\.Sh / { examples = /EXAMPLES/; next }
/^```/ { flush(); block = !block && /^```console$/; next }
examples && /^\.Bd / { block = 1; next }
/^\.Ed/ { flush(); block = 0; next }
!block { next }
/^\$ / { flush(); command = line(substr($0, 3)); next }
/^> / { command = command line(substr($0, 3)); next }
{ want = want line($0) }
