/* seal.c: the key file, sealed secrets, and signed links. */
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/mem.h"
#include "crypto/encode.h"
#include "crypto/link.h"
#include "crypto/seal.h"
#include "tap.h"

#define A "a 8J+Yg8O8w58xMjM0NTY3ODkwMTIzNDU2Nzg5MDEyMzQ=\n"
#define B "b AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=\n"

static char folder[] = "/tmp/crt-seal-XXXXXX";
static char path[64];

static void
put(const char *text, mode_t mode)
{
	FILE *f;

	unlink(path);		/* only root can write to a file of mode 0400 */
	f = fopen(path, "w");
	if (f == NULL || fputs(text, f) < 0 || fclose(f) || chmod(path, mode))
		abort();
}

static struct keyring *
ring(const char *text)
{
	struct keyring *k;
	struct err e = { 0 };

	put(text, 0600);
	if (!keyring_open(&k, path, &e))
		printf("# %s\n", e.text);
	return k;
}

static bool
refused(const char *text, mode_t mode, const char *why)
{
	struct keyring *k;
	struct err e = { 0 };

	put(text, mode);
	if (keyring_open(&k, path, &e)) {
		keyring_close(k);
		return false;
	}
	return k == NULL && e.kind == ERR_CONFIG && strstr(e.text, why) != NULL;
}

/* VmLck of this process, in KiB. */
static long
locked_pages(void)
{
	FILE *f = fopen("/proc/self/status", "r");
	char line[256];
	long kib = 0;

	while (f && fgets(line, sizeof line, f))
		if (sscanf(line, "VmLck: %ld", &kib) == 1)
			break;
	if (f)
		fclose(f);
	return kib;
}

static void
files(void)
{
	struct keyring *k;
	struct err e = { 0 };
	struct stat st;

	tap_ok(keyring_make(path, &e) && stat(path, &st) == 0 && (st.st_mode & 07777) == 0600,
	    "a new key file has mode 0600");
	tap_ok(keyring_open(&k, path, &e) && k->n == 1, "and can be read");
	tap_ok(locked_pages() > 0, "its keys are never swapped out");
	keyring_close(k);
	tap_ok(!keyring_make(path, &e) && e.kind == ERR_CONFIG, "a second one is not made");
	tap_ok(refused(A, 0640, "can be read by others"), "group-readable is refused");
	tap_ok(refused(A, 0604, "can be read by others"), "world-readable is refused");
	setenv("CREDENTIALS_DIRECTORY", folder, 1);
	tap_ok(refused(A, 0604, "can be read by others"), "also as a credential");
	put(A, 0440);
	tap_ok(keyring_open(&k, path, &e), "a credential's group bits are an ACL's mask");
	keyring_close(k);
	unsetenv("CREDENTIALS_DIRECTORY");
	tap_ok(refused("", 0600, "contains no key"), "an empty file is refused");
	tap_ok(refused("# nothing\n", 0600, "contains no key"), "so is one of comments");
	tap_ok(refused(B A B, 0600, "line 3"), "an id twice is refused, with its line");
	tap_ok(refused("a AAEC\n", 0600, "line 1"), "a short key is refused");
	tap_ok(refused("a:b AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=\n", 0600, "line 1"),
	    "a strange id is refused");
	unlink(path);
	tap_ok(!keyring_open(&k, path, &e) && k == NULL && e.hint[0], "none at all gives a hint");
	tap_ok(!keyring_open(&k, folder, &e), "a folder is no key file");
}

/* Every bit of the sealed text counts. */
static void
tamper(const struct keyring *k, struct str *box)
{
	struct str out = STR_MAX(SEAL_BYTES_MAX);
	struct err e = { 0 };
	size_t i, opened = 0;

	for (i = 0; i < box->len; i++) {
		box->data[i] ^= 1;
		opened += seal_read(k, "store", box->data, box->len, &out, &e);
		box->data[i] ^= 1;
	}
	tap_ok(opened == 0, "a change of any character is noticed");
	for (i = opened = 0; i < box->len; i++)
		opened += seal_read(k, "store", box->data, i, &out, &e);
	tap_ok(opened == 0, "so is any shortening");
	str_wipe(&out);
}

static void
seals(void)
{
	struct keyring *k = ring(A), *two = ring(B A), *other = ring(B);
	struct str box = STR_MAX(SEAL_TEXT_MAX), again = STR_MAX(SEAL_TEXT_MAX);
	struct str out = STR_MAX(SEAL_BYTES_MAX);
	struct err e = { 0 };
	char *big = mem_get(SEAL_BYTES_MAX + 1);

	tap_ok(seal_write(k, "store", "shpat_1234", 10, &box, &e), "sealed");
	tap_ok(strncmp(str_text(&box), "v1:a:", 5) == 0, "the text names version and key");
	tap_ok(strstr(str_text(&box), "shpat") == NULL, "and does not show the secret");
	tap_ok(seal_read(k, "store", box.data, box.len, &out, &e), "opened");
	tap_is(str_text(&out), "shpat_1234", "what was sealed");
	tap_ok(!seal_read(k, "stork", box.data, box.len, &out, &e) && e.kind == ERR_INPUT,
	    "not for another store");
	tap_ok(seal_write(k, "store", "shpat_1234", 10, &again, &e) &&
	    strcmp(str_text(&box), str_text(&again)) != 0, "never twice the same text");
	tamper(k, &box);
	tap_ok(seal_read(two, "store", box.data, box.len, &out, &e), "an older key still opens");
	tap_ok(!seal_current(two, str_text(&box)) && seal_current(k, str_text(&box)),
	    "and is known as older");
	tap_ok(!seal_read(other, "store", box.data, box.len, &out, &e) && e.kind == ERR_CONFIG,
	    "a key that is missing is a matter of configuration");
	str_cut(&box, 0);
	tap_ok(seal_write(k, "s", "", 0, &box, &e) && seal_read(k, "s", box.data, box.len, &out, &e) &&
	    out.len == 0, "nothing can be sealed too");
	str_cut(&box, 0);
	tap_ok(seal_write(k, "s", big, SEAL_BYTES_MAX, &box, &e) &&
	    seal_read(k, "s", box.data, box.len, &out, &e) && out.len == SEAL_BYTES_MAX, "the limit");
	tap_ok(!seal_write(k, "s", big, SEAL_BYTES_MAX + 1, &box, &e), "and not more");
	free(big);
	str_free(&box);
	str_free(&again);
	str_wipe(&out);
	keyring_close(k), keyring_close(two), keyring_close(other);
}

static void
links(void)
{
	struct keyring *k = ring(A), *two = ring(B A), *other = ring(B);
	struct str token = STR_MAX(LINK_TOKEN_MAX), out = STR_MAX(LINK_PAYLOAD_MAX);
	struct err e = { 0 };
	size_t i, good = 0;

	tap_ok(link_sign(k, "unsubscribe", "m:42", 4, &token, &e), "signed");
	tap_ok(strspn(str_text(&token), "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
	    "0123456789-_.") == token.len, "and fit for a URL");
	tap_ok(link_verify(k, "unsubscribe", token.data, token.len, &out, &e), "verified");
	tap_is(str_text(&out), "m:42", "the payload comes back");
	tap_ok(!link_verify(k, "click", token.data, token.len, &out, &e), "not for another purpose");
	tap_ok(link_verify(two, "unsubscribe", token.data, token.len, &out, &e),
	    "a new key does not end old links");
	tap_ok(!link_verify(other, "unsubscribe", token.data, token.len, &out, &e),
	    "another installation's link is none");
	for (i = 0; i < token.len; i++) {
		token.data[i] ^= 2;
		good += link_verify(k, "unsubscribe", token.data, token.len, &out, &e);
		token.data[i] ^= 2;
	}
	tap_ok(good == 0, "a change of any character is noticed");
	for (i = good = 0; i < token.len; i++)
		good += link_verify(k, "unsubscribe", token.data, i, &out, &e);
	tap_ok(good == 0, "so is any shortening");
	str_free(&token);
	str_free(&out);
	keyring_close(k), keyring_close(two), keyring_close(other);
}

static void
identities(void)
{
	static const unsigned char acme[16] = { 1 }, rival[16] = { 2 };
	struct keyring *k = ring(A), *two = ring(B A), *other = ring(B);
	unsigned char a[HASH_BYTES], b[HASH_BYTES];

	keyring_hash(k, a, acme, "email", "ada@example.com", 15);
	keyring_hash(two, b, acme, "email", "ada@example.com", 15);
	tap_ok(hash_equal(a, b, sizeof a), "a rotation leaves identity hashes alone");
	keyring_hash(other, b, acme, "email", "ada@example.com", 15);
	tap_ok(!hash_equal(a, b, sizeof a), "they depend on the key");
	keyring_hash(k, b, rival, "email", "ada@example.com", 15);
	tap_ok(!hash_equal(a, b, sizeof a), "and on the organization");
	keyring_hash(k, b, acme, "phone", "ada@example.com", 15);
	tap_ok(!hash_equal(a, b, sizeof a), "and on the kind");
	keyring_close(k), keyring_close(two), keyring_close(other);
}

int
main(void)
{
	if (mkdtemp(folder) == NULL)
		return 1;
	snprintf(path, sizeof path, "%s/key", folder);
	files();
	seals();
	links();
	identities();
	unlink(path);
	tap_ok(rmdir(folder) == 0, "nothing is left behind");
	return tap_done();
}
