# sms.awk: make the template of a text message from a word list.
# awk -v name=reminder -f sms.awk words.en
/^lang: / { lang = substr($0, 7) }
index($0, name ".sms: ") == 1 { text = substr($0, length(name) + 7) }
END {
	if (text == "") {
		print "sms.awk: no words for \"" name ".sms\" in " FILENAME > "/dev/stderr"
		exit 1
	}
	print "template: " name "\nlocale: " lang "\nchannel: SMS\ntext: |\n  " text
}
