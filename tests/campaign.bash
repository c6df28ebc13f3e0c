# campaign.bash: the files of campaigns and templates that tests begin with.

# campaign [NAME STORE]: a file of two steps on standard output.
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

# words NAME [LINE...]: a template of a name, with further lines.
template() {
	printf 'template: %s\nlocale: en\nsubject: Hello\n' "$1"
	shift
	[ $# -gt 0 ] || set -- 'text: Your cart'
	printf '%s\n' "$@"
}

# A store with two templates that apply to every store.
shop() {
	store acme
	template reminder > reminder.yaml
	template offer > offer.yaml
	crt 0 campaign apply reminder.yaml offer.yaml
}
