#!/bin/sh
# objects.sh BUILD: lists the objects of crt with a source; a moved file leaves its old object behind.
cd "$(dirname "$0")/../.." || exit
find "$1/lib" "$1/cmd" "$1/gen" -name '*.o' | while read -r object; do
	source=${object#"$1"/}
	case $source in
	gen/*) echo "$object" ;;
	*) [ ! -e "${source%.o}.c" ] || echo "$object" ;;
	esac
done
