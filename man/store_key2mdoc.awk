# store_key2mdoc.awk: fills @STORE_KEYS@ from lib/store/platform.def and store_key.def; after def.awk and mdoc.awk.
FILENAME ~ /\/platform\.def$/ {
	if (def_split($0, said) == "PLATFORM") platforms = platforms said[1] " | "
	next
}
FILENAME ~ /\/store_key\.def$/ {
	if (def_split($0, said) == "STORE_KEY") {
		key_takes = said[1] == "platform" ? "Cm " platforms "other" : said[3] ~ /\|/ ? "Cm " said[3] : "Ar " said[3]
		store_keys = store_keys ".It Ic " said[1] " : " key_takes "\n" prose(said[5] ".") "\n"
		store_keys = store_keys (said[4] == "" ? "Required.\n" : "The default is\n.Cm " said[4] " .\n")
	}
	next
}
/^@STORE_KEYS@$/ { printf "%s", store_keys; next }
