# crowded.awk: prints each folder of lib and cmd with more than "limit" of the files that it reads the names of.
/^(lib|cmd)\// {
	sub(/\/[^\/]*$/, "")
	files[$0]++
}
END {
	for (folder in files)
		if (files[folder] > limit) print folder ": " files[folder] " files"
}
