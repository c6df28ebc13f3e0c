/* spool_drain.c: take in the deliveries that were spooled while the database was unavailable. */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/fault.h"
#include "base/log.h"
#include "crypto/encode.h"
#include "crypto/hash.h"
#include "inbox/spool.h"
#include "os/file.h"

#define FILES_MAX 10000			/* files of one drain; the next drain takes the rest */
#define SUM_TEXT (2 * HASH_BYTES)

/* A file that is being drained. */
struct draining {
	const struct stores *stores;
	const char *path;
	FILE *file;
	char *line;			/* allocated by getline */
	size_t room;
	size_t torn;
};

struct parts {
	const char *platform, *slug, *store, *position, *line;
	size_t n;			/* length of the line */
};

/* Splits the line in place: the spaces between its parts become NULs. */
static bool
spool_drain_split(char *text, size_t n, struct parts *p)
{
	unsigned char given[HASH_BYTES], sum[HASH_BYTES];
	char *at = text + SUM_TEXT, *end = text + n;
	const char **part[] = { &p->platform, &p->slug, &p->store, &p->position,
	    &p->line };
	size_t i, got;

	if (n <= SUM_TEXT + 1 || !hex_read(text, SUM_TEXT, given, sizeof given, &got))
		return false;
	hash_sha256(sum, at, (size_t)(end - at));
	if (!hash_equal(given, sum, sizeof sum))
		return false;
	for (i = 0; i < COUNT(part); i++) {
		if (at == NULL || *at != ' ')
			return false;
		*at++ = '\0';
		*part[i] = at;
		at = memchr(at, ' ', (size_t)(end - at));
	}
	p->n = (size_t)(end - p->line);
	return true;
}

/* The next intact line; false at the end. */
static bool
spool_drain_next(struct draining *d, struct parts *p)
{
	ssize_t n;

	while ((n = getline(&d->line, &d->room, d->file)) >= 0) {
		if (n && d->line[n - 1] == '\n')
			n--;
		if (n == 0)
			continue;
		d->line[n] = '\0';
		if (spool_drain_split(d->line, (size_t)n, p))
			return true;
		d->torn++;
	}
	return false;
}

static bool
spool_drain_give(void *arg, struct arena *a, struct line *lines, size_t max, size_t *n, bool *end,
    struct err *e)
{
	struct draining *d = arg;
	struct parts p;
	size_t bytes = 0;

	*n = 0;
	while (*n < max && bytes < INPUT_BATCH_BYTES_MAX && spool_drain_next(d, &p)) {
		struct line *l = &lines[(*n)++];

		*l = (struct line){ .text = arena_dup(a, p.line, p.n), .n = p.n, .whole = p.n,
		    .source = SPOOL_SOURCE, .position = strtoull(p.position, NULL, 10) };
		if (strcmp(p.platform, SPOOL_RECORD) != 0)
			l->form = (struct form){ arena_dup(a, p.platform, strlen(p.platform)),
			    arena_dup(a, p.slug, strlen(p.slug)), NULL };
		bytes += p.n;
	}
	*end = feof(d->file);
	return !ferror(d->file) || err_set(e, ERR_IO, "cannot read \"%s\"", d->path);
}

/* Whether this database knows a store of the file. A file without an intact line belongs to
   no database. */
static bool
spool_drain_is_known(struct draining *d)
{
	struct parts p;
	bool known = false, any = false;

	while (!known && spool_drain_next(d, &p)) {
		any = true;
		known = stores_by_id(d->stores, p.store) != NULL;
	}
	rewind(d->file);
	d->torn = 0;
	return known || !any;
}

static bool
take_file(struct draining *d, const struct inbox *like, struct err *e)
{
	struct inbox in = *like;

	if (!spool_drain_is_known(d)) {
		log_line(LOG_WARN, NULL, "%s is kept: this database has none of its stores", d->path);
		return true;
	}
	in.lines = spool_drain_give;
	in.lines_arg = d;
	in.form = (struct form){ 0 };
	if (!inbox_run(&in, NULL, e))
		return err_in(e, "%s", d->path);
	if (d->torn)
		log_line(LOG_WARN, NULL, "%s: %zu lines that were never acknowledged are torn",
		    d->path, d->torn);
	fault();
	if (unlink(d->path) && errno != ENOENT)
		return err_set(e, ERR_IO, "cannot remove \"%s\": %s", d->path, strerror(errno));
	fault();
	return true;
}

static bool
drain_file(const char *path, const struct inbox *like, struct err *e)
{
	struct draining d = { .stores = &like->run->stores, .path = path };
	int fd = open(path, O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
	struct stat st;
	bool ok = true;

	if (fd < 0)
		return errno == ENOENT
		    || err_set(e, ERR_IO, "cannot open \"%s\": %s", path, strerror(errno));
	/* another process may be draining it, or has just removed it */
	if (flock(fd, LOCK_EX | LOCK_NB)) {
		log_line(LOG_INFO, NULL, "another process is ingesting %s", path);
		close(fd);
		return true;
	}
	if (fstat(fd, &st) || st.st_nlink == 0 || (d.file = fdopen(fd, "r")) == NULL) {
		close(fd);
		return true;
	}
	ok = take_file(&d, like, e);
	free(d.line);
	fclose(d.file);
	return ok;
}

/* Renames the spool file under its lock, so that no line is cut in half. */
static void
spool_rename(const char *folder)
{
	struct str from = STR_MAX(FILE_PATH_MAX), to = STR_MAX(FILE_PATH_MAX);
	unsigned char id[IDENT_BYTES];
	char text[IDENT_TEXT];
	int fd;

	ident_random(id, clock_now());
	str_printf(&from, "%s/spool", folder);
	str_printf(&to, "%s/spool.%s", folder, ident_print(id, text));
	fd = open(str_text(&from), O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
	if (fd >= 0 && !str_full(&to) && !flock(fd, LOCK_EX) && file_in_place(fd, str_text(&from)))
		rename(str_text(&from), str_text(&to));
	fault();
	if (fd >= 0)
		close(fd);
	str_free(&from);
	str_free(&to);
}

static int
is_spool(const struct dirent *d)
{
	return !strncmp(d->d_name, "spool", 5) && (d->d_name[5] == '\0' || d->d_name[5] == '.');
}

bool
spool_waits(const char *folder)
{
	DIR *dir = opendir(folder);
	struct dirent *d;
	bool some = false;

	while (dir && !some && (d = readdir(dir)))
		some = is_spool(d);
	if (dir)
		closedir(dir);
	return some;
}

bool
spool_drain(const char *folder, const struct inbox *like, struct err *e)
{
	struct dirent **names = NULL;
	bool ok = true;
	char *path;
	int n, i;

	spool_rename(folder);
	n = scandir(folder, &names, is_spool, alphasort);
	for (i = 0; i < n; i++) {
		if (ok && i < FILES_MAX && names[i]->d_name[5]) {
			path = file_in(folder, names[i]->d_name);
			ok = drain_file(path, like, e);
			free(path);
		}
		free(names[i]);
	}
	free(names);
	file_sync_folder(folder);
	return ok;
}
