/* mailbox.c: read mails from a Maildir, an mbox, a file, or standard input. */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/mem.h"
#include "mailbox.h"
#include "mime/report.h"
#include "os/file.h"

#define PIECE_MAX 8192		/* bytes of a line that are read at once */

struct mailbox {
	char **paths;			/* the next one */
	const char *path;
	char *folder;			/* new of a Maildir; NULL: none */
	DIR *names;			/* open in it */
	FILE *file;			/* open; NULL: none */
	bool mbox;			/* it is an mbox; the "From " line of the next mail is read */
};

static char dash[] = "-", *only_stdin[] = { dash, NULL };

struct mailbox *
mailbox_open(char **paths)
{
	struct mailbox *m = mem_get(sizeof *m);

	m->paths = paths && *paths ? paths : only_stdin;
	return m;
}

static void
mailbox_shut(struct mailbox *m)
{
	if (m->names)
		closedir(m->names);
	if (m->file && m->file != stdin)
		fclose(m->file);
	free(m->folder);
	m->names = NULL;
	m->file = NULL;
	m->folder = NULL;
}

void
mailbox_close(struct mailbox *m)
{
	if (m == NULL)
		return;
	mailbox_shut(m);
	free(m);
}

/* ---- a Maildir ---- */

static bool
mailbox_read_file(const char *path, struct str *mail, struct err *e)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
	char bytes[65536];
	ssize_t n = -1;

	if (fd >= 0)
		while ((n = read(fd, bytes, sizeof bytes)) > 0 && mail->len < mail->max)
			str_add(mail, bytes, (size_t)n < mail->max - mail->len ? (size_t)n
			    : mail->max - mail->len);
	if (fd >= 0)
		close(fd);
	return n >= 0 || file_unreadable(path, e);
}

/* Mails may be delivered and removed at the same time. */
static bool
mailbox_next_file(struct mailbox *m, struct str *mail, char **path, bool *found, struct err *e)
{
	struct dirent *entry;
	struct err gone = { 0 };

	while ((entry = readdir(m->names))) {
		if (entry->d_name[0] == '.')
			continue;
		*path = file_in(m->folder, entry->d_name);
		if (mailbox_read_file(*path, mail, &gone)) {
			*found = true;
			return true;
		}
		if (access(*path, F_OK) == 0) {
			*e = gone;
			free(*path);
			return false;
		}
		free(*path);
	}
	*path = NULL;
	mailbox_shut(m);
	return true;
}

bool
mailbox_move(const char *path, bool seen, struct err *e)
{
	const char *name = strrchr(path, '/') + 1;
	size_t base = strcspn(name, ":");
	struct str to = STR_MAX(FILE_PATH_MAX);
	bool ok;

	/* FOLDER/new/NAME becomes FOLDER/cur/NAME:2,S. */
	str_add(&to, path, (size_t)(name - path) - strlen("new/"));
	str_puts(&to, "cur/");
	str_add(&to, name, base);
	str_puts(&to, seen ? ":2,S" : ":2,");
	ok = !str_full(&to) && (rename(path, str_text(&to)) == 0 || errno == ENOENT);
	if (!ok)
		err_set(e, ERR_CONFIG, "cannot move \"%s\" to cur: %s", path, strerror(errno));
	str_free(&to);
	return ok;
}

/* ---- files ---- */

static bool
mailbox_from_line(const char *line)
{
	return strncmp(line, "From ", 5) == 0;
}

/* ">From " at the start of a line was "From ", and so on. */
static const char *
mailbox_unquote(const char *line)
{
	size_t n = strspn(line, ">");

	return n && mailbox_from_line(line + n) ? line + 1 : line;
}

/* Reads up to the end, or up to a "From " line after an empty line. A piece is a line, or a part of
   one that is longer. */
static bool
mailbox_next_mail(struct mailbox *m, struct str *mail, bool *found, struct err *e)
{
	bool start = true, first = !m->mbox, empty = false, whole = true;
	char piece[PIECE_MAX];

	while (fgets(piece, sizeof piece, m->file)) {
		size_t n = strlen(piece);
		const char *text = m->mbox && start ? mailbox_unquote(piece) : piece;

		if (start && mailbox_from_line(piece) && (first || (m->mbox && empty))) {
			if (!first)
				return *found = true;
			m->mbox = true;
		} else {
			whole = whole && mail->len + n <= mail->max;
			if (whole)
				str_puts(mail, text);
		}
		first = false;
		empty = start && (*piece == '\n' || *piece == '\r');
		start = n && piece[n - 1] == '\n';
	}
	if (ferror(m->file))
		return file_unreadable(m->path, e);
	*found = mail->len > 0;
	mailbox_shut(m);
	return true;
}

static bool
mailbox_open_next(struct mailbox *m, struct err *e)
{
	struct stat st;

	m->path = *m->paths++;
	m->mbox = false;
	if (!strcmp(m->path, "-")) {
		m->file = stdin;
		return true;
	}
	if (stat(m->path, &st))
		return file_unreadable(m->path, e);
	if (!S_ISDIR(st.st_mode)) {
		m->file = fopen(m->path, "re");
		return m->file || file_unreadable(m->path, e);
	}
	m->folder = file_in(m->path, "new");
	m->names = opendir(m->folder);
	if (m->names)
		return true;
	err_set(e, ERR_USAGE, "\"%s\" is not a Maildir: it has no folder new that can be read",
	    m->path);
	return err_hint(e, "name a Maildir, an mbox file, or the file of a mail");
}

bool
mailbox_next(struct mailbox *m, struct str *mail, char **path, const char **name, bool *end,
    struct err *e)
{
	bool found = false, ok = true;

	*path = NULL;
	mail->max = REPORT_BYTES_MAX;
	str_cut(mail, 0);
	while (ok && !found && (m->names || m->file || *m->paths)) {
		if (m->names)
			ok = mailbox_next_file(m, mail, path, &found, e);
		else if (m->file)
			ok = mailbox_next_mail(m, mail, &found, e);
		else
			ok = mailbox_open_next(m, e);
	}
	*name = *path ? *path : m->path;
	*end = !found;
	return ok;
}
