# setting2mdoc.awk: fills @SETTINGS@ from lib/store/setting.def; after def.awk and mdoc.awk.
BEGIN {
	takes_as["DURATION"] = "DURATION"
	takes_as["AGE"] = "DURATION | off"
	takes_as["COUNT"] = "N"
	takes_as["MAILBOX"] = "[NAME <]ADDRESS[>]"
	takes_as["ADDRESS"] = "ADDRESS"
	takes_as["URL"] = "URL"
	takes_as["CODE"] = "DIGITS"
	takes_as["TEXT"] = "TEXT"
	takes_as["BASIS"] = "granted | not_denied"
}
FILENAME ~ /\/setting\.def$/ {
	if (/^SETTING\(/) {
		def_split($0, said)
		settings = settings ".It Ic " said[1] " : Ar " takes_as[said[2]] "\n" prose(said[4] ".") "\n"
		if (said[3] != "") settings = settings "The default is\n.Cm " said[3] " .\n"
	}
	next
}
/^@SETTINGS@$/ { printf ".Bl -tag -width Ds\n%s.El\n", settings; next }
