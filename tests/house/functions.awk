# functions.awk: prints the length, place, and name of each C function.
#
# It relies on the style: the name starts a line, and the braces of the body are alone on their lines.
/^[a-z_][a-z0-9_]*\(/ { name = $0; sub(/\(.*/, "", name); start = FNR }
/^\{$/ { inside = name }
/^\}$/ { if (inside) print FNR - start + 1, FILENAME ":" start, inside; inside = name = "" }
