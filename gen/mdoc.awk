# mdoc.awk: text and options as mdoc(7), for the generators beside it.
function escape(s) {
	gsub(/\\/, "\\e", s)
	return s
}

# Text with a line for each sentence, long ones broken; no line is a macro.
function prose(s,    w, m, i, line, out) {
	m = split(escape(s), w, " ")
	for (i = 1; i <= m; i++) {
		if (line != "" && length(line " " w[i]) > 76) {
			out = out line "\n"
			line = ""
		}
		if (line == "" && w[i] ~ /^[.']/) w[i] = "\\&" w[i]
		line = line (line == "" ? "" : " ") w[i]
		if (i < m && w[i] ~ /[^.]\.$/) {
			out = out line "\n"
			line = ""
		}
	}
	return out line
}

# A name that people copy: its hyphens are minus signs.
function literal(s) {
	s = escape(s)
	gsub(/-/, "\\-", s)
	return s
}

function item(i,    s) {
	s = ".It"
	if (letter[i] != "") s = s " Fl " letter[i] " ,"
	s = s " Fl " literal("-" name[i])
	return arg[i] == "" ? s : s " Ns = Ns Ar " literal(arg[i])
}

function choice(list,    s, w, m, i) {
	m = split(list, w, "|")
	s = ".Cm " literal(w[1])
	for (i = 2; i <= m; i++) s = s (i < m ? " , " : m > 2 ? " , or " : " or ") literal(w[i])
	sub(/ or /, " No or Cm ", s)
	return s " ."
}

# What a reader must know of an option besides its help.
function about(i) {
	print prose(help[i]) "."
	if (words[i] != "") print "One of\n" choice(words[i])
	if (kind[i] == "int") print "From " least[i] " to " most[i] "."
	if (kind[i] == "duration" && most[i] > 0) print "From " seconds(least[i]) " to " seconds(most[i]) "."
	if (kind[i] == "list" && help[i] !~ /repeated/) print "May be repeated."
	if (kind[i] == "secret" && help[i] !~ /0600/) print "The file must be readable by its owner only."
	if (initial[i] != "") print "The default is\n.Cm " literal(initial[i]) " ."
}

# "ID [FILE...]" as macros.
function operand_macros(s,    w, m, i, out, word, more) {
	m = split(s, w, " ")
	for (i = 1; i <= m; i++) {
		word = w[i]
		if (sub(/^\[/, "", word)) out = out " Oo"
		more = sub(/\]$/, "", word) ? " Oc" : ""
		sub(/\]?\.\.\.$/, " ...", word)
		gsub(/\|/, " | ", word)
		if (word ~ /\]/) { sub(/\]/, "", word); more = " Oc" }
		out = out (word ~ /^-/ ? " Fl " substr(literal(word), 3) : " Ar " literal(word)) more
	}
	return substr(out, 2)
}

# Seconds in the largest unit that fits, as option_seconds of lib/option/option.c.
function seconds(n) {
	return n % 86400 == 0 ? n / 86400 "d" : n % 3600 == 0 ? n / 3600 "h" : n % 60 == 0 ? n / 60 "m" : n "s"
}
