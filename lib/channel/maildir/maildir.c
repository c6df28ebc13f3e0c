/* maildir.c: deliver mails to a local Maildir, each exactly once. */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/fault.h"
#include "base/mem.h"
#include "channel/kind.h"
#include "channel/mail_writer.h"
#include "os/file.h"

#define SUFFIX ".crt"
#define LINKED ".tmp"
#define NAME_ROOM (CHANNEL_ID_MAX + 32)
#define READ_MAX ((size_t)1000000)	/* mails in cur/ that are read */
#define TMP_AGE (36 * 60 * 60)		/* seconds; the Maildir rule for leftover files */

/*
 * A mail is ID.crt in new/. It is written to tmp/ID.PID.tmp, synced, and renamed. The rename
 * fails if the name exists, so a second attempt finds the mail and does not double it. While
 * the machine runs, a mail that is still in tmp/ was never in new/. A mail reader moves it to
 * cur/ and adds ":2,FLAGS"; the ids there are read once, at the start.
 */
struct maildir {
	struct channel_settings set;
	int tmp, new, cur;		/* directory descriptors */
	char **taken;			/* sorted ids in cur/ */
	size_t taken_n;
	struct mail_writer writer;
	struct str bytes;
};

/* what: a folder in the Maildir; "": the Maildir itself. */
static bool
io_failed(struct err *e, const char *path, const char *what)
{
	int why = errno;
	bool full = why == ENOSPC || why == EDQUOT || why == EFBIG || why == EMFILE || why == EIO;

	err_set(e, full ? ERR_AGAIN : why == EACCES || why == EROFS ? ERR_DENIED : ERR_CONFIG,
	    "maildir \"%s%s%s\": %s", path, *what ? "/" : "", what, strerror(why));
	err_hint(e, why == ENOSPC || why == EDQUOT ? "free disk space there"
	    : why == ENOENT ? "the folder above it must exist, and allow this user to write"
	    : "check that this user can write there");
	return err_option(e, "maildir");
}

static bool
open_folder(int at, const char *path, const char *what, int *fd, struct err *e)
{
	const char *name = *what ? what : path;

	if (mkdirat(at, name, 0700) < 0 && errno != EEXIST)
		return io_failed(e, path, what);
	*fd = openat(at, name, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	return *fd >= 0 || io_failed(e, path, what);
}

static bool
folder_failed(const struct maildir *m, const char *what, struct err *e)
{
	return io_failed(e, m->set.maildir, what);
}

static int
id_compare(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

/* Calls back for each entry, up to a limit. */
static void
each_name(int fd, void (*see)(struct maildir *, const char *), struct maildir *m)
{
	int copy = dup(fd);
	DIR *dir = copy < 0 ? NULL : fdopendir(copy);
	struct dirent *entry;

	if (dir == NULL) {
		if (copy >= 0)
			close(copy);
		return;
	}
	for (size_t n = 0; n < READ_MAX && (entry = readdir(dir)); n++)
		see(m, entry->d_name);
	closedir(dir);
}

static void
see_taken(struct maildir *m, const char *name)
{
	const char *end = strstr(name, SUFFIX ":");

	if (end == NULL)
		return;
	m->taken = mem_more(m->taken, m->taken_n, sizeof *m->taken);
	m->taken[m->taken_n++] = mem_dupn(name, (size_t)(end - name));
}

/* Removes what a killed run left in tmp/, when it is too old to be still in use. */
static void
see_leftover(struct maildir *m, const char *name)
{
	size_t n = strlen(name);
	struct stat st;

	if (n > 4 && strcmp(name + n - 4, ".tmp") == 0 && fstatat(m->tmp, name, &st, 0) == 0
	    && st.st_mtime + TMP_AGE < (time_t)(clock_now() / CLOCK_SECOND))
		unlinkat(m->tmp, name, 0);
}

static void
maildir_close(void *self)
{
	struct maildir *m = self;

	for (size_t i = 0; i < m->taken_n; i++)
		free(m->taken[i]);
	free(m->taken);
	if (m->tmp >= 0)
		close(m->tmp);
	if (m->new >= 0)
		close(m->new);
	if (m->cur >= 0)
		close(m->cur);
	mail_writer_close(&m->writer);
	str_free(&m->bytes);
	free(m);
}

static bool
maildir_unset(struct err *e)
{
	err_set(e, ERR_CONFIG, "maildir: no folder is set");
	err_hint(e, "set the folder for the mails");
	return err_option(e, "maildir");
}

static bool
open_folders(struct maildir *m, const char *path, struct err *e)
{
	int top = -1;
	bool ok;

	if (path == NULL || *path == '\0')
		return maildir_unset(e);
	ok = open_folder(AT_FDCWD, path, "", &top, e) && open_folder(top, path, "tmp", &m->tmp, e)
	    && open_folder(top, path, "new", &m->new, e) && open_folder(top, path, "cur", &m->cur, e);
	if (ok && fsync(top) < 0)
		ok = io_failed(e, path, "");
	if (top >= 0)
		close(top);
	return ok;
}

static bool
maildir_open(void **self, const struct channel_settings *s, struct err *e)
{
	struct maildir *m = mem_get(sizeof *m);

	m->set = *s;
	m->tmp = m->new = m->cur = -1;
	m->bytes.max = MAIL_BYTES_MAX;
	if (!mail_writer_open(&m->writer, s->dkim_keys, e) || !open_folders(m, s->maildir, e)) {
		maildir_close(m);
		return false;
	}
	each_name(m->cur, see_taken, m);
	each_name(m->tmp, see_leftover, m);
	if (m->taken_n)
		qsort(m->taken, m->taken_n, sizeof *m->taken, id_compare);
	*self = m;
	return true;
}

static bool
write_tmp(struct maildir *m, const char *tmp, struct err *e)
{
	int fd = openat(m->tmp, tmp, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	bool ok;

	if (fd < 0)
		return folder_failed(m, "tmp", e);
	ok = (file_write(fd, m->bytes.data, m->bytes.len) && fsync(fd) == 0)
	    || folder_failed(m, "tmp", e);
	if (close(fd) < 0 && ok)
		ok = folder_failed(m, "tmp", e);
	if (!ok)
		unlinkat(m->tmp, tmp, 0);
	return ok;
}

/* Not every file system can rename without replacing. There, a hard link is made. It leaves
   the tmp name behind, where it would prove nothing, so the link is made from another name.
   */
static bool
link_message(const struct maildir *m, const char *tmp, const char *name)
{
	char linked[NAME_ROOM + sizeof LINKED];
	bool ok;

	if (renameat2(m->tmp, tmp, m->new, name, RENAME_NOREPLACE) == 0)
		return true;
	if (errno != EINVAL && errno != ENOSYS && errno != ENOTSUP)
		return errno == EEXIST;
	snprintf(linked, sizeof linked, "%s" LINKED, tmp);
	ok = renameat(m->tmp, tmp, m->tmp, linked) == 0
	    && (linkat(m->tmp, linked, m->new, name, 0) == 0 || errno == EEXIST);
	unlinkat(m->tmp, linked, 0);
	return ok;
}

/* After it has its name in new/, a reader may take it at any time. */
static enum channel_fate
deliver_to_new(struct maildir *m, struct channel_message *message, const char *tmp,
    const char *name, struct err *e)
{
	if (m->set.begin && !m->set.begin(m->set.arg, message))
		return CHANNEL_UNTRIED;
	fault();
	if (!link_message(m, tmp, name)) {
		folder_failed(m, "new", e);
		return CHANNEL_UNTRIED;
	}
	fault();
	return fsync(m->new) == 0 || folder_failed(m, "new", e) ? CHANNEL_SENT : CHANNEL_UNKNOWN;
}

static void
tmp_name(char tmp[NAME_ROOM], const char *id, pid_t pid)
{
	snprintf(tmp, NAME_ROOM, "%.*s.%ld.tmp", CHANNEL_ID_MAX, id, (long)pid);
}

/* Writes a file in tmp/ and removes it: an empty one fits on a full disk. */
static bool
maildir_probe(void *self, struct err *e)
{
	struct maildir *m = self;
	char tmp[NAME_ROOM];

	str_cut(&m->bytes, 0);
	str_puts(&m->bytes, "probe\n");
	tmp_name(tmp, "probe", getpid());
	return write_tmp(m, tmp, e) && (unlinkat(m->tmp, tmp, 0) == 0 || folder_failed(m, "tmp", e));
}

static enum channel_fate
maildir_deliver(struct maildir *m, struct channel_message *message, const char *name, struct err *e)
{
	char tmp[NAME_ROOM];
	enum channel_fate fate;

	tmp_name(tmp, message->id, getpid());
	if (!write_tmp(m, tmp, e))
		return CHANNEL_UNTRIED;
	fate = deliver_to_new(m, message, tmp, name, e);
	unlinkat(m->tmp, tmp, 0);
	fault();
	return fate;
}

static bool
maildir_id_ok(const char *id)
{
	size_t n = id ? strspn(id, "0123456789-abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ")
	    : 0;

	return n > 0 && n <= CHANNEL_ID_MAX && id[n] == '\0';
}

static bool
id_is_taken(const struct maildir *m, const char *id)
{
	return m->taken_n && bsearch(&id, m->taken, m->taken_n, sizeof *m->taken, id_compare);
}

static bool
maildir_send(void *self, struct channel_message *message, struct err *e)
{
	struct maildir *m = self;
	struct channel_result r = { 0 };
	enum channel_fate fate = CHANNEL_SENT;
	struct err bad = { 0 };

	str_cut(&m->bytes, 0);
	if (message->return_path)	/* as each server adds that delivers to a mailbox: RFC 5321 4.4 */
		str_printf(&m->bytes, "Return-Path: <%s>\r\n", message->return_path);
	if (!maildir_id_ok(message->id))
		channel_result_set(&r, CHANNEL_FAILED, "id", "the message's id is not a file name");
	else if (!mail_writer_put(&m->writer, &message->mail, &m->bytes, &bad))
		channel_result_set(&r, CHANNEL_FAILED, "mail", bad.text);
	else {
		snprintf(r.provider_id, sizeof r.provider_id, "%s" SUFFIX, message->id);
		if (!id_is_taken(m, message->id))
			fate = maildir_deliver(m, message, r.provider_id, e);
		if (fate != CHANNEL_SENT)
			channel_result_set(&r, fate, e->kind ? "disk" : "",
			    e->kind ? e->text : "was not handed off");
	}
	m->set.done(m->set.arg, message, &r);
	return e->kind == ERR_NONE;
}

static bool
maildir_wait(void *self UNUSED, size_t outstanding_max UNUSED, struct err *e UNUSED)
{
	return true;
}

/* A mail that is absent may have been delivered: a reader may have taken it. */
static bool
maildir_has(void *self, const struct channel_sought *sought)
{
	const struct maildir *m = self;
	char name[NAME_ROOM];
	struct stat st;

	snprintf(name, sizeof name, "%.*s" SUFFIX, CHANNEL_ID_MAX, sought->id);
	return id_is_taken(m, sought->id) || fstatat(m->new, name, &st, 0) == 0;
}

/* Removes the file too: the next attempt with the same name must not find it. */
static bool
maildir_kept(void *self, const char *id, pid_t pid)
{
	const struct maildir *m = self;
	char tmp[NAME_ROOM];

	tmp_name(tmp, id, pid);
	return unlinkat(m->tmp, tmp, 0) == 0;
}

const struct channel_kind channel_maildir = {
	.name = "maildir", .open = maildir_open, .send = maildir_send,
	.probe = maildir_probe, .wait = maildir_wait,
	.has = maildir_has, .kept = maildir_kept, .close = maildir_close
};
