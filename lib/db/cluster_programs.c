/* cluster_programs.c: find PostgreSQL's initdb and postgres. */
#include <dirent.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/str.h"
#include "db/cluster_parts.h"
#include "os/file.h"

#define DEBIAN "/usr/lib/postgresql"

static bool
has_programs(const char *bin)
{
	char *initdb = file_in(bin, "initdb"), *postgres = file_in(bin, "postgres");
	bool ok = access(initdb, X_OK) == 0 && access(postgres, X_OK) == 0;

	free(initdb);
	free(postgres);
	return ok;
}

/* Debian has one folder for each version. */
static char *
cluster_programs_newest(void)
{
	DIR *d = opendir(DEBIAN);
	struct dirent *f;
	struct str s = STR_MAX(1024);
	char *best = NULL;
	long version = 0, v;

	while (d && (f = readdir(d))) {
		v = strtol(f->d_name, NULL, 10);
		if (v <= version)
			continue;
		str_cut(&s, 0);
		str_printf(&s, DEBIAN "/%s/bin", f->d_name);
		if (!has_programs(str_text(&s)))
			continue;
		version = v;
		free(best);
		best = mem_dup(str_text(&s));
	}
	if (d)
		closedir(d);
	str_free(&s);
	return best;
}

/* Like pg_config --bindir: the folder of the initdb in PATH. */
static char *
programs_on_path(void)
{
	const char *p = getenv("PATH"), *end;
	char *bin;

	for (; p && *p; p = *end ? end + 1 : end) {
		end = p + strcspn(p, ":");
		bin = mem_dupn(p, (size_t)(end - p));
		if (*bin == '/' && has_programs(bin))
			return bin;
		free(bin);
	}
	return NULL;
}

/* Only the same version can read the data. A newer one, even if first in PATH, would refuse
   it. */
static char *
same_version(const char *data)
{
	char *path = file_in(data, "PG_VERSION"), version[16] = "";
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
	struct str s = STR_MAX(1024);

	free(path);
	if (fd < 0)
		return NULL;
	if (read(fd, version, sizeof version - 1) < 0)
		version[0] = '\0';
	close(fd);
	str_printf(&s, DEBIAN "/%ld/bin", strtol(version, NULL, 10));
	if (has_programs(str_text(&s)))
		return s.data;
	str_free(&s);
	return NULL;
}

bool
cluster_programs(const char *data, char **bin, struct err *e)
{
	*bin = same_version(data);
	if (*bin == NULL)
		*bin = programs_on_path();
	if (*bin == NULL)
		*bin = cluster_programs_newest();
	if (*bin)
		return true;
	err_set(e, ERR_CONFIG,
	    "PostgreSQL's initdb and postgres are neither on PATH nor below " DEBIAN);
	return err_hint(e, "install postgresql, or name a database with -d");
}
