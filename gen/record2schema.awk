# record2schema.awk: lib/record/currency.def, words.def, and record.def as a JSON Schema (draft 2020-12) of one line;
# after def.awk.  It has all that a schema can express: limits count characters there and bytes in
# crt, and that an amount has a currency, and no more decimals than it, is crt's own check.
function text(s) {
	gsub(/\\/, "\\\\", s)
	gsub(/"/, "\\\"", s)
	return "\"" s "\""
}

# Words are known in either case.
function any_case(list,    i, c, out) {
	for (i = 1; i <= length(list); i++) {
		c = substr(list, i, 1)
		out = out (c ~ /[A-Za-z]/ ? "[" toupper(c) tolower(c) "]" : c)
	}
	return "^(" out ")$"
}

function of_kind(kind, limit,    most) {
	most = limit > 0 ? ",\"maxLength\":" limit : ""
	if (kind == "TEXT") return "\"type\":\"string\"" most
	if (kind == "PHONE") return "\"type\":[\"string\",\"integer\"],\"minimum\":0" most
	if (kind == "ID") return "\"type\":\"string\",\"pattern\":" text("^[^\\u0000-\\u001f\\u007f]+$") most
	if (kind == "URL") return "\"type\":\"string\",\"pattern\":\"^https?://\"" most
	if (kind == "CURRENCY") return "\"$ref\":\"#/$defs/CURRENCY\""
	if (kind == "INT") return "\"type\":\"integer\",\"minimum\":" limit
	if (kind == "BOOL") return "\"type\":\"boolean\""
	if (kind == "TIME") return "\"type\":\"string\",\"format\":\"date-time\""
	if (kind == "MONEY") return "\"$ref\":\"#/$defs/MONEY\""
	return ""
}

# An optional member may be null, which is the same as absent.
function member(name, says, presence, meaning,    about) {
	about = "\"description\":" text(meaning)
	if (says == "") says = about
	else if (presence == "OPTIONAL") says = about ",\"anyOf\":[{" says "},{\"type\":\"null\"}]"
	else says = about "," says
	properties = properties (properties == "" ? "" : ",\n    ") text(name) ": {" says "}"
	if (presence == "REQUIRED") required = required (required == "" ? "" : ",") text(name)
}

function part_ref(name) {
	return "\"$ref\":\"#/$defs/" name "\""
}

function record(of_part, type, meaning) {
	types = types (types == "" ? "" : ",\n    ") text(type)
	cases = cases (cases == "" ? "" : ",\n  ") "{\"if\":{\"properties\":{\"type\":{\"const\":" text(type) \
	    "}},\"required\":[\"type\"]},\n   \"then\":{\"description\":" text(meaning) \
	    ",\"properties\":{\"data\":{" part_ref(of_part) "}}}}"
}

!/^[A-Z_]+\(/ { next }
{ what = def_split($0, field) }
what == "CURRENCY" { codes = codes (codes == "" ? "" : ",") text(field[1]) }
what == "WORDS" { words[field[1]] = field[3] }
what == "PART" {
	properties = required = ""
	meaning_of = field[2]
}
what == "FIELD" { member(field[2], of_kind(field[3], field[5]), field[4], field[6]) }
what == "WORD" { member(field[2], "\"type\":\"string\",\"pattern\":" text(any_case(words[field[4]])), field[3], field[5]) }
what == "SUB" { member(field[2], part_ref(field[3]), field[4], field[5]) }
what == "LIST" {
	member(field[2], "\"type\":\"array\",\"maxItems\":" field[5] ",\"items\":{" part_ref(field[3]) "}", field[4], field[6])
}
what == "END" {
	parts = parts ",\n  " text(field[1]) ": {\"type\":\"object\"," \
	    (meaning_of == "" ? "" : "\"description\":" text(meaning_of) ",") \
	    "\"required\":[" required "],\n   \"properties\":{\n    " properties "}}"
}
what == "RECORD" { record(field[1], field[2], field[4]) }
what == "RECORD_OF" { record(field[2], field[3], field[5]) }

END {
	print "{\"$schema\": \"https://json-schema.org/draft/2020-12/schema\","
	print " \"title\": \"A line of crt: see crt-records(5)\","
	print " \"type\": \"object\","
	print " \"required\": [\"specversion\",\"id\",\"source\",\"type\",\"time\",\"data\"],"
	print " \"propertyNames\": {\"pattern\": \"^([a-z0-9]{1,20}|data_base64)$\"},"
	print " \"properties\": {"
	print "  \"specversion\": {\"const\": \"1.0\"},"
	print "  \"id\": {" of_kind("ID", 256) "},"
	print "  \"source\": {\"type\": \"string\", \"pattern\": \"^/stores/.\", \"maxLength\": 128},"
	print "  \"time\": {" of_kind("TIME", 0) "},"
	print "  \"type\": {\"enum\": [\n    " types "]},"
	print "  \"data_base64\": {\"type\": \"null\"},"
	print "  \"data\": {\"type\": \"object\"}},"
	print " \"additionalProperties\": {\"type\": [\"string\",\"number\",\"boolean\",\"null\"]},"
	print " \"allOf\": [\n  " cases "],"
	print " \"$defs\": {"
	print "  \"amount\": {\"type\": \"string\", \"pattern\": \"^-?[0-9]+([.][0-9]+)?$\"},"
	print "  \"CURRENCY\": {\"enum\": [" codes "]},"
	print "  \"MONEY\": {\"anyOf\": [{\"$ref\": \"#/$defs/amount\"},"
	print "   {\"type\": \"object\", \"required\": [\"amount\"],"
	print "    \"properties\": {\"amount\": {\"$ref\": \"#/$defs/amount\"}, \"currency\": {" \
	    of_kind("CURRENCY", 0) "}}}]}" parts "}}"
}
