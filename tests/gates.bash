# gates.bash: a cart whose message a gate stops, and where its reason is found.

# leave_cart [CUSTOMER [CART]]: a cart left at 10:00 is an episode at 10:20.
leave_cart() {
	cart "${2:-c1}" 10:00 "${1:-$(ann)}" | ingest 10:01
	detect 10:20
	campaign 10:20
}

# assert_gate GATE STATUS NOW FILE [CART]
assert_gate() {
	local kind=skipped got
	[ "$2" = SKIPPED ] || kind=held
	assert_equal "$(query "SELECT DISTINCT status FROM crt.messages WHERE reason = '$1' AND facts ? 'now'")" "$2" row
	crt 0 campaign --now "$(at "$3")" explain "${5:-c1}"
	mapfile -t got < <(jq -rn --arg gate "$1" --slurpfile reported "$4" --slurpfile out out '
		($out | map(select(.what == "message" and .gate == $gate))) as $messages |
		($reported | map(select(.data.gate == $gate) | .type + " " + (.data.facts.now[:13])) | unique),
		($messages | map(.state)),
		($messages | map(.detail // "" | test("^[a-z][^{]{8,}$") | tostring) | unique),
		($out | map(select(.what == "gate" and .state != "passes") | .gate + " " + .state)[:1]) | join(",")')
	assert_equal "${got[0]}" "crt.message.$kind $(at "$3" | cut -c-13)" record
	assert_equal "${got[1]}" "$2" explain
	assert_equal "${got[2]}" true "explain in words"
	[ "$2" = SKIPPED ] || assert_equal "${got[3]}" "$1 holds" gates
	assert_equal "$(mails_to ann@shop.example)" "${6:-0}" mails
}
