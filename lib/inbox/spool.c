/* spool.c: append deliveries to a file, with one fsync for each group. */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#include "base/fault.h"
#include "crypto/encode.h"
#include "crypto/hash.h"
#include "inbox/spool.h"
#include "os/file.h"

#define OPEN_TRIES_MAX 100		/* attempts, as a drain may move the file away in between */

struct spool {
	char *folder, *path;
	int fd;				/* -1: not open */
};

void
spool_open(struct spool **out, const char *folder)
{
	struct spool *s = *out = mem_get(sizeof *s);
	struct str path = STR_MAX(FILE_PATH_MAX);

	str_printf(&path, "%s/spool", folder);
	s->folder = mem_dup(folder);
	s->path = mem_dup(str_text(&path));
	s->fd = -1;
	str_free(&path);
}

static void
spool_shut(struct spool *s)
{
	if (s->fd >= 0)
		close(s->fd);		/* also releases the lock */
	s->fd = -1;
}

void
spool_close(struct spool *s)
{
	if (s == NULL)
		return;
	spool_shut(s);
	free(s->folder);
	free(s->path);
	free(s);
}

static bool
spool_cannot(const struct spool *s, const char *what, struct err *e)
{
	return err_set(e, ERR_IO, "cannot %s \"%s\": %s", what, s->path, strerror(errno));
}

static bool
spool_open_new(struct spool *s, struct err *e)
{
	if (!file_folders(s->folder, 0700, e))
		return false;
	s->fd = open(s->path, O_WRONLY | O_APPEND | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0600);
	if (s->fd < 0)
		return spool_cannot(s, "open", e);
	file_sync_folder(s->folder);
	return true;
}

bool
spool_ready(const struct spool *s, struct err *e)
{
	return file_folders(s->folder, 0700, e)
	    && (access(s->folder, W_OK | X_OK) == 0 || err_set(e, ERR_DENIED,
	    "cannot write to \"%s\": %s", s->folder, strerror(errno)));
}

/* Opens the spool file, locked against a drain. */
static bool
lock_file(struct spool *s, struct err *e)
{
	int try;

	for (try = 0; try < OPEN_TRIES_MAX; try++) {
		if (s->fd < 0 && !spool_open_new(s, e))
			return false;
		while (flock(s->fd, LOCK_EX))
			if (errno != EINTR)
				return spool_cannot(s, "lock", e);
		if (file_in_place(s->fd, s->path))
			return true;
		spool_shut(s);
	}
	return err_set(e, ERR_AGAIN, "\"%s\" is moved away repeatedly", s->path);
}

/* Writes and syncs the bytes. After a partial write the file is cut back to its old end. */
static bool
spool_write(struct spool *s, const struct str *bytes, off_t end, struct err *e)
{
	bool ok = file_write(s->fd, str_text(bytes), bytes->len);

	fault();
	if (ok && fdatasync(s->fd) == 0)
		return true;
	spool_cannot(s, "write", e);
	return ftruncate(s->fd, end) == 0 ? false : err_in(e, "half a line stays");
}

static bool
spool_append(struct spool *s, const struct str *bytes, struct err *e)
{
	off_t end;
	bool ok;

	if (!lock_file(s, e))
		return false;
	end = lseek(s->fd, 0, SEEK_END);
	if (end > (off_t)SPOOL_BYTES_MAX)
		ok = err_set(e, ERR_IO, "\"%s\" is full", s->path);
	else
		ok = spool_write(s, bytes, end, e);
	fault();
	if (ok)
		flock(s->fd, LOCK_UN);
	else
		spool_shut(s);
	return ok;
}

/* Each line begins with a newline, so that a line torn by a crash stays separate. */
static void
spool_frame(struct str *s, const struct line *l, const char *store_id)
{
	struct hash *h = hash_begin();
	unsigned char sum[HASH_BYTES];
	struct str head = STR_MAX(1024);

	str_printf(&head, " %s %s %s %llu ", l->form.platform ? l->form.platform : SPOOL_RECORD,
	    l->form.platform ? l->form.store : SPOOL_RECORD, store_id,
	    (unsigned long long)l->position);
	hash_add(h, str_text(&head), head.len);
	hash_add(h, l->text, l->n);
	hash_end(h, sum);
	str_putc(s, '\n');
	hex_write(s, sum, sizeof sum);
	str_add(s, str_text(&head), head.len);
	str_add(s, l->text, l->n);
	str_putc(s, '\n');
	str_free(&head);
}

bool
spool_put(struct spool *s, const struct spool_line *lines, size_t n, struct err *e)
{
	struct str bytes = STR_MAX(SPOOL_BYTES_MAX);
	size_t i;
	bool ok;

	for (i = 0; i < n; i++)
		spool_frame(&bytes, lines[i].line, lines[i].store_id);
	ok = !str_full(&bytes) || err_set(e, ERR_IO, "too much at once for \"%s\"", s->path);
	ok = ok && spool_append(s, &bytes, e);
	str_free(&bytes);
	return ok;
}
