# setting2mdoc.awk: fills @SETTINGS@ from lib/store/setting_kind.def and setting.def; after def.awk and mdoc.awk.
FILENAME ~ /\/setting_kind\.def$/ {
	if (def_split($0, field) == "KIND") takes_as[field[1]] = field[2]
	next
}
FILENAME ~ /\/setting\.def$/ {
	if (/^SETTING\(/) {
		def_split($0, field)
		settings = settings ".It Ic " field[1] " : Ar " takes_as[field[2]] "\n" prose(field[4] ".") "\n"
		if (field[3] != "") settings = settings "The default is\n.Cm " field[3] " .\n"
	}
	next
}
/^@SETTINGS@$/ { printf ".Bl -tag -width Ds\n%s.El\n", settings; next }
