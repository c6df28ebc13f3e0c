/* proof.c: verify a signature over a delivery's raw bytes. */
#include <string.h>

#include "crypto/encode.h"
#include "crypto/hash.h"
#include "platform/adapter.h"
#include "platform/proof.h"

enum proof
proof_hmac(const struct platform_delivery *d, const char *const *headers,
    const char *const *secrets)
{
	unsigned char given[HASH_BYTES], right[HASH_BYTES];
	const char *text = adapter_header(d, headers);
	bool fits = false;
	size_t n, i;

	if (text == NULL)
		return PROOF_MISSING;
	if (!base64_read(text, strlen(text), given, sizeof given, &n) || n != sizeof given)
		return PROOF_WRONG;
	for (i = 0; i < PROOF_SECRETS_MAX && secrets[i]; i++) {
		struct hmac *key = hmac_open(secrets[i], strlen(secrets[i]));

		hmac_sha256(key, right, d->body, d->len);
		fits = hash_equal(given, right, sizeof right) || fits;
		hmac_close(key);
	}
	return fits ? PROOF_GENUINE : PROOF_WRONG;
}
