# functions.awk: a line a function of C: its length, its place, its name.
#
# The style makes it easy: the name begins a line, the body's braces stand alone in one.
/^[a-z_][a-z0-9_]*\(/ { name = $0; sub(/\(.*/, "", name); start = FNR }
/^\{$/ { inside = name }
/^\}$/ { if (inside) print FNR - start + 1, FILENAME ":" start, inside; inside = name = "" }
