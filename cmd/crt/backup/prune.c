/* prune.c: delete the oldest backups of a folder, and the journal that no backup needs any more. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "backup.h"
#include "base/log.h"
#include "base/mem.h"
#include "os/file.h"
#include "run/journal.h"

#define HEAD  "crt-"			/* crt-20261130T080000Z.dump */
#define MONTH 6				/* 202611 */

struct names {
	char **list;
	size_t n;
};

static int
prune_order(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

/* Only files that crt named by their time. */
static bool
prune_is_backup(const char *name)
{
	size_t n = strlen(HEAD);

	return !strncmp(name, HEAD, n) && strspn(name + n, "0123456789") == 8 && name[n + 8] == 'T';
}

static bool
prune_find(struct names *all, const char *folder, const char *suffix, struct err *e)
{
	char **names;
	int i, n = file_names(folder, suffix, &names);

	if (n < 0)
		return err_set(e, ERR_DENIED, "cannot read \"%s\": %s", folder, strerror(errno));
	for (i = 0; i < n; i++)
		if (prune_is_backup(names[i])) {
			all->list = mem_more(all->list, all->n, sizeof *all->list);
			all->list[all->n++] = mem_dup(names[i]);
		}
	file_names_free(names);
	return true;
}

static bool
prune_file(const char *path, struct err *e)
{
	if (unlink(path) < 0 && errno != ENOENT)
		return err_set(e, ERR_DENIED, "cannot delete \"%s\": %s", path, strerror(errno));
	log_line(LOG_INFO, NULL, "deleted %s", path);
	return true;
}

/* A journal file is named by its month, 2026-11: a restore of the oldest backup needs that of its
   own month, and later ones. */
static bool
prune_journal(const struct settings *s, const char *oldest, struct err *e)
{
	const char *time = oldest + strlen(HEAD);
	char *folder, **files;
	size_t i;
	bool ok = journal_folder(&s->common, &folder, e);

	if (!ok)
		return false;
	ok = journal_files(folder, &files, e);
	for (i = 0; ok && files[i]; i++) {
		const char *name = strrchr(files[i], '/') + 1;
		char month[MONTH + 1] = "";

		if (strlen(name) > MONTH && name[4] == '-') {
			memcpy(month, name, 4);
			memcpy(month + 4, name + 5, 2);
			if (strncmp(month, time, MONTH) < 0)
				ok = prune_file(files[i], e);
		}
	}
	if (ok || files)
		file_names_free(files);
	free(folder);
	return ok;
}

bool
backup_prune(const struct settings *s, const char *path, struct err *e)
{
	char *folder = file_above(path);
	struct names all = { .n = 0 };
	size_t i, keep = (size_t)s->keep;
	bool ok = prune_find(&all, folder, ".dump", e) && prune_find(&all, folder, ".cms", e);

	if (ok && all.n)
		qsort(all.list, all.n, sizeof *all.list, prune_order);
	for (i = 0; ok && i + keep < all.n; i++) {
		char *old = file_in(folder, all.list[i]);

		ok = prune_file(old, e);
		free(old);
	}
	if (ok && all.n)
		ok = prune_journal(s, all.list[all.n > keep ? all.n - keep : 0], e);
	for (i = 0; i < all.n; i++)
		free(all.list[i]);
	free(all.list);
	free(folder);
	return ok;
}
