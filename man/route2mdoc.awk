# route2mdoc.awk: fills @ROUTES@ from cmd/ingest/serve/routes.def; after def.awk and mdoc.awk.
BEGIN {
	route_caller["SIGNATURE"] = "Only with the platform's signature."
	route_caller["LINK"] = "Only with a token that crt has signed."
	route_caller["MACHINE"] = "The web server offers it to its own machine only."
	route_body["BODY"] = "The body is at most --body-max bytes."
}
FILENAME ~ /\/routes\.def$/ {
	if (/^ROUTE\(/) {
		def_split($0, route)
		routes = routes ".It Li " route[2] " " route[3] "\n" prose(route[6]) "\n"
		if (route[4] in route_caller) routes = routes prose(route_caller[route[4]]) "\n"
		if (route[5] in route_body) routes = routes prose(route_body[route[5]]) "\n"
	}
	next
}
/^@ROUTES@$/ { printf ".Bl -tag -width Ds\n%s.El\n", routes; next }
