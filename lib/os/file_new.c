/* file_new.c: write a new file piece by piece. */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/fault.h"
#include "base/mem.h"
#include "base/str.h"
#include "os/file.h"
#include "os/file_new.h"

static bool
file_new_error(const struct file_new *f, int why, struct err *e)
{
	bool full = why == ENOSPC || why == EDQUOT || why == EFBIG || why == EIO;

	return err_set(e, why == EACCES || why == EPERM ? ERR_DENIED : full ? ERR_IO : ERR_CONFIG,
	    "cannot make \"%s\": %s", f->path, strerror(why));
}

bool
file_new_open(struct file_new *f, const char *path, mode_t mode, struct err *e)
{
	struct str other = STR_MAX(FILE_PATH_MAX);
	struct stat st;
	bool long_path;

	*f = (struct file_new){ .fd = -1 };
	str_puts(&other, path);
	f->path = mem_dup(path);
	str_printf(&other, ".%ld.new", (long)getpid());
	f->other = mem_dup(str_text(&other));
	long_path = str_full(&other);
	str_free(&other);
	if (long_path || lstat(path, &st) == 0)
		return file_new_error(f, long_path ? ENAMETOOLONG : EEXIST, e);
	unlink(f->other);
	f->fd = open(f->other, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, mode);
	return f->fd >= 0 || file_new_error(f, errno, e);
}

bool
file_new_write(struct file_new *f, const void *bytes, size_t n, struct err *e)
{
	return file_write(f->fd, bytes, n) || file_new_error(f, errno, e);
}

bool
file_new_keep(struct file_new *f, struct err *e)
{
	char *folder;

	fault();
	if (fsync(f->fd) < 0 || link(f->other, f->path) < 0)
		return file_new_error(f, errno, e);
	fault();
	folder = file_above(f->path);
	file_sync_folder(folder);
	free(folder);
	return true;
}

void
file_new_close(struct file_new *f)
{
	if (f->path == NULL)
		return;
	if (f->fd >= 0) {
		close(f->fd);
		unlink(f->other);
	}
	free(f->path);
	free(f->other);
	*f = (struct file_new){ .fd = -1 };
}
