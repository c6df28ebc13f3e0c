/* proof.c: verify that Twilio signed a webhook. */
#include <stdlib.h>
#include <string.h>

#include "crypto/encode.h"
#include "crypto/hash.h"
#include "platform/proof.h"
#include "platform/twilio/twilio.h"

/*
 * Source: twilio.com/docs/usage/webhooks/webhooks-security. Signed is the address as Twilio knows
 * it, followed by the name and value of each field of the form, in the order of the names. For any
 * other body the address holds the body's SHA-256, and it alone is signed. There is no time: a
 * replay is recognized by its message.
 */
#define TWILIO_SIGNED_MAX ((size_t)1 << 20)

static const char *const signature_headers[] = { "x-twilio-signature", NULL };
static const char *const url_headers[] = { PROOF_URL, NULL };
static const char body_hash[] = "bodySHA256=";

/* False: the body does not match the address, or not a form. */
static bool
twilio_signed(const struct platform_delivery *d, const char *url, struct str *out)
{
	const char *hash = strstr(url, body_hash);
	unsigned char want[HASH_BYTES], sum[HASH_BYTES];
	struct twilio_form *form;
	size_t i, n;
	bool ok;

	str_puts(out, url);
	if (hash) {
		hash += sizeof body_hash - 1;
		hash_sha256(sum, d->body, d->len);
		return hex_read(hash, strcspn(hash, "&"), want, sizeof want, &n) && n == sizeof want
		    && hash_equal(want, sum, sizeof sum);
	}
	form = mem_get(sizeof *form);
	ok = twilio_form_read(form, d->body, d->len);
	for (i = 0; ok && i < form->n; i++) {
		str_puts(out, form->field[i].name);
		str_puts(out, form->field[i].value);
	}
	twilio_form_free(form);
	free(form);
	return ok && !str_full(out);
}

enum proof
twilio_prove(const struct platform_delivery *d, const char *const *secrets, crt_time now UNUSED,
    crt_time *signed_at)
{
	const char *text = adapter_header(d, signature_headers), *url = adapter_header(d, url_headers);
	unsigned char given[SHA1_BYTES], sum[SHA1_BYTES];
	struct str bytes = STR_MAX(TWILIO_SIGNED_MAX);
	enum proof proof = PROOF_WRONG;
	size_t i, n;

	*signed_at = 0;
	if (text == NULL)
		return PROOF_MISSING;
	if (url && twilio_signed(d, url, &bytes)
	    && base64_read(text, strlen(text), given, sizeof given, &n) && n == sizeof given)
		for (i = 0; i < PROOF_SECRETS_MAX && secrets[i]; i++) {
			hmac_sha1(secrets[i], strlen(secrets[i]), str_text(&bytes), bytes.len, sum);
			if (hash_equal(sum, given, sizeof sum))
				proof = PROOF_GENUINE;
		}
	str_free(&bytes);
	return proof;
}
