#!/usr/bin/env bats
# reader.bats: what a person reads is written alike by every command.

load helper
load pipeline

# Seen to fail: 0 in message.due, in "crt-detect show" and in the export; nothing at all in a mail.
@test "a step is counted from 1, and a mail can name it" {
	shop acme
	printf '%s\n' 'template: first' 'locale: en' 'subject: hello' \
		'text: "step {{ message.step }} of {{ message.id }}, {{ links.unsubscribe }}"' > first.yaml
	crt 0 campaign apply first.yaml
	{ cart c1 10:00; checkpoint 11:20; } | take 11:20
	recover 11:20
	id=$(jq -r .data.message due)
	same "$(jq -c '[.data.step, .data.context.message]' due)" "[1,{\"id\":\"$id\",\"step\":1}]" "message.due"
	grep -h '^step' mail/new/* > line
	same "$(tr -d '\r' < line | cut -d , -f 1)" "step 1 of $id" "the mail"
	crt 0 detect show c1 --json
	same "$(jq -c 'select(.kind == "message").step' out)" 1 "crt-detect show"
	crt 0 campaign --now "$(at 11:21)" explain c1 --json
	same "$(jq -c 'select(.step).step' out | sort -u | paste -sd ' ')" "1 2" "explain"
	crt 0 report export
	same "$(jq -c 'select(.kind == "message") | [.step, .step_index]' out)" "[1,null]" "export"
}
