# circles.awk: finds objects of different files that use each other, except those in tests/circles.
#
# It reads tests/circles first, then "nm -A -P". It prints each circle that is not listed, and each listed
# one that does not exist; with all=1 every circle. Symbols of a command come before those of lib/, because
# commands are not linked together.

FNR == NR {
	if (!/^#/ && NF) allowed[$0] = 1
	next
}

# "lib/base/str.o" of "build/lib/base/str.o:".
function trim(path, above) {
	sub(/:$/, "", path)
	if (match(path, /^.*\/(lib|cmd|gen)\//)) {
		above = substr(path, 1, RLENGTH)
		sub(/(lib|cmd|gen)\/$/, "", above)
		path = substr(path, length(above) + 1)
	}
	return path
}

# A symbol is known in the folder of its command, or everywhere.
function scope_of(object) {
	return object ~ /^cmd\// ? substr(object, 1, match(substr(object, 5), /\//) + 4) : ""
}

# Adds a name to the sorted names.
function insert(names, name, part, n, i, s) {
	n = split(names, part, " ")
	for (i = 1; i <= n && part[i] < name; i++) s = s part[i] " "
	s = s name
	for (; i <= n; i++) s = s " " part[i]
	return s
}

# The objects that this one reaches, in uses[object], separated by blanks (Tarjan 1972).
function visit(object, part, n, i, next_one, circle, size) {
	low[object] = number[object] = ++visited
	stack[++depth] = object
	on[object] = 1
	n = split(uses[object], part, " ")
	for (i = 1; i <= n; i++) {
		next_one = part[i]
		if (!(next_one in number)) {
			visit(next_one)
			if (low[next_one] < low[object]) low[object] = low[next_one]
		} else if (on[next_one] && number[next_one] < low[object])
			low[object] = number[next_one]
	}
	if (low[object] < number[object]) return
	do {
		next_one = stack[depth--]
		on[next_one] = 0
		circle = insert(circle, next_one)
		size++
	} while (next_one != object)
	if (size < 2) return
	if (all || !(circle in allowed)) print circle
	delete allowed[circle]
}

{ object = trim($1) }
$3 ~ /^[TDRBCVW]$/ { owner[scope_of(object), $2] = object; known[object] = 1 }
$3 == "U" { use[++nuses] = object; symbol[nuses] = $2; known[object] = 1 }
END {
	for (i = 1; i <= nuses; i++) {
		scope = scope_of(use[i])
		to = (scope, symbol[i]) in owner ? owner[scope, symbol[i]] : owner["", symbol[i]]
		if (to != "" && to != use[i] && !seen[use[i], to]++) uses[use[i]] = uses[use[i]] " " to
	}
	for (object in known) if (!(object in number)) visit(object)
	for (circle in allowed) if (!all) print "no circle any more: " circle
}
