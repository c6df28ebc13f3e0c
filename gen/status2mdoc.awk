# status2mdoc.awk: fills @SMTPSTATUS@ from etc/data/smtp_enhanced_status.tsv; before dump.awk,
# which takes every other .tsv.
FILENAME ~ /smtp_enhanced_status\.tsv$/ {
	if (!/^#/ && !/^status\t/) {
		split($0, reply, "\t")
		replies = replies ".It Li " reply[1] " Ta " reply[3] " Ta " escape(reply[2]) "\n"
	}
	next
}
/^@SMTPSTATUS@$/ {
	printf ".Bl -column \"4.7.26x\" \"SUPPRESS\" \"what it means to the mail\"\n" \
	    ".It Em code Ta Em what crt does Ta Em meaning\n%s.El\n", replies
	next
}
