# page.awk: the page itself, behind the generators that fill its marks; the last of them.
#   @INCLUDE FILE@  that file, without its comments
/^@INCLUDE [^@]*@$/ {
	file = substr($0, 10, length($0) - 10)
	while ((got = (getline line < file)) > 0)
		if (line !~ /^\.\\"/) print line
	close(file)
	if (got < 0) {
		print "page.awk: cannot read " file > "/dev/stderr"
		exit 1
	}
	next
}
/^@[A-Z ]+@$/ {
	print "page.awk: nothing fills " $0 " of " FILENAME > "/dev/stderr"
	exit 1
}
{ print }
