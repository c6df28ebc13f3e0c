/* link.c: any bytes as a signed link: only a link that crt signed, unchanged, is valid. */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "crypto/link.h"

int LLVMFuzzerTestOneInput(const uint8_t *, size_t);

static struct keyring *
ring(void)
{
	static struct keyring *keys;
	char path[] = "/tmp/crt-fuzz-link-XXXXXX";
	struct err e = { 0 };
	int fd;

	if (keys)
		return keys;
	fd = mkstemp(path);
	if (fd < 0 || unlink(path) || !keyring_make(path, &e) || !keyring_open(&keys, path, &e))
		abort();
	unlink(path);
	close(fd);
	return keys;
}

static bool
verifies(const char *purpose, const char *token, size_t n, struct str *out)
{
	struct err e = { 0 };
	bool ok = link_verify(ring(), purpose, token, n, out, &e);

	if (!ok && e.kind != ERR_INPUT)
		abort();
	return ok;
}

/* The bytes as a token; then as a payload, with its token changed in one place. */
int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct str token = STR_MAX(LINK_TOKEN_MAX), out = STR_MAX(LINK_PAYLOAD_MAX);
	const char *bytes = (const char *)data;
	struct err e = { 0 };
	size_t place;

	if (verifies("unsubscribe", bytes, size, &out))
		abort();
	if (size > 2 && link_sign(ring(), "unsubscribe", bytes + 2, size - 2, &token, &e)) {
		if (!verifies("unsubscribe", str_text(&token), token.len, &out)
		    || out.len != size - 2 || memcmp(str_text(&out), bytes + 2, out.len))
			abort();
		if (verifies("click", str_text(&token), token.len, &out))
			abort();
		place = data[0] % token.len;
		token.data[place] ^= (char)data[1];
		if (data[1] && verifies("unsubscribe", str_text(&token), token.len, &out))
			abort();
	}
	str_free(&token);
	str_free(&out);
	return 0;
}
