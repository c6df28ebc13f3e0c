# route2mdoc.awk: fills @ROUTES@ from cmd/ingest/serve/routes.def; after def.awk and mdoc.awk.
BEGIN {
	route_caller["SIGNATURE"] = "Only with the platform's signature."
	route_caller["LINK"] = "Only with a token that crt has signed."
	route_caller["MACHINE"] = "The web server offers it to its own machine only."
	route_body["PAYLOAD"] = "The body is at most --body-max bytes."
	route_body["FORM"] = "The body is that of a form, at most 16 KiB."
	route_rate["STORE"] = "nginx.conf limits the requests for each store and from each client."
	route_rate["CLIENT"] = "nginx.conf limits the requests from each client."
}
FILENAME ~ /\/routes\.def$/ {
	if (/^ROUTE\(/) {
		def_split($0, route)
		routes = routes ".It Li " route[2] " " route[3] "\n" prose(route[7]) "\n"
		if (route[4] in route_caller) routes = routes prose(route_caller[route[4]]) "\n"
		if (route[5] in route_body) routes = routes prose(route_body[route[5]]) "\n"
		if (route[6] in route_rate) routes = routes prose(route_rate[route[6]]) "\n"
	}
	next
}
/^@ROUTES@$/ { printf ".Bl -tag -width Ds\n%s.El\n", routes; next }
