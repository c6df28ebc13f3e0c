# names.sh: list stores, campaigns, and templates from the database, for bash and zsh.
# It prints no errors, and nothing if the database does not respond within a second.
_crt_list() {
	PGCONNECT_TIMEOUT=1 timeout 1 "$@" --csv --quiet 2> /dev/null < /dev/null | tail -n +2
}
_crt_names() {
	local at=''
	case $2 in */*) at=${2%/*}/ ;; esac
	case $1 in
	stores) _crt_list "${at}crt-sync" store list | cut -d , -f 1 ;;
	campaigns) _crt_list "${at}crt-campaign" list | cut -d , -f 2 ;;
	templates) _crt_list "${at}crt-campaign" templates | cut -d , -f 2 ;;
	esac | grep -x '[A-Za-z0-9._-]*' | sort -u	# bash expands the names, so only safe characters pass
}
