# push.awk: make the template of a push message from a word list.
# awk -v name=reminder -f push.awk words.en
/^lang: / { lang = substr($0, 7) }
index($0, name ".title: ") == 1 { title = substr($0, length(name) + 9) }
index($0, name ".body: ") == 1 { body = substr($0, length(name) + 8) }
END {
	if (title == "" || body == "") {
		print "push.awk: no words for \"" name ".title\" and \"" name ".body\" in " FILENAME > "/dev/stderr"
		exit 1
	}
	gsub(/'/, "''", title)
	print "template: " name "\nlocale: " lang "\nchannel: PUSH\ntitle: '" title "'\nbody: |\n  " body
	print "image: '{{ cart.items[0].image }}'\nlink: '{{ links.cart }}'"
}
