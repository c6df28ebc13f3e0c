/* file.c: write files atomically, and create their folders. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/fault.h"
#include "base/mem.h"
#include "base/str.h"
#include "os/file.h"

char *
file_in(const char *folder, const char *name)
{
	size_t n = strlen(folder) + strlen(name) + sizeof "/";
	char *path = mem_get(n);

	snprintf(path, n, "%s/%s", folder, name);
	return path;
}

char *
file_above(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash ? mem_dupn(path, (size_t)(slash - path) + (slash == path)) : mem_dup(".");
}

char *
file_nearest(const char *path, bool hidden, struct stat *st)
{
	char *at = mem_dup(path), *above;

	*st = (struct stat){ 0 };
	while (stat(at, st) < 0 && (errno == ENOENT || (hidden && errno == EACCES))
	    && strcmp(at, ".") && strcmp(at, "/")) {
		above = file_above(at);
		free(at);
		at = above;
	}
	return at;
}

void
file_sync_folder(const char *path)
{
	int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	if (fd < 0)
		return;
	fsync(fd);
	close(fd);
}

bool
file_write(int fd, const void *bytes, size_t n)
{
	const char *p = bytes;
	ssize_t done;

	while (n) {
		errno = EIO;			/* in case write returns 0 and sets no errno */
		done = write(fd, p, n);
		if (done < 0 && errno == EINTR)
			continue;
		if (done <= 0)
			return false;
		p += done;
		n -= (size_t)done;
	}
	return true;
}

bool
file_unreadable(const char *path, struct err *e)
{
	return err_set(e, errno == EIO ? ERR_IO : ERR_USAGE, "cannot read \"%s\": %s", path,
	    strerror(errno));
}

bool
file_in_place(int fd, const char *path)
{
	struct stat ours, there;

	return fstat(fd, &ours) == 0 && stat(path, &there) == 0
	    && ours.st_ino == there.st_ino && ours.st_dev == there.st_dev;
}

static bool
file_write_synced(int fd, const void *bytes, size_t n, mode_t mode)
{
	return fchmod(fd, mode) == 0 && file_write(fd, bytes, n) && fsync(fd) == 0;
}

/* Writes under another name and links: link fails when the path exists. */
static int
file_make_there(const char *path, const char *other, const void *bytes, size_t n, mode_t mode)
{
	int fd, was = 0;

	unlink(other);
	fd = open(other, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
	if (fd < 0)
		return errno;
	if (!file_write_synced(fd, bytes, n, mode))
		was = errno;
	fault();
	if (was == 0 && link(other, path) < 0)
		was = errno;
	fault();
	close(fd);
	unlink(other);
	return was;
}

/* Writes under another name with the same owner, and renames over the old file. */
static int
file_replace_there(const char *path, const char *other, const void *bytes, size_t n)
{
	struct stat st;
	int fd, was = 0;

	if (stat(path, &st) < 0)
		return errno;
	unlink(other);
	fd = open(other, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
	if (fd < 0)
		return errno;
	if ((st.st_uid != geteuid() || st.st_gid != getegid()) && fchown(fd, st.st_uid, st.st_gid) < 0)
		was = errno;
	if (was == 0 && !file_write_synced(fd, bytes, n, st.st_mode & 07777))
		was = errno;
	fault();
	if (was == 0 && rename(other, path) < 0)
		was = errno;
	fault();
	close(fd);
	if (was)
		unlink(other);
	return was;
}

/* Runs one of the above with path.PID.new and syncs the folder's entry. */
static int
file_write_beside(const char *path, const void *bytes, size_t n, mode_t mode, bool new)
{
	struct str other = STR_MAX(FILE_PATH_MAX);
	char *folder = file_above(path);
	int was = ENAMETOOLONG;

	str_printf(&other, "%s.%ld.new", path, (long)getpid());
	if (!str_full(&other))
		was = new ? file_make_there(path, str_text(&other), bytes, n, mode)
		    : file_replace_there(path, str_text(&other), bytes, n);
	file_sync_folder(folder);
	free(folder);
	str_free(&other);
	return was;
}

static bool
file_reported(int was, const char *what, const char *path, struct err *e)
{
	return was == 0 || err_set(e, was == EACCES || was == EPERM ? ERR_DENIED : ERR_CONFIG,
	    "cannot %s \"%s\": %s", what, path, strerror(was));
}

bool
file_make(const char *path, const void *bytes, size_t n, mode_t mode, struct err *e)
{
	return file_reported(file_write_beside(path, bytes, n, mode, true), "make", path, e);
}

bool
file_replace(const char *path, const void *bytes, size_t n, struct err *e)
{
	return file_reported(file_write_beside(path, bytes, n, 0, false), "replace", path, e);
}

bool
file_folders(const char *path, mode_t mode, struct err *e)
{
	char *part = mem_dup(path), *p;
	int was = 0;

	for (p = part; *p && was == 0; ) {
		p += strspn(p, "/");
		p += strcspn(p, "/");
		char slash = *p;

		*p = '\0';
		if (*part && mkdir(part, mode) < 0 && errno != EEXIST && errno != EISDIR)
			was = errno;
		*p = slash;
	}
	free(part);
	return file_reported(was, "make folder", path, e);
}

bool
file_folders_above(const char *path, mode_t mode, struct err *e)
{
	char *folder = file_above(path);
	bool ok = file_folders(folder, mode, e);

	free(folder);
	return ok;
}
