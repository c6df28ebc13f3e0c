/* file_names.c: list the files of a folder by the end of their names. */
#include <dirent.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "os/file.h"

static int
file_names_compare(const struct dirent **a, const struct dirent **b)
{
	return strcmp((*a)->d_name, (*b)->d_name);
}

static bool
file_names_fits(const char *name, const char *suffix)
{
	size_t n = strlen(name), end = strlen(suffix);

	return name[0] != '.' && n > end && !strcmp(name + n - end, suffix);
}

int
file_names(const char *folder, const char *suffix, char ***names)
{
	struct dirent **found = NULL;
	int i, kept = 0, n = scandir(folder, &found, NULL, file_names_compare);

	*names = NULL;
	if (n < 0)
		return n;
	*names = mem_get(((size_t)n + 1) * sizeof **names);
	for (i = 0; i < n; i++) {
		if (file_names_fits(found[i]->d_name, suffix))
			(*names)[kept++] = mem_dup(found[i]->d_name);
		free(found[i]);
	}
	free(found);
	return kept;
}

void
file_names_free(char **names)
{
	char **p;

	for (p = names; p && *p; p++)
		free(*p);
	free(names);
}
