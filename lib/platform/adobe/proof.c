/* proof.c: verify that Adobe signed an event and addressed it to this client. */
#include <string.h>

#include "crypto/encode.h"
#include "crypto/rsa.h"
#include "platform/adobe/adobe.h"
#include "platform/proof.h"

#define SIGNATURE_MAX (RSA_BITS_MAX / 8)
#define KEYS_MAX      4		/* per secret */
#define KEY_COLUMNS   64	/* per line of PEM (RFC 7468) */

static const char begin[] = "-----BEGIN PUBLIC KEY-----";
static const char end[] = "-----END PUBLIC KEY-----";

/* Either signature is enough, because Adobe replaces one key at a time. */
static const char *const signatures[][2] = {
	{ "x-adobe-digital-signature-1", NULL }, { "x-adobe-digital-signature-2", NULL }
};

struct signature {
	unsigned char bytes[SIGNATURE_MAX];
	size_t n;
};

/* Rebuilds the key as a PEM file, whatever separated its lines; false: no more keys. */
static bool
next_key(const char **at, struct str *pem)
{
	const char *p = strstr(*at, begin), *last = p ? strstr(p, end) : NULL;
	size_t column = 0;

	if (last == NULL)
		return false;
	str_cut(pem, 0);
	str_puts(pem, begin);
	for (p += sizeof begin - 1; p < last; p++) {
		if (strchr(" \t\r\n", *p))
			continue;
		if (column++ % KEY_COLUMNS == 0)
			str_putc(pem, '\n');
		str_putc(pem, *p);
	}
	str_printf(pem, "\n%s\n", end);
	*at = last + sizeof end - 1;
	return !str_full(pem);
}

static bool
signed_by(const char *keys, const struct signature *s, size_t n, const struct platform_delivery *d)
{
	struct str pem = STR_MAX(RSA_PEM_MAX);
	bool fits = false;
	size_t i;
	int k;

	for (k = 0; k < KEYS_MAX && !fits && next_key(&keys, &pem); k++)
		for (i = 0; i < n && !fits; i++)
			fits = rsa_verify(str_text(&pem), s[i].bytes, s[i].n, d->body, d->len);
	str_free(&pem);
	return fits;
}

static bool
event_is_for_client(const json_t *event, const char *client, size_t n)
{
	const char *to = build_text(event, "recipient_client_id");

	return to && strlen(to) == n && !memcmp(to, client, n);
}

/* Whether every event of the batch is for this client. Called only after the signature passed. */
static bool
batch_is_for_client(const char *secret, const struct platform_delivery *d)
{
	size_t n = strcspn(secret, " \t\r\n"), i;
	struct err unread = { 0 };
	json_t *v;
	bool ours;

	if (n == 0 || !strncmp(secret, begin, sizeof begin - 1)
	    || !value_read_exact(&v, d->body, d->len, &unread))
		return false;
	if (value_kind(v) != VALUE_LIST)
		ours = event_is_for_client(v, secret, n);
	else
		for (i = 0, ours = value_count(v) > 0; i < value_count(v) && ours; i++)
			ours = event_is_for_client(value_at(v, i), secret, n);
	value_free(v);
	return ours;
}

enum proof
adobe_prove(const struct platform_delivery *d, const char *const *secrets, crt_time now UNUSED,
    crt_time *signed_at)
{
	struct signature given[COUNT(signatures)];
	size_t i, n = 0;
	bool any = false;

	*signed_at = 0;
	for (i = 0; i < COUNT(signatures); i++) {
		const char *text = adapter_header(d, signatures[i]);

		any = any || text;
		if (text && base64_read(text, strlen(text), given[n].bytes, sizeof given[n].bytes,
		    &given[n].n))
			n++;
	}
	if (!any)
		return PROOF_MISSING;
	for (i = 0; i < PROOF_SECRETS_MAX && secrets[i]; i++)
		if (signed_by(secrets[i], given, n, d) && batch_is_for_client(secrets[i], d))
			return PROOF_GENUINE;
	return PROOF_WRONG;
}
