# sql.bash: one psql for all tests of a file.
#
#	query SQL	prints the rows, unaligned; several statements are one transaction
#	query_with NAME=VALUE... <<- END	the same with variables
#	sql_end		closes the psql, for example before its database is copied
#
# Starting a psql and its backend costs as much as twenty statements. A statement that fails ends the
# psql, and the next query starts another. The psql reads from the pipe "in". When all is done it writes
# a line to the pipe "out". The rows are in the file "printed".

query() {
	case ${1%;} in
	*STDIN*) psql -qXAt -v ON_ERROR_STOP=1 -c "$1" ;;
	*\;*) sql_send "BEGIN; $1; COMMIT; RESET ALL" ;;
	*) sql_send "$1" ;;
	esac
}

# query_with NAME=VALUE...: like sql_send, for standard input, with variables of psql.
query_with() {
	local sql="" line
	for line; do sql+="\\set ${line%%=*} '${line#*=}'"$'\n'; done
	while IFS= read -r line; do sql+=$line$'\n'; done
	sql_send "$sql"
}

# sql_send SQL: like query, but each statement is a transaction, and psql commands are allowed.
sql_send() {
	local at=$BATS_FILE_TMPDIR/sql who="$PGHOST $PGUSER $PGDATABASE ${PGOPTIONS:-}" was="" reported token=$RANDOM.$RANDOM
	[ ! -s "$at/open" ] || IFS= read -r was < "$at/open"
	if [ -n "$was" ] && [ "$was" != "$who" ]; then
		psql -qXAt -v ON_ERROR_STOP=1 <<< "$1"
		return
	fi
	[ -e "$at" ] || { mkdir "$at"; mkfifo "$at/in" "$at/out"; }
	: > "$at/printed"
	: > "$at/err"
	# A pipe that no process has open loses its content. So "out" stays open from the start of the psql until its
	# response, because a psql that cannot connect writes "gone" at once.
	{
		[ -n "$was" ] || sql_start
		# The token distinguishes the response from that to commands that a psql left in the pipe when it ended.
		printf '%s\n' "\\o '$at/printed'" "$1" ';' '\o' "\\echo done $token" 1<> "$at/in"
		until read -r reported && [[ $reported == "done $token" || $reported == gone* ]]; do :; done
	} 0<> "$at/out"
	# The server was restarted in between.
	if [[ $was && $reported == gone* && $(< "$at/err") == *"server closed the connection"* ]]; then
		sql_send "$1"
		return
	fi
	print_file "$at/printed"
	[ ! -s "$at/err" ] || print_file "$at/err" >&2
	[ "$reported" = "done $token" ]
}

# sql_start: starts the psql; standard input is the pipe "out".
sql_start() {
	echo "$who" > "$at/open"
	sql_run 0<> "$at/in" 1<> "$at/out" 2>> "$at/err" 3>&- 4>&- &
	until read -r reported && [ "$reported" = ready ]; do :; done
}

sql_run() {
	local got=0 left
	echo ready
	psql -qXAt -v ON_ERROR_STOP=1 || got=$?
	# The rest of a long statement: the next psql would read it first.
	[ $got = 0 ] || while read -r -t 0.01 left; do :; done
	: > "$at/open"
	echo "gone $got"
}

sql_end() {
	local at=$BATS_FILE_TMPDIR/sql reported
	[ -s "$at/open" ] || return 0
	{
		echo '\q' 1<> "$at/in"
		read -r reported
	} 0<> "$at/out"
}
