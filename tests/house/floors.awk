# floors.awk: checks uses against the order in tests/floors, which it reads first, then "nm -A -P".
#
# A line of nm is "build/lib/ROOM/file.o: symbol T ..."; U is a use, other capital letters define.
# A line "#include FILE HEADER" is a use, too, because structs and macros have no symbol.

FNR == NR && /^#/ { next }
FNR == NR && $1 == "only" { for (i = 3; i <= NF; i++) only[$2, $i] = 1; limited[$2] = 1; next }
FNR == NR && $1 == "made" { made[$2] = $3; next }
FNR == NR { for (i = 1; i <= NF; i++) place[$i] = ++places; next }

# The room of a path, which may be within another; empty if it is no room.
function room_of(path, part, n, i) {
	n = split(path, part, "/")
	for (i = n - 1; i > 0; i--) {
		if (part[i] == "cmd") return "cmd"
		if (part[i] == "lib") return part[i + 1] (n - i > 2 ? "/" part[i + 2] : "")
		if (part[i] == "gen") { sub(/\.o.*/, "", part[i + 1]); return made[part[i + 1]] }
	}
	return ""
}

# Whether the user is the table file of the used room ROOM/INNER: ROOM/ROOM.c or ROOM/INNER.c.
function is_table(from, used, part) {
	return split(used, part, "/") == 2 && from ~ ("lib/" part[1] "/(" part[1] "|" part[2] ")\\.[coh]$")
}

function judge(user, used, from, what) {
	if (user == used || user == "" || used == "" || is_table(from, used) && user in place && used in place)
		return
	if (!(user in place) || !(used in place))
		print from ": room " (user in place ? used : user) " is on no floor"
	else if (place[used] > place[user])
		print from ": " user " uses " what " of " used ", which is above it"
	else if (limited[user] && !((user, used) in only))
		print from ": " user " uses " what " of " used ", and is to use less"
}

$1 == "#include" {
	if (room_of($2) != "cmd")
		judge(room_of($2), room_of("lib/" $3), $2, $3)
	next
}
{
	sub(/:$/, "", $1)
	if ($3 ~ /^[TDRBCVW]$/)
		owner[$2] = room_of($1)
	else if ($3 == "U")
		uses[++n] = $1 " " $2
}
END {
	for (i = 1; i <= n; i++) {
		split(uses[i], use, " ")
		if (use[2] in owner)
			judge(room_of(use[1]), owner[use[2]], use[1], use[2])
	}
	exit places == 0
}
