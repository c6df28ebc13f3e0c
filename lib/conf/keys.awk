# keys.awk: keys.def again, with the commands and the keys that all dumps have now.
BEGIN { FS = "\t" }
FILENAME ~ /\.def$/ {
	if (!/^(SECTION|OPTION)\(/) print
	next
}
$1 == "command" {
	section = $2
	sub(/^crt-/, "", section)
	add("SECTION(" section, "")
}
$1 == "option" && $2 != "*" && $12 == "key" {
	gsub(/-/, "_", $4)
	add("OPTION(" section ", " $4, ", " toupper($5) ", " $9 ", " $10 ", \"" $8 "\"")
}
# In order, each once.
function add(k, row,    i) {
	if (k in known) return
	known[k] = row
	for (i = n++; i > 0 && key[i] > k; i--) key[i + 1] = key[i]
	key[i + 1] = k
}
END { for (i = 1; i <= n; i++) print key[i] known[key[i]] ")" }
