# platform2mdoc.awk: fills @PLATFORM@ from lib/store/platform.def; after def.awk.
FILENAME ~ /\/platform\.def$/ {
	if (def_split($0, said) == "PLATFORM") platforms = platforms said[1] " | "
	next
}
/^@PLATFORM@$/ { print ".It Ic platform : Cm " platforms "other"; next }
