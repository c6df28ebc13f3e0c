# setting2mdoc.awk: fills @SETTINGS@ from lib/store/setting_kind.def and setting.def; after def.awk and mdoc.awk.
FILENAME ~ /\/setting_kind\.def$/ {
	if (def_split($0, said) == "KIND") takes_as[said[1]] = said[2]
	next
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
