# keys.awk: keys.def again, with the keys of the dumps that come after it.
BEGIN { FS = "\t" }
FILENAME ~ /\.def$/ && /^KEY\(/ {
	add(substr($0, 5, length($0) - 5))
	next
}
FILENAME ~ /\.def$/ { if (/^(SECTION|PART)\(/) tail = tail $0 "\n"; else print; next }
$1 == "option" && $4 != "config" && $12 == "" {
	gsub(/-/, "_", $4)
	add($4)
}
# In order, each once.
function add(k,    i) {
	if (k in known) return
	known[k]
	for (i = n++; i > 0 && key[i] > k; i--) key[i + 1] = key[i]
	key[i + 1] = k
}
END {
	for (i = 1; i <= n; i++) print "KEY(" key[i] ")"
	printf "%s", tail
}
