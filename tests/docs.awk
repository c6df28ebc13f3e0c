# docs.awk: the commands of a page's EXAMPLES, or of README's console blocks, as a script.
# A command begins with "$ " and goes on in lines that begin with "> "; other lines are
# what it prints.
function line(s) {
	gsub(/\\e/, "\\", s)
	print s
}

/^\.Sh / { examples = /EXAMPLES/; next }
/^```/ { block = !block && /^```console$/; next }
examples && /^\.Bd / { block = 1; next }
/^\.Ed/ { block = 0; next }
block && /^\$ / {
	print "echo " (++n) " >&9"
	line(substr($0, 3))
}
block && /^> / { line(substr($0, 3)) }
