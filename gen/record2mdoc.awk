# record2mdoc.awk: fills @INBOUND@, @BETWEEN@ and @PARTS@ of crt-records.5.in from
# lib/record/words.def and record.def; after def.awk and mdoc.awk.  A part without a meaning is the data
# of its one record and is described there.
BEGIN {
	kinds["TEXT"] = "text"
	kinds["PHONE"] = "text, or its digits as a number"
	kinds["ID"] = "text, not empty, no control bytes"
	kinds["URL"] = "text, http:// or https://"
	kinds["INT"] = "whole number"
	kinds["BOOL"] = "true or false"
	kinds["TIME"] = "time"
	kinds["MONEY"] = "money"
	kinds["CURRENCY"] = "ISO 4217 code"
	kinds["ANY"] = "anything, kept as it is"
}

function member(of_part, label, takes, presence, meaning) {
	members[of_part] = members[of_part] ".It Li " label " No (" takes (presence == "REQUIRED" ? "; required" : "") \
	    ")\n" prose(meaning) "\n"
}

function words_of(list) {
	gsub(/\|/, " / ", list)
	return list
}

# A limit of 0 is none of its own, except of a number, which it is the least of.
function bytes(kind, limit) {
	if (kind == "INT") return ", at least " limit
	return limit > 0 ? ", at most " limit " bytes" : ""
}

function body(of_part) {
	return ".Bl -tag -width Ds -compact\n" members[of_part] ".El\n"
}

function record(type, direction, meaning, of_part,    text) {
	text = ".It Sy " type "\n" prose(meaning) "\n"
	if (direction != "inbound") text = text prose("From " direction ".") "\n"
	text = text (of_part in inside ? body(of_part) : "Its data is the part\n.Sx " of_part " .\n")
	if (direction == "inbound") inbound = inbound text
	else between = between text
}

FILENAME ~ /\/words\.def$/ {
	if (def_split($0, field) == "WORDS") words[field[1]] = field[3]
	next
}
FILENAME ~ /\/record\.def$/ {
	if (!/^[A-Z_]+\(/) next
	what = def_split($0, field)
	if (what == "PART" && field[2] == "") inside[field[1]] = 1
	else if (what == "PART") {
		order[++nparts] = field[1]
		meanings[field[1]] = field[2]
	} else if (what == "FIELD")
		member(field[1], field[2], kinds[field[3]] bytes(field[3], field[5]), field[4], field[6])
	else if (what == "WORD") member(field[1], field[2], words_of(words[field[4]]), field[3], field[5])
	else if (what == "SUB") member(field[1], field[2], "the part " field[3], field[4], field[5])
	else if (what == "LIST")
		member(field[1], field[2], "list of at most " field[5] " of the part " field[3], field[4], field[6])
	else if (what == "RECORD") record(field[2], field[3], field[4], field[1])
	else if (what == "RECORD_OF") record(field[3], field[4], field[5], field[2])
	next
}
/^@INBOUND@$/ { printf ".Bl -tag -width Ds\n%s.El\n", inbound; next }
/^@BETWEEN@$/ { printf ".Bl -tag -width Ds\n%s.El\n", between; next }
/^@PARTS@$/ {
	for (p = 1; p <= nparts; p++)
		printf ".Ss %s\n%s\n%s", order[p], prose(meanings[order[p]]), body(order[p])
	next
}
