# names.awk: the share of C functions whose name another function has, too.
#
# It omits main and functions in the rows of tables, where the member of the table explains them. With MOST,
# a percentage, it prints the shared names only if the share is at least that.

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
