/* file_set.c: replace a set of files in a folder together. */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#include "base/fault.h"
#include "base/mem.h"
#include "os/file.h"
#include "os/file_set.h"

#define FOLDER_MODE 0755
#define FILE_MODE   0644		/* a web server may read them */

static bool
file_set_fail(const char *what, const char *folder, const char *name, struct err *e)
{
	int was = errno;

	return err_set(e, was == EACCES || was == EPERM ? ERR_DENIED
	    : was == ENOSPC || was == EIO || was == EDQUOT ? ERR_IO : ERR_CONFIG,
	    "cannot %s \"%s/%s\": %s", what, folder, name, strerror(was));
}

/* Calls back for each regular file of a folder. */
static void
file_set_each(const char *folder, void (*each)(struct file_set *, const char *name),
    struct file_set *s)
{
	DIR *dir = opendir(folder);
	struct dirent *entry;

	while (dir && (entry = readdir(dir)))
		if (entry->d_type == DT_REG || entry->d_type == DT_UNKNOWN)
			each(s, entry->d_name);
	if (dir)
		closedir(dir);
}

static void
file_set_drop_fresh(struct file_set *s, const char *name)
{
	char *path = file_in(s->fresh, name);

	unlink(path);
	free(path);
}

bool
file_set_open(struct file_set *s, const char *folder, const char *mark, struct err *e)
{
	*s = (struct file_set){ .folder = mem_dup(folder), .fresh = file_in(folder, FILE_SET_NEW),
	    .mark = mark, .lock = -1 };
	if (!file_folders(folder, FOLDER_MODE, e))
		return false;
	s->lock = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (s->lock < 0)
		return file_set_fail("open", folder, ".", e);
	if (flock(s->lock, LOCK_EX | LOCK_NB) < 0) {
		close(s->lock);
		s->lock = -1;
		return err_set(e, ERR_AGAIN, "another process is writing into \"%s\"", folder);
	}
	if (mkdir(s->fresh, FOLDER_MODE) < 0 && errno != EEXIST)
		return file_set_fail("make folder", folder, FILE_SET_NEW, e);
	file_set_each(s->fresh, file_set_drop_fresh, s);
	return true;
}

bool
file_set_add(struct file_set *s, const char *name, const void *bytes, size_t n, struct err *e)
{
	char *path = file_in(s->fresh, name);
	int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, FILE_MODE);
	bool ok = fd >= 0 && file_write(fd, bytes, n);

	if (!ok)
		file_set_fail("write", s->fresh, name, e);
	if (fd >= 0)
		close(fd);
	free(path);
	if (!ok)
		return false;
	if (s->n == FILE_SET_MAX)
		return err_set(e, ERR_USAGE, "there are more than %d files", FILE_SET_MAX);
	s->names = mem_more(s->names, s->n, sizeof *s->names);
	s->names[s->n++] = mem_dup(name);
	return true;
}

/* Whether the file is a regular one with the mark. *missing: there is none. */
static bool
file_set_is_own(const struct file_set *s, const char *name, bool *missing)
{
	char *path = file_in(s->folder, name), head[FILE_SET_MARK + 1];
	int fd = open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
	ssize_t n = fd < 0 ? -1 : read(fd, head, FILE_SET_MARK);

	*missing = fd < 0 && errno == ENOENT;
	if (fd >= 0)
		close(fd);
	free(path);
	if (n < 0)
		return false;
	head[n] = '\0';
	return strstr(head, s->mark) != NULL;
}

static bool
file_set_free_places(const struct file_set *s, struct err *e)
{
	bool missing;
	size_t i;

	for (i = 0; i < s->n; i++)
		if (!file_set_is_own(s, s->names[i], &missing) && !missing) {
			err_set(e, ERR_CONFIG, "\"%s/%s\" exists, and crt did not write it", s->folder,
			    s->names[i]);
			return err_hint(e, "name another folder");
		}
	return true;
}

static bool
file_set_place(const struct file_set *s, const char *name, struct err *e)
{
	char *from = file_in(s->fresh, name), *to = file_in(s->folder, name);
	bool ok;

	fault();
	ok = rename(from, to) == 0 || file_set_fail("replace", s->folder, name, e);
	free(from);
	free(to);
	return ok;
}

static int
file_set_compare(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

/* Removes a file of an earlier set. The names are sorted. */
static void
file_set_drop_old(struct file_set *s, const char *name)
{
	bool missing;
	char *path;

	if (bsearch(&name, s->names, s->n, sizeof *s->names, file_set_compare)
	    || !file_set_is_own(s, name, &missing))
		return;
	path = file_in(s->folder, name);
	unlink(path);
	free(path);
}

bool
file_set_commit(struct file_set *s, struct err *e)
{
	size_t i;

	if (!file_set_free_places(s, e))
		return false;
	syncfs(s->lock);		/* all files at once; what is lost can be written again */
	for (i = 0; i < s->n; i++)
		if (!file_set_place(s, s->names[i], e))
			return false;
	if (s->n)
		qsort(s->names, s->n, sizeof *s->names, file_set_compare);
	file_set_each(s->folder, file_set_drop_old, s);
	return true;
}

void
file_set_close(struct file_set *s)
{
	size_t i;

	if (s->lock >= 0) {
		file_set_each(s->fresh, file_set_drop_fresh, s);
		rmdir(s->fresh);
		close(s->lock);
	}
	for (i = 0; i < s->n; i++)
		free(s->names[i]);
	free(s->names);
	free(s->folder);
	free(s->fresh);
}
