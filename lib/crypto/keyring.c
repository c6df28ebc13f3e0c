/* keyring.c: read, create, and wipe the master keys. */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/mem.h"
#include "crypto/encode.h"
#include "crypto/keyring_file.h"
#include "os/file.h"
#include "os/guard.h"
#include "os/owner.h"

#define KIND_MAX 32			/* longest kind of identity */

#define BROKEN_HINT "restore it from your copy of the key file; secrets that it sealed cannot be " \
	"opened with a new one"

static bool
keyring_fail(struct err *e, const char *path, const char *what)
{
	err_set(e, ERR_CONFIG, "key file \"%s\" %s", path, what);
	return err_hint(e, BROKEN_HINT);
}

/* systemd sets the group bits there as the mask of an ACL, which grants no access. */
bool
keyring_is_credential(const char *path)
{
	const char *folder = getenv("CREDENTIALS_DIRECTORY");
	size_t n = folder ? strlen(folder) : 0;

	return n > 0 && strncmp(path, folder, n) == 0 && path[n] == '/' &&
	    strstr(path + n, "/../") == NULL;
}

static bool
keyring_check_mode(int fd, const char *path, struct err *e)
{
	struct stat st;

	if (fstat(fd, &st) < 0)
		return keyring_fail(e, path, "cannot be examined");
	if (!S_ISREG(st.st_mode))
		return keyring_fail(e, path, "is not a regular file");
	if (st.st_uid != geteuid() && st.st_uid != 0)
		return owner_refuse(path, st.st_uid, e);
	if (st.st_mode & (keyring_is_credential(path) ? 007 : 077)) {
		keyring_fail(e, path, "can be read by others");
		return err_hint(e, "run: chmod 600 %s", path);
	}
	return true;
}

/* Reads at most max bytes and appends a NUL; a longer file is an error. */
static bool
keyring_slurp(const char *path, char *text, size_t max, size_t *n, struct err *e)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
	ssize_t got = 1;
	bool ok;

	*n = 0;
	if (fd < 0) {
		if (!owner_check(path, e))
			return false;
		err_set(e, ERR_FILE, "key file \"%s\": %s", path, strerror(errno));
		return err_hint(e, "put the key file of this database there, from your backup;"
		    " a new database gets one from \"crt init\"");
	}
	ok = keyring_check_mode(fd, path, e);
	while (ok && *n < max && got > 0) {
		got = read(fd, text + *n, max - *n);
		*n += got > 0 ? (size_t)got : 0;
	}
	close(fd);
	text[*n] = '\0';
	if (ok && got < 0)
		return keyring_fail(e, path, "cannot be read");
	if (ok && *n == max)
		return keyring_fail(e, path, "is too long");
	return ok;
}

static bool
key_id_valid(const char *id, size_t n)
{
	static const char allowed[] =
	    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

	return n > 0 && n <= KEYRING_ID_MAX && strspn(id, allowed) >= n;
}

static bool
keyring_known(const struct keyring *k, const char *id, size_t n)
{
	size_t i;

	for (i = 0; i < k->n; i++)
		if (strlen(k->key[i].id) == n && memcmp(k->key[i].id, id, n) == 0)
			return true;
	return false;
}

/* Reads one line, without its newline. master gets the key itself. */
static bool
keyring_add(struct keyring *k, const char *line, size_t n, unsigned char master[KEYRING_KEY])
{
	const char *space = memchr(line, ' ', n);
	struct keyring_key *key = &k->key[k->n];
	unsigned char links[HASH_BYTES];
	size_t nid, got;

	if (space == NULL || k->n == KEYRING_KEYS_MAX)
		return false;
	nid = (size_t)(space - line);
	if (!key_id_valid(line, nid) || keyring_known(k, line, nid))
		return false;
	if (!base64_read(space + 1, n - nid - 1, master, KEYRING_KEY, &got) || got != KEYRING_KEY)
		return false;
	memcpy(key->id, line, nid);
	hash_derive(key->seal, master, KEYRING_KEY, "crt seal");
	hash_derive(key->sign, master, KEYRING_KEY, "crt sign");
	hash_derive(links, master, KEYRING_KEY, "crt links");
	key->links = hmac_open(links, sizeof links);
	explicit_bzero(links, sizeof links);
	k->n++;
	return true;
}

static bool
keyring_parse(struct keyring *k, const char *path, const char *text, struct err *e)
{
	unsigned char master[KEYRING_KEY], identity[HASH_BYTES];
	const char *line, *end;
	int number = 0;
	bool ok = true;

	for (line = text; ok && *line; line = end) {
		end = line + strcspn(line, "\n");
		number++;
		if (line != end && *line != '#')
			ok = keyring_add(k, line, (size_t)(end - line), master);
		if (*end)
			end++;
	}
	if (!ok) {
		err_set(e, ERR_CONFIG, "key file \"%s\" line %d is not \"KEYID BASE64\" with 32 bytes",
		    path, number);
		err_hint(e, BROKEN_HINT);
	} else if (k->n == 0)
		ok = keyring_fail(e, path, "contains no key");
	else {
		hash_derive(identity, master, sizeof master, "crt identity hash");
		k->identity = hmac_open(identity, sizeof identity);
	}
	explicit_bzero(master, sizeof master);
	explicit_bzero(identity, sizeof identity);
	return ok;
}

bool
keyring_text(const char *path, char *text, size_t *n, struct err *e)
{
	return keyring_slurp(path, text, KEYRING_FILE_MAX, n, e)
	    && (strlen(text) == *n || keyring_fail(e, path, "contains a NUL byte"));
}

bool
keyring_read(struct keyring **out, const char *path, const char *text, struct err *e)
{
	struct keyring *k = mem_get(sizeof *k);
	bool ok;

	guard_pages(k, sizeof *k);
	ok = keyring_parse(k, path, text, e);

	if (!ok) {
		keyring_close(k);
		k = NULL;
	}
	*out = k;
	return ok;
}

bool
keyring_open(struct keyring **out, const char *path, struct err *e)
{
	char *text = mem_get(KEYRING_FILE_MAX + 1);
	size_t n;
	bool ok;

	guard_memory();
	guard_pages(text, KEYRING_FILE_MAX);
	*out = NULL;
	if (path == NULL || *path == '\0') {
		guard_release(text, KEYRING_FILE_MAX);
		free(text);
		err_set(e, ERR_CONFIG, "no key file is set");
		err_hint(e, "set key_file in crt.yaml; \"crt init\" makes the file and sets it");
		return err_option(e, "key-file");
	}
	ok = keyring_text(path, text, &n, e) && keyring_read(out, path, text, e);
	guard_release(text, KEYRING_FILE_MAX);
	free(text);
	return ok || err_option(e, "key-file");
}

void
keyring_close(struct keyring *k)
{
	size_t i;

	if (k == NULL)
		return;
	for (i = 0; i < k->n; i++)
		hmac_close(k->key[i].links);
	hmac_close(k->identity);
	guard_release(k, sizeof *k);
	free(k);
}

void
keyring_new_line(struct str *s)
{
	unsigned char id[4], master[KEYRING_KEY];

	hash_random(id, sizeof id);
	hash_random(master, sizeof master);
	str_putc(s, 'k');
	hex_write(s, id, sizeof id);
	str_putc(s, ' ');
	base64_write(s, master, sizeof master);
	str_putc(s, '\n');
	explicit_bzero(master, sizeof master);
}

bool
keyring_make(const char *path, struct err *e)
{
	struct str text = STR_MAX(KEYRING_FILE_MAX);
	bool ok;

	str_puts(&text, "# Keys of crt. The first is active. Never remove the last one. Keep a copy\n"
	    "# apart from the database: data sealed with a key can only be opened with that key.\n");
	keyring_new_line(&text);
	ok = file_make(path, text.data, text.len, 0600, e);
	str_wipe(&text);
	return ok || err_in(e, "key file");
}

void
keyring_hash(const struct keyring *k, unsigned char out[HASH_BYTES],
    const unsigned char organization[16], const char *kind, const char *norm, size_t n)
{
	unsigned char head[16 + KIND_MAX + 1] = { 0 };
	size_t nkind = strnlen(kind, KIND_MAX);

	memcpy(head, organization, 16);
	memcpy(head + 16, kind, nkind);
	hmac_sha256_two(k->identity, out, head, 16 + nkind + 1, norm, n);
}
