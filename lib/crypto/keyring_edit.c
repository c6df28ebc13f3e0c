/* keyring_edit.c: add a key at the top of the key file, or remove one. */
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/mem.h"
#include "crypto/keyring_file.h"
#include "os/file.h"

struct edit {
	char *path;		/* the real file, if path is a link */
	int fd;			/* holds the lock; -1: none */
	char *text;
	size_t n;
};

static bool
keyring_edit_lock(struct edit *d, struct err *e)
{
	d->fd = open(d->path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
	if (d->fd < 0 || flock(d->fd, LOCK_EX | LOCK_NB) < 0 || !file_in_place(d->fd, d->path))
		return err_set(e, ERR_AGAIN, "another process is changing the key file \"%s\"", d->path);
	return true;
}

/* A crash left a file with all keys. Its writer no longer holds the lock. */
static bool
keyring_remove_left(const char *path, struct err *e)
{
	char *left;

	while ((left = file_left(path))) {
		bool ok = unlink(left) == 0;

		if (!ok)
			err_set(e, ERR_DENIED, "cannot remove \"%s\", which contains keys", left);
		free(left);
		if (!ok)
			return false;
	}
	return true;
}

static bool
edit_open(struct edit *d, const char *path, struct err *e)
{
	*d = (struct edit){ .path = realpath(path, NULL), .fd = -1 };
	d->text = mem_get(KEYRING_FILE_MAX + 1);
	if (keyring_is_credential(path)) {
		err_set(e, ERR_CONFIG, "key file \"%s\" is a copy made by systemd", path);
		return err_hint(e, "change the file that LoadCredential= names: --key-file FILE");
	}
	return keyring_text(d->path ? d->path : path, d->text, &d->n, e) && keyring_edit_lock(d, e)
	    && keyring_remove_left(d->path, e) && keyring_text(d->path, d->text, &d->n, e);
}

static void
edit_close(struct edit *d)
{
	if (d->fd >= 0)
		close(d->fd);
	explicit_bzero(d->text, KEYRING_FILE_MAX);
	free(d->text);
	free(d->path);
}

/* Checks that the new text can be opened before it is written. */
static bool
write_text(const struct edit *d, const struct str *text, struct err *e)
{
	struct keyring *k = NULL;
	bool ok;

	if (str_full(text))
		ok = err_set(e, ERR_CONFIG, "key file \"%s\" would become too long", d->path);
	else
		ok = keyring_read(&k, d->path, str_text(text), e)
		    && file_replace(d->path, text->data, text->len, e);
	keyring_close(k);
	return ok;
}

/* Comments before the first key stay at the top. */
static size_t
first_key_offset(const char *text)
{
	const char *at = text;

	while (*at == '#' || *at == '\n')
		at += strcspn(at, "\n") + (at[strcspn(at, "\n")] == '\n');
	return (size_t)(at - text);
}

bool
keyring_rotate(const char *path, struct err *e)
{
	struct str text = STR_MAX(KEYRING_FILE_MAX - 1);
	struct keyring *k = NULL;
	struct edit d;
	char now[CLOCK_TEXT];
	bool ok = edit_open(&d, path, e) && keyring_read(&k, path, d.text, e);

	if (ok && k->n == KEYRING_KEYS_MAX)
		ok = err_set(e, ERR_CONFIG, "key file \"%s\" contains %d keys, the maximum", path,
		    KEYRING_KEYS_MAX);
	if (ok) {
		size_t at = first_key_offset(d.text);

		str_add(&text, d.text, at);
		str_printf(&text, "# since %s\n", clock_print(clock_now(), now));
		keyring_new_line(&text);
		str_add(&text, d.text + at, d.n - at);
		ok = write_text(&d, &text, e);
	}
	keyring_close(k);
	str_wipe(&text);
	edit_close(&d);
	return ok;
}

/* The line "ID ..." with its newline; NULL: none. */
static char *
keyring_edit_line_of(char *text, const char *id)
{
	size_t n = strlen(id);
	char *at;

	for (at = text; *at; at += strcspn(at, "\n") + (at[strcspn(at, "\n")] == '\n'))
		if (*at != '#' && strncmp(at, id, n) == 0 && at[n] == ' ')
			return at;
	return NULL;
}

static bool
key_may_be_dropped(const struct keyring *k, const char *id, struct err *e)
{
	size_t i;

	for (i = 0; i < k->n && strcmp(k->key[i].id, id); i++)
		;
	if (i == k->n)
		return err_set(e, ERR_USAGE, "there is no key \"%.64s\"", id);
	if (i == k->n - 1) {
		err_set(e, ERR_USAGE, "key %s is the last one", id);
		return err_hint(e, "opt-outs and identities are found only with this key");
	}
	return i > 0 || err_set(e, ERR_USAGE, "key %s is the active one", id);
}

bool
keyring_drop(const char *path, const char *id, struct err *e)
{
	struct str text = STR_MAX(KEYRING_FILE_MAX - 1);
	struct keyring *k = NULL;
	struct edit d;
	bool ok = edit_open(&d, path, e) && keyring_read(&k, path, d.text, e)
	    && key_may_be_dropped(k, id, e);
	char *line = ok ? keyring_edit_line_of(d.text, id) : NULL;

	if (line) {
		str_add(&text, d.text, (size_t)(line - d.text));
		line += strcspn(line, "\n");
		str_puts(&text, *line ? line + 1 : "");
		ok = write_text(&d, &text, e);
	}
	keyring_close(k);
	str_wipe(&text);
	edit_close(&d);
	return ok;
}
