# docs.awk: the commands of a page's EXAMPLES, or of README's console blocks, as a script.
# A command begins with "$ " and goes on in lines that begin with "> "; other lines are
# what it says, on standard output and standard error, and are compared with what it did say.
function line(s) {
	gsub(/\\e/, "\\", s)
	return s "\n"
}

function flush() {
	if (command != "") {
		print "echo " (++n) " >&9"
		if (want == "") printf "%s", command
		else printf "{ %s} > said 2>&1\ndiff - said >&2 <<'END'\n%sEND\n", command, want
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
