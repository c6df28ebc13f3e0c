# costs.awk: prints the ten test files with the most processor time, and exits with 1 if one takes too large a share.
#
# It reads the lines of cost.bash: STARTS FILE and four times; or "- server SECONDS". A share does not depend
# on the speed of the machine. Fewer than 50 files have no limit, because each then has a large share.
function seconds(time, part) { split(time, part, /[ms]/); return part[1] * 60 + part[2] }
BEGIN { share = 8; files_least = 50 }
$2 == "server" { server += $3; next }
{
	name[++n] = $2
	line[n] = $2 ", " $1 " starts"
	took[n] = seconds($3) + seconds($4) + seconds($5) + seconds($6)
	all += took[n]
}
END {
	printf "%.1f s of processor: all files\n%.1f s of processor: the database server\n", all, server
	for (i = 1; i <= n; i++) printf "%.1f s of processor: %s\n", took[i], line[i] | "sort -nr | head -10"
	close("sort -nr | head -10")
	if (n < files_least) exit 0
	for (i = 1; i <= n; i++)
		if (took[i] * 100 > all * share) {
			print "not ok " name[i] ": more than " share " % of the processor time of all files"
			bad = 1
		}
	exit bad
}
