/* journal.c: append to the journal outside of the database, and find its files. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/fault.h"
#include "base/mem.h"
#include "conf/default_paths.h"
#include "os/file.h"
#include "os/owner.h"
#include "query.h"
#include "run/journal.h"

#define MONTH 7				/* "2026-11", at this place of the first line */
#define MONTH_AT (sizeof "{\"logged\":\"" - 1)

bool
journal_folder(const struct common *common, char **folder, struct err *e)
{
	return state_path(common, common->journal, "journal", folder, e);
}

static bool
journal_error(const char *path, int why, struct err *e)
{
	bool full = why == ENOSPC || why == EDQUOT;

	err_set(e, why == EACCES || why == EPERM || why == EROFS ? ERR_DENIED
	    : full ? ERR_AGAIN : ERR_IO, "cannot write the journal \"%s\": %s", path, strerror(why));
	return err_hint(e, full ? "free disk space"
	    : "set journal in crt.yaml to a folder that this user can write to");
}

/* One write, so that lines of several runs do not mix. */
static bool
journal_append(const char *path, const char *lines, size_t n, struct err *e)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_APPEND | O_NOFOLLOW | O_CLOEXEC, 0600);
	bool ok;

	ok = fd >= 0 && file_write(fd, lines, n) && fdatasync(fd) == 0;
	if (!ok)
		journal_error(path, errno, e);
	fault();
	if (fd >= 0)
		close(fd);
	return ok;
}

static bool
journal_write(void *arg, const char *lines, size_t n, struct err *e)
{
	char *folder, *path, name[MONTH + sizeof JOURNAL_SUFFIX];
	bool ok = journal_folder(arg, &folder, e);

	if (ok && n <= MONTH_AT + MONTH)
		ok = err_set(e, ERR_BUG, "a line of the journal is too short");
	if (ok)
		ok = owner_keep(folder, e) && file_folders(folder, 0700, e);
	if (ok) {
		snprintf(name, sizeof name, "%.*s" JOURNAL_SUFFIX, MONTH, lines + MONTH_AT);
		path = file_in(folder, name);
		ok = journal_append(path, lines, n, e);
		free(path);
	}
	free(folder);
	return ok;
}

bool
journal_keep(struct db *db, const struct common *common, struct err *e)
{
	db_journal(db, journal_write, mem_foreign(common));
	return db_session(db, sql_session_journal, e);
}

bool
journal_files(const char *folder, char ***files, struct err *e)
{
	char **names;
	int i, n = file_names(folder, JOURNAL_SUFFIX, &names);

	if (n < 0 && errno != ENOENT)
		return err_set(e, ERR_DENIED, "cannot read the journal \"%s\": %s", folder,
		    strerror(errno));
	*files = mem_get(((size_t)(n < 0 ? 0 : n) + 1) * sizeof **files);
	for (i = 0; i < n; i++)
		(*files)[i] = file_in(folder, names[i]);
	file_names_free(names);
	return true;
}
