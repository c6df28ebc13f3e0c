# err2mdoc.awk: fills @STATUS@, @RANKING@, and @RANKS@ from lib/base/err.def; after def.awk and mdoc.awk.
#   @STATUS@   the list of all statuses, by number
#   @RANKING@  the statuses from worst to best, as text; @RANKS@: from best to worst, for etc/bin/crt-recover.in
FILENAME ~ /\/err\.def$/ {
	if (/^ERR\(/) {
		def_split($0, ending)
		endings[ending[2]] = endings[ending[2]] ".It " ending[2] "\n" prose(ending[3]) "\n"
		if (ending[2] != last_rank) {
			ranking = ranking == "" ? "and " ending[2] : ending[2] ", " ranking
			ranks = ranks (ranks == "" ? "" : " ") ending[2]
		}
		last_rank = ending[2]
	}
	next
}
/^@STATUS@$/ {
	print ".Bl -tag -width Ds"
	for (i = 0; i < 256; i++) printf "%s", endings[i]
	print ".El"
	next
}
/@RANK/ {
	sub(/@RANKING@/, ranking)
	sub(/@RANKS@/, ranks)
}
