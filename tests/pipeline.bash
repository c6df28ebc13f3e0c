# pipeline.bash: functions for tests of the whole pipeline.
#
#	load helper
#	load pipeline
#	shop acme			adds a store, its templates, and a campaign of three steps
#	cart c1 10:00 | ingest 10:01	a record, ingested at a time
#	recover 11:20			runs detect, campaign, and send at that time
#	assert_equal "$(mails_to ann@x.example)" 1
#
# Times are HH:MM of 2 November 2026, or DD-HH:MM of another day of that month.
# A cart counts as abandoned after 15 minutes. The steps come 1, 24, and 72 hours after that. They
# expire after 24, 72, and 120 hours.

# time_at TIME: sets the variable time. at TIME: prints it.
time_at() {
	case $1 in
	*Z) time=$1 ;;
	*-*) time=2026-11-${1%%-*}T${1#*-}:00Z ;;
	*) time=2026-11-02T$1:00Z ;;
	esac
}
at() {
	local time
	time_at "$1"
	echo "$time"
}

# record TYPE TIME DATA [STORE]: prints one line; the same arguments make the same event.
record() {
	local LC_ALL=C time text sum=1 i
	time_at "$2"
	# A hash of the arguments, by numbers of ten digits to the base 64.
	printf -v text %q "$1 $time $3"
	text=${text//[.\\]/_1} text=${text//@/_2} text=${text//-/_3} text=${text//+/_4} text=${text//,/_5}
	text=${text//[^A-Za-z0-9_]/_}
	for ((i = 0; i < ${#text}; i += 10)); do sum=$((sum * 1000003 ^ 64#${text:i:10})); done
	printf '{"specversion":"1.0","id":"%x","source":"/stores/%s","type":"crt.%s","time":"%s","data":%s}\n' \
		"$sum" "${4:-acme}" "$1" "$time" "$3"
}

# person ID EMAIL [PHONE [CONSENT]]: a customer. "" omits a member. The default consent is granted.
person() {
	local s="" state=${4-granted}
	[ -z "${1:-}" ] || s+="\"id\":\"$1\","
	[ -z "${2:-}" ] || s+="\"email\":\"$2\","
	[ -z "${3:-}" ] || s+="\"phone\":\"$3\","
	[ -z "$state" ] || s+="\"consent\":{\"email\":{\"state\":\"$state\"}},"
	echo "{${s%,}}"
}

ann() { person 7 ann@shop.example ""; }

# cart ID TIME [CUSTOMER [STORE [AMOUNT CURRENCY [MORE]]]]: a cart with one tea cup.
cart() {
	local amount=${5:-50.00} currency=${6:-EUR}
	record cart.updated "$2" "{\"cart\":{\"id\":\"$1\",\"url\":\"https://shop.example/$1\",\"currency\":\"$currency\",\"total\":\"$amount\",\"items\":[{\"id\":\"1\",\"sku\":\"CUP\",\"title\":\"Tea cup\",\"quantity\":1,\"price\":\"$amount\"}]${7:+,$7}},\"customer\":${3:-$(ann)}}" "${4:-}"
}

# order ID TIME STATUS [CUSTOMER [MEMBERS [STORE]]]: MEMBERS such as "cart_id":"c1"; CUSTOMER null is nobody.
order() {
	local who=${4:-$(ann)}
	record order.placed "$2" "{\"order\":{\"id\":\"$1\",\"status\":\"$3\",\"currency\":\"EUR\",\"total\":\"50.00\",\"placed\":\"$(at "$2")\"${5:+,$5}}$([ "$who" = null ] || printf ',"customer":%s' "$who")}" "${6:-}"
}

# customer TIME CUSTOMER [STORE]
customer() { record customer.updated "$1" "{\"customer\":$2}" "${3:-}"; }

# checkpoint TIME [STORE]: every order placed before TIME has been delivered.
checkpoint() {
	record sync.checkpoint "$1" "{\"stream\":\"orders\",\"complete\":true,\"orders_seen_at\":\"$(at "$1")\"}" "${2:-}"
}

# withdraw TIME KEY [STORE]: KEY such as "email":"ann@shop.example"
withdraw() {
	record consent.changed "$1" "{\"customer\":{$2},\"channel\":\"EMAIL\",\"action\":\"withdraw\"}" "${3:-}"
}

# ingest TIME: ingests standard input.
ingest() { crt 0 ingest --now "$(at "$1")" -; }

detect()   { crt 0 detect --now "$(at "$1")" && print_file out > detected; }
campaign() { crt 0 campaign --now "$(at "$1")" < detected && print_file out > due; }
deliver()  { crt 0 send --now "$(at "$1")" --channel maildir --maildir "$PWD/mail" < due && print_file out > sent; }

# Most times nothing is due. Then crt-send has nothing to read, and is not started.
recover() {
	detect "$1" && campaign "$1"
	if [ -s due ]; then deliver "$1"; else : > sent; fi
}

mails() {
	local all=(mail/new/*)
	[ -e "${all[0]}" ] || all=()
	echo ${#all[@]}
}
mails_to() {
	local all
	mapfile -t all < <(grep -rlix "To: .*$1.*" mail/new 2> /dev/null)
	echo ${#all[@]}
}

# row: the lines of standard input as one.
row() {
	local lines
	mapfile -t lines
	echo "${lines[*]}"
}

# messages [WHERE]: the step, status, and reason of each message
messages() {
	query "SELECT step_index, status, coalesce(reason, '') FROM crt.messages ${1:+WHERE $1}
	         ORDER BY not_before, step_index, id" | row
}
episodes() { query 'SELECT state FROM crt.abandoned_carts ORDER BY abandoned_at, id' | row; }

# shop SLUG [SETTINGS]: by default the settings switch the gates off; SETTINGS replace them.
shop() {
	local more=${2:-{\}}
	more=${more#\{}
	[[ $more == *[![:space:]]*\}* ]] && more=,$more
	store "$1" "{\"from\": \"Shop <$1@shop.example>\", \"orders_max_age\": \"off\"$more"
	apply_campaign "$1"
}

# apply_campaign SLUG [NAME]: applies the campaign and its templates from files.
apply_campaign() {
	local name
	for name in first second third; do
		printf '%s\n' "template: $name" 'locale: en' "subject: $name of {{ cart.id }}" \
			'text: "{{ cart.total | money }} {{ links.unsubscribe }}{{ store.address }}"' > "$name.yaml"
	done
	cat > "campaign.$1.yaml" <<-END
		campaign: ${2:-three-steps}
		store: $1
		trigger: {}
		steps:
		  - { wait: 1h, channel: EMAIL, template: first, not_after: 24h }
		  - { wait: 24h, channel: EMAIL, template: second, not_after: 72h }
		  - { wait: 72h, channel: EMAIL, template: third, not_after: 120h }
	END
	crt 0 campaign --now 2026-11-01T00:00:00Z apply first.yaml second.yaml third.yaml "campaign.$1.yaml"
}
