# names.awk: the possible values of options and operands, for the generators; run after dump.awk.
# setting.def, store_key.def, and platform.def follow the dump; commands lists the commands besides crt's own verbs.
function inside(s) {
	sub(/^[A-Z_]*\(/, "", s)
	sub(/[,)].*/, "", s)
	return s
}
/^(SETTING|STORE_KEY)\(/ { settings = settings " " inside($0) "=" }
/^PLATFORM\(/ { platforms = platforms " " inside($0) }

# Values that are known at build time.
function known(i,    w) {
	w = words[i]
	gsub(/\|/, " ", w)
	return w != "" ? w : substr(arg[i] == "PLATFORM" ? platforms " other" : arg[i] == "NAME=VALUE" ? settings : "", 2)
}

# Values from the database: a case of _crt_names.
function from_database(i) {
	return arg[i] == "STORE" ? "stores" : ""
}

# The same for a verb's operands.
function operand_known(v) {
	return operands[v] ~ /COMMAND/ ? commands : operands[v] ~ /NAME=VALUE/ ? substr(settings, 2) : ""
}

function operand_given(v) {
	return operands[v] ~ /SLUG/ ? "stores" : operands[v] ~ /TEMPLATE/ ? "templates" \
	    : command == "crt-campaign" && operands[v] ~ /NAME/ ? "campaigns" : ""
}

# Copies a file into the output, without the comment at its beginning.
function copy(file,    line) {
	while ((getline line < file) > 0)
		if (line !~ /^#/)
			print line
	close(file)
}
