/* proof.c: verify Standard Webhooks signatures, and the token of older hooks. */
#include <string.h>

#include "crypto/encode.h"
#include "crypto/hash.h"
#include "platform/bigcommerce/bigcommerce.h"
#include "platform/proof.h"

/*
 * Source: standardwebhooks.com, and the vendor's page on webhooks over HTTPS. The signed text
 * is ID.TIMESTAMP.BODY, the key is the bytes of the app's client secret. The header may hold
 * several signatures; those of version v1 count.
 *
 * Deliveries of webhooks created before BigCommerce signed have no signature; they repeat the
 * header fields that the webhook was created with. Then crt's own field is the proof. It is
 * derived from the secret, because a list of webhooks must not reveal that. Whoever sends it
 * has seen a delivery or knows the secret. But only TLS protects the body from changes, and a
 * replay looks like the first delivery. So the field counts only if no part of a signature is
 * present: it never rescues a wrong signature.
 */

#define ID_MAX		256
#define STAMP_MAX	12	/* digits of a time in seconds */
#define SIGNATURES_MAX	16	/* more are not tried */

static const char *const id_headers[] = { "webhook-id", NULL };
static const char *const stamp_headers[] = { "webhook-timestamp", NULL };
static const char *const signature_headers[] = { "webhook-signature", NULL };
static const char *const own_headers[] = { BIGCOMMERCE_HOOK_HEADER, NULL };

static bool
read_stamp(const char *s, crt_time *out)
{
	size_t i;

	*out = 0;
	for (i = 0; s[i] >= '0' && s[i] <= '9' && i < STAMP_MAX; i++)
		*out = *out * 10 + (s[i] - '0');
	*out *= CLOCK_SECOND;
	return i > 0 && s[i] == '\0' && *out <= CLOCK_MAX;
}

/* Whether one of "v1,BASE64 v1,BASE64 v1a,..." is correct. */
static bool
any_signature_fits(const char *list, const unsigned char right[HASH_BYTES])
{
	unsigned char given[HASH_BYTES];
	bool fits = false;
	size_t n, got;
	int tried = 0;

	for (; *list && tried < SIGNATURES_MAX; list += n + (list[n] == ' '), tried++) {
		n = strcspn(list, " ");
		if (n > 3 && !memcmp(list, "v1,", 3)
		    && base64_read(list + 3, n - 3, given, sizeof given, &got) && got == sizeof given)
			fits = hash_equal(given, right, sizeof given) || fits;
	}
	return fits;
}

/* Checks the signature over "ID.TIMESTAMP." and the body. */
static enum proof
bigcommerce_proof_check(const struct platform_delivery *d, const struct str *head,
    const char *signatures, const char *const *secrets)
{
	unsigned char right[HASH_BYTES];
	bool fits = false;
	size_t i;

	for (i = 0; i < PROOF_SECRETS_MAX && secrets[i]; i++) {
		struct hmac *key = hmac_open(secrets[i], strlen(secrets[i]));

		hmac_sha256_two(key, right, str_text(head), head->len, d->body, d->len);
		fits = any_signature_fits(signatures, right) || fits;
		hmac_close(key);
	}
	explicit_bzero(right, sizeof right);
	return fits ? PROOF_GENUINE : PROOF_WRONG;
}

void
bigcommerce_token(const char *secret, char out[BIGCOMMERCE_TOKEN])
{
	unsigned char key[HASH_BYTES];
	struct str hex = STR_MAX(BIGCOMMERCE_TOKEN - 1);

	hash_derive(key, secret, strlen(secret), "bigcommerce hook");
	hex_write(&hex, key, sizeof key);
	memcpy(out, str_text(&hex), hex.len + 1);
	explicit_bzero(key, sizeof key);
	str_free(&hex);
}

static enum proof
proof_of_own_token(const char *given, const char *const *secrets)
{
	char right[BIGCOMMERCE_TOKEN];
	bool fits = false, long_enough = strlen(given) == BIGCOMMERCE_TOKEN - 1;
	size_t i;

	for (i = 0; i < PROOF_SECRETS_MAX && secrets[i]; i++) {
		bigcommerce_token(secrets[i], right);
		fits = (long_enough && hash_equal(given, right, BIGCOMMERCE_TOKEN - 1)) || fits;
	}
	explicit_bzero(right, sizeof right);
	return fits ? PROOF_GENUINE : PROOF_WRONG;
}

enum proof
bigcommerce_prove(const struct platform_delivery *d, const char *const *secrets, crt_time now,
    crt_time *signed_at)
{
	const char *id = adapter_header(d, id_headers), *stamp = adapter_header(d, stamp_headers);
	const char *signatures = adapter_header(d, signature_headers);
	const char *own = adapter_header(d, own_headers);
	struct str head = STR_MAX(ID_MAX + STAMP_MAX + 2);
	enum proof proof = PROOF_WRONG;
	crt_time at;

	*signed_at = 0;
	if (id == NULL && stamp == NULL && signatures == NULL)
		return own ? proof_of_own_token(own, secrets) : PROOF_MISSING;
	if (id == NULL || stamp == NULL || signatures == NULL)
		return PROOF_MISSING;
	str_printf(&head, "%s.%s.", id, stamp);
	if (!str_full(&head) && read_stamp(stamp, &at))
		proof = bigcommerce_proof_check(d, &head, signatures, secrets);
	str_free(&head);
	if (proof != PROOF_GENUINE)
		return proof;
	*signed_at = at;
	return at < now - PROOF_TOLERANCE || at > now + PROOF_TOLERANCE ? PROOF_STALE : proof;
}
