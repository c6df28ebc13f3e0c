/* file_left.c: find the file that a crash left while replacing another. */
#include <dirent.h>
#include <stdlib.h>
#include <string.h>

#include "os/file.h"

/* BASE.PID.new */
static bool
is_left_by(const char *name, const char *base)
{
	size_t n = strlen(base), digits;

	if (strncmp(name, base, n) || name[n] != '.')
		return false;
	name += n + 1;
	digits = strspn(name, "0123456789");
	return digits && !strcmp(name + digits, ".new");
}

char *
file_left(const char *path)
{
	const char *slash = strrchr(path, '/'), *base = slash ? slash + 1 : path;
	char *folder = file_above(path), *found = NULL;
	DIR *d = opendir(folder);
	struct dirent *f;

	while (d && found == NULL && (f = readdir(d)))
		if (is_left_by(f->d_name, base))
			found = file_in(folder, f->d_name);
	if (d)
		closedir(d);
	free(folder);
	return found;
}
