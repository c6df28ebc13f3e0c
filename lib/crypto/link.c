/* link.c: sign and verify link tokens. */
#include <string.h>

#include "crypto/encode.h"
#include "crypto/link.h"

static void
link_signature(const struct keyring_key *key, const char *purpose, const void *payload, size_t n,
    unsigned char out[HASH_BYTES])
{
	/* The NUL ends the purpose: ("ab", "c") is not ("a", "bc"). */
	hmac_sha256_two(key->links, out, purpose, strlen(purpose) + 1, payload, n);
}

void
link_tag(const struct keyring *k, const char *purpose, const void *payload, size_t n,
    unsigned char out[LINK_TAG])
{
	unsigned char mac[HASH_BYTES];

	link_signature(&k->key[0], purpose, payload, n, mac);
	memcpy(out, mac, LINK_TAG);
}

bool
link_tag_ok(const struct keyring *k, const char *purpose, const void *payload, size_t n,
    const unsigned char *tag, size_t ntag)
{
	unsigned char mac[HASH_BYTES];
	size_t i;

	for (i = 0; i < k->n; i++) {
		link_signature(&k->key[i], purpose, payload, n, mac);
		if (ntag <= LINK_TAG && hash_equal(mac, tag, ntag))
			return true;
	}
	return false;
}

bool
link_sign(const struct keyring *k, const char *purpose, const void *payload, size_t n,
    struct str *out, struct err *e)
{
	unsigned char mac[LINK_TAG];

	if (n > LINK_PAYLOAD_MAX)
		return err_set(e, ERR_BUG, "the link is longer than %d bytes", LINK_PAYLOAD_MAX);
	link_tag(k, purpose, payload, n, mac);
	base64url_write(out, payload, n);
	str_putc(out, '.');
	base64url_write(out, mac, LINK_TAG);
	return !str_full(out) || err_set(e, ERR_BUG, "no room for a link");
}

bool
link_verify(const struct keyring *k, const char *purpose, const char *token, size_t len,
    struct str *out, struct err *e)
{
	unsigned char payload[LINK_PAYLOAD_MAX], tag[LINK_TAG];
	const char *dot = len <= LINK_TOKEN_MAX ? memchr(token, '.', len) : NULL;
	size_t n, ntag, head;

	if (dot == NULL)
		return err_set(e, ERR_INPUT, "not a signed link");
	head = (size_t)(dot - token);
	if (!base64url_read(token, head, payload, sizeof payload, &n) ||
	    !base64url_read(dot + 1, len - head - 1, tag, sizeof tag, &ntag) || ntag != sizeof tag)
		return err_set(e, ERR_INPUT, "not a signed link");
	if (!link_tag_ok(k, purpose, payload, n, tag, sizeof tag))
		return err_set(e, ERR_INPUT, "the link has a wrong signature");
	str_cut(out, 0);
	str_add(out, (const char *)payload, n);
	return !str_full(out) || err_set(e, ERR_BUG, "no room for a link");
}
