# names.awk: the share of functions in C that share their name with another.
#
# main and what stands in a row of a table are left out: a table's member says what they are for.
# With MOST, a percentage, only the names that are shared, where the share is as large as that.

function functions_of_file(    name) {
	for (name in here) {
		if (name == "main" || name in row) continue
		count[name]++
		total++
	}
	split("", here)
	split("", row)
}

FNR == 1 { functions_of_file() }
/^[a-z_][a-z0-9_]*\(/ { begun = $0; sub(/\(.*/, "", begun) }
/^\{$/ && begun { here[begun] = 1 }
/^\}$/ { begun = "" }
/^[a-z].* = \{$/ { table = 1 }
/^\};?$/ { table = 0 }
table {
	n = split($0, part, /[^A-Za-z0-9_]+/)
	for (i = 1; i <= n; i++) row[part[i]] = 1
}
END {
	functions_of_file()
	for (name in count) if (count[name] > 1) shared += count[name]
	if (!most) printf "functions that share their name: %d of %d, %.1f %%\n", shared, total, total ? 100 * shared / total : 0
	if (most && 100 * shared >= most * total) for (name in count) if (count[name] > 1) print count[name], name
}
