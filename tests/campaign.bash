# campaign.bash: campaign and template files for tests.

# campaign [NAME STORE]: prints a campaign of two steps.
campaign() {
	cat <<-END
		campaign: ${1:-steps}
		store: ${2:-acme}
		trigger:
		  cart_value: { min: "30.00", currency: EUR }
		holdout: 10%
		steps:
		  - { wait: 1h, channel: EMAIL, template: reminder }
		  - { wait: 72h, channel: EMAIL, template: offer, coupon: { code: OFF5, percent: 5, valid: 48h } }
	END
}

# What the text and the HTML of a mail must read, without a sign of it.
FOOTER='{% if nil %}{{ links.unsubscribe }}{{ store.address }}{% endif %}'

# template NAME [LINE...]: prints a template with additional lines. Those of a mail's text and HTML read what they must.
template() {
	local line
	printf 'template: %s\nlocale: en\nsubject: Hello\n' "$1"
	shift
	[ $# -gt 0 ] || set -- 'text: Your cart'
	for line in "$@"; do
		case $1:$line in
		'channel: SMS':* | *': |') ;;
		*:text:*\" | *:html:*\") line=${line%\"}$FOOTER\" ;;
		*:text:* | *:html:*) line+=$FOOTER ;;
		esac
		printf '%s\n' "$line"
	done
}

# Adds a store with two templates that apply to every store.
shop() {
	store acme
	template reminder > reminder.yaml
	template offer > offer.yaml
	crt 0 campaign apply reminder.yaml offer.yaml
}
