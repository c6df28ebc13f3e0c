# words2c.awk: words.def as C, after gen/def.awk: with -v part=h the enums, else the texts.
BEGIN {
	print "/* Made from lib/record/words.def. */"
	if (part == "h") print "#ifndef CRT_WORDS_H\n#define CRT_WORDS_H"
	else print "#include \"words.h\""
}
def_split($0, field) == "WORDS" {
	n = split(field[3], word, "|")
	quoted = constants = ""
	for (i = 1; i <= n; i++) {
		quoted = quoted (i > 1 ? ", " : "") "\"" word[i] "\""
		constants = constants (i > 1 ? ", " : "") field[2] "_" toupper(word[i])
	}
	if (part == "h") {
		print "\nenum " field[1] " { " constants " };"
		print "#define WORDS_" field[1] " " quoted
		for (i = 1; i <= n; i++) print "#define WORD_" field[2] "_" toupper(word[i]) " \"" word[i] "\""
		print "extern const char *const words_" field[1] "[];"
	} else
		print "\nconst char *const words_" field[1] "[] = { WORDS_" field[1] ", 0 };"
}
END { if (part == "h") print "\n#endif" }
