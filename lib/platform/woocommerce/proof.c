/* proof.c: verify WooCommerce's signatures, and recognize its unsigned pings. */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "crypto/encode.h"
#include "option/secret.h"
#include "platform/proof.h"
#include "platform/woocommerce/woocommerce.h"

#define PING_DIGITS 20			/* of a webhook's id */
#define ENTITY_MAX  64			/* bytes of one; a number may have leading zeros */

static const char *const topic_headers[] = { "X-WC-Webhook-Topic", NULL };
static const char *const signature_headers[] = { "X-WC-Webhook-Signature", NULL };

bool
woocommerce_ping(const struct platform_delivery *d)
{
	static const char start[] = "webhook_id=";
	size_t i = sizeof start - 1;

	if (d->len <= i || d->len > i + PING_DIGITS || memcmp(d->body, start, i)
	    || adapter_header(d, topic_headers) || adapter_header(d, signature_headers))
		return false;
	while (i < d->len && d->body[i] >= '0' && d->body[i] <= '9')
		i++;
	return i == d->len;
}

/* Decodes &#39; and &#x27;. WordPress decodes five characters by number, two of them not in hex. */
static size_t
woocommerce_proof_numbered(const char *text, char *c)
{
	static const char decimal[] = "&\"'<>", hexadecimal[] = "&\"'";
	bool hex = text[2] == 'x' || text[2] == 'X';
	int base = hex ? 16 : 10, code = 0, digit;
	size_t first = hex ? 3 : 2, i;

	for (i = first; i < ENTITY_MAX; i++) {
		digit = hex_digit(text[i]);
		if (digit < 0 || digit >= base || code > 0xff)
			break;
		code = code * base + digit;
	}
	if (text[i] != ';' || i == first || code == 0 || code > '>'
	    || !strchr(hex ? hexadecimal : decimal, code))
		return 0;
	*c = (char)code;
	return i + 1;
}

/* The length of the entity at text, and its character; 0: none. */
static size_t
woocommerce_proof_entity(const char *text, char *c)
{
	static const struct {
		const char *name;
		char c;
	} named[] = { { "&amp;", '&' }, { "&lt;", '<' }, { "&gt;", '>' }, { "&quot;", '"' } };
	size_t i;

	for (i = 0; i < COUNT(named); i++)
		if (!strncmp(text, named[i].name, strlen(named[i].name))) {
			*c = named[i].c;
			return strlen(named[i].name);
		}
	return strncmp(text, "&#", 2) ? 0 : woocommerce_proof_numbered(text, c);
}

static char *
woocommerce_proof_decode(const char *secret)
{
	char *out = mem_dup(secret), *to = out;

	for (; *secret; to++) {
		size_t n = *secret == '&' ? woocommerce_proof_entity(secret, to) : 0;

		if (n == 0)
			*to = *secret;
		secret += n ? n : 1;
	}
	*to = '\0';
	return out;
}

/*
 * The key is the secret after wp_specialchars_decode(secret, ENT_QUOTES), because a shop may
 * store a secret from a form with HTML entities.
 */
enum proof
woocommerce_prove(const struct platform_delivery *d, const char *const *secrets,
    crt_time now UNUSED, crt_time *signed_at)
{
	char *keys[PROOF_SECRETS_MAX + 1] = { NULL };
	enum proof proof;
	size_t i;

	*signed_at = 0;
	if (woocommerce_ping(d))
		return PROOF_PING;
	for (i = 0; i < PROOF_SECRETS_MAX && secrets[i]; i++)
		keys[i] = woocommerce_proof_decode(secrets[i]);
	proof = proof_hmac(d, signature_headers, (const char *const *)keys);
	for (i = 0; keys[i]; i++)
		secret_free(keys[i]);
	return proof;
}
