# names.awk: what the words of an option or a verb may be, for the generators; after dump.awk.
# setting.def and platform.def follow the dump; commands is what "crt" finds besides its own verbs.
function inside(s) {
	sub(/^[A-Z]*\(/, "", s)
	sub(/[,)].*/, "", s)
	return s
}
/^SETTING\(/ { settings = settings " " inside($0) "=" }
/^PLATFORM\(/ { platforms = platforms " " inside($0) }

# Known when this is made.
function known(i,    w) {
	w = words[i]
	gsub(/\|/, " ", w)
	return w != "" ? w : substr(arg[i] == "PLATFORM" ? platforms " other" : arg[i] == "NAME=VALUE" ? settings : "", 2)
}

# To be asked of the database: a case of _crt_names.
function asked(i) {
	return arg[i] == "STORE" ? "stores" : ""
}

# The same of a verb's operands.
function operand_known(v) {
	return operands[v] ~ /COMMAND/ ? commands : operands[v] ~ /NAME=VALUE/ ? substr(settings, 2) : ""
}

function operand_given(v) {
	return operands[v] ~ /SLUG/ ? "stores" : operands[v] ~ /TEMPLATE/ ? "templates" \
	    : command == "crt-campaign" && operands[v] ~ /NAME/ ? "campaigns" : ""
}

# A file that stands in what is made as it is, less its first lines of comment.
function copy(file,    line) {
	while ((getline line < file) > 0)
		if (line !~ /^#/)
			print line
	close(file)
}
