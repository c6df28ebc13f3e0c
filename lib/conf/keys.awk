# keys.awk: keys.def again, with the options that the dumps of all commands have now.
BEGIN { FS = "\t" }
FILENAME ~ /\.def$/ {
	if (/^(SECTION|PART)\(/) tail = tail $0 "\n"
	else if (!/^OPTION\(/) print
	next
}
$1 == "command" { section = $2; sub(/^crt-/, "", section) }
$1 == "option" && $2 != "*" && $12 == "key" {
	gsub(/-/, "_", $4)
	add(section ", " $4, toupper($5) ", " $9 ", " $10 ", \"" $8 "\"")
}
# In order, each once.
function add(k, row,    i) {
	if (k in known) return
	known[k] = row
	for (i = n++; i > 0 && key[i] > k; i--) key[i + 1] = key[i]
	key[i + 1] = k
}
END {
	for (i = 1; i <= n; i++) print "OPTION(" key[i] ", " known[key[i]] ")"
	printf "%s", tail
}
