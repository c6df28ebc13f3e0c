# store_key2mdoc.awk: fills @STORE_KEYS@ from lib/store/platform.def and store_key.def; after def.awk and mdoc.awk.
FILENAME ~ /\/platform\.def$/ {
	if (def_split($0, field) == "PLATFORM") platforms = platforms field[1] " | "
	next
}
FILENAME ~ /\/store_key\.def$/ {
	if (def_split($0, field) == "STORE_KEY") {
		key_takes = field[1] == "platform" ? "Cm " platforms "other" : field[3] ~ /\|/ ? "Cm " field[3] : "Ar " field[3]
		store_keys = store_keys ".It Ic " field[1] " : " key_takes "\n" prose(field[5] ".") "\n"
		store_keys = store_keys (field[4] == "" ? "Required.\n" : "The default is\n.Cm " field[4] " .\n")
	}
	next
}
/^@STORE_KEYS@$/ { printf "%s", store_keys; next }
