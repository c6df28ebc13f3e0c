# dump.awk: reads what --dump-options prints (see help.h), for the scripts of gen/.
# The dumps are the files called *.tsv; they come first.
BEGIN { FS = "\t" }
FILENAME !~ /\.tsv$/ { FS = "\n" }
FILENAME ~ /\.tsv$/ {
	if ($1 == "command") {
		command = $2
		brief = $3
	} else if ($1 == "verb") {
		verb[++nverbs] = $2
		operands[nverbs] = $3
		verb_brief[nverbs] = $6
	} else if ($1 == "option") {
		owner[++n] = $2
		letter[n] = $3
		name[n] = $4
		kind[n] = $5
		arg[n] = $6
		initial[n] = $7
		words[n] = $8
		least[n] = $9
		most[n] = $10
		help[n] = $11
		scope[n] = $12
		of[n] = command
	}
	next
}

# "-b|--batch-size|--to": the options that take an argument, as a shell pattern.
function takes(    i, s, had) {
	for (i = 1; i <= n; i++)
		if (arg[i] != "" && !had[name[i]]++)
			s = s (s == "" ? "" : "|") pattern(i)
	return s
}

function pattern(i) {
	return (letter[i] == "" ? "" : "-" letter[i] "|") "--" name[i]
}

# first[1..nfirst]: the first words of the verbs; second[word]: " list drop";
# firsts: all of them.
function split_verbs(    v, m, part, had) {
	for (v = 1; v <= nverbs; v++) {
		m = split(verb[v], part, " ")
		if (m > 0 && !had[part[1]]++) {
			first[++nfirst] = part[1]
			firsts = firsts " " part[1]
		}
		if (m > 1) second[part[1]] = second[part[1]] " " part[2]
	}
}
