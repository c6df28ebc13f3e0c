# words2c.awk: the words of each WORD of record.def as an array of C; after man/def.awk.
BEGIN { print "/* Made from lib/record/record.def. */\n#include \"record/record.h\"" }
def_split($0, said) == "WORD" {
	n = split(said[4], word, "|")
	printf "\nconst char *const record_words_%s_%s[] = {", said[1], said[2]
	for (i = 1; i <= n; i++) printf " \"%s\",", word[i]
	print " NULL };"
}
