# metric2mdoc.awk: fills @METRICS@ from lib/report/metric.def; after def.awk and mdoc.awk.
FILENAME ~ /\/metric\.def$/ {
	if (def_split($0, metric) == "METRIC") {
		labels = metric[3]
		gsub(/,/, ", ", labels)
		metrics = metrics ".It Sy " metric[1] " No (" tolower(metric[2]) (labels == "" ? "" : ": " labels) ")\n" prose(metric[4]) "\n"
	}
	next
}
/^@METRICS@$/ { printf ".Bl -tag -width Ds\n%s.El\n", metrics; next }
