/* oauth1.c: sign a request, in its URL or in a field. */
#include <string.h>

#include "crypto/encode.h"
#include "crypto/hash.h"
#include "net/oauth1.h"

#define NONCE_BYTES 16
#define BASE_MAX (10 * HTTP_URL_MAX)	/* everything is encoded twice */
#define KEY_MAX 4096

/* The protocol parameters (RFC 5849 3.1) as a query. */
static void
oauth1_protocol(const struct oauth1 *o, struct str *out)
{
	struct str nonce = STR_MAX(2 * NONCE_BYTES), when = STR_MAX(32);
	unsigned char random[NONCE_BYTES];

	hash_random(random, sizeof random);
	hex_write(&nonce, random, sizeof random);
	str_printf(&when, "%lld", (long long)((o->when ? o->when : clock_now()) / CLOCK_SECOND));
	http_form(out, "oauth_consumer_key", o->consumer_key);
	http_form(out, "oauth_nonce", o->nonce ? o->nonce : str_text(&nonce));
	http_form(out, "oauth_signature_method", "HMAC-SHA256");
	http_form(out, "oauth_timestamp", str_text(&when));
	if (o->token)
		http_form(out, "oauth_token", o->token);
	http_form(out, "oauth_version", "1.0");
	str_free(&nonce);
	str_free(&when);
}

static void
oauth1_key_of(const struct oauth1 *o, struct str *key)
{
	const char *token = o->token_secret ? o->token_secret : "";

	percent_write(key, o->consumer_secret, strlen(o->consumer_secret));
	str_putc(key, '&');
	percent_write(key, token, strlen(token));
}

/* Signs all parameters and adds the signature to them. */
static bool
oauth1_sign(const struct oauth1 *o, const char *method, const char *url, struct str *parameters,
    struct err *e)
{
	struct str base = STR_MAX(BASE_MAX), key = STR_MAX(KEY_MAX), text = STR_MAX(64);
	unsigned char sum[HASH_BYTES];
	struct hmac *hmac;
	bool ok = oauth1_base(&base, method, url, str_text(parameters), e);

	oauth1_key_of(o, &key);
	if (ok && (str_full(&base) || str_full(&key) || str_full(parameters)))
		ok = err_set(e, ERR_INPUT, "a request is too large to be signed");
	hmac = hmac_open(str_text(&key), key.len);
	hmac_sha256(hmac, sum, str_text(&base), base.len);
	hmac_close(hmac);
	base64_write(&text, sum, sizeof sum);
	http_form(parameters, "oauth_signature", str_text(&text));
	str_wipe(&key);
	str_free(&base);
	str_free(&text);
	return ok;
}

bool
oauth1_query(const struct oauth1 *o, struct http_request *r, struct err *e)
{
	struct str all = STR_MAX(HTTP_URL_MAX);
	bool ok;

	oauth1_protocol(o, &all);
	ok = oauth1_sign(o, r->method, str_text(&r->url), &all, e);
	str_putc(&r->url, strchr(str_text(&r->url), '?') ? '&' : '?');
	str_add(&r->url, str_text(&all), all.len);
	str_free(&all);
	if (ok && str_full(&r->url))
		return err_set(e, ERR_INPUT, "a signed address exceeds %d bytes", HTTP_URL_MAX);
	return ok;
}

bool
oauth1_field(const struct oauth1 *o, struct http_request *r, struct err *e)
{
	struct str all = STR_MAX(HTTP_FIELDS_MAX), field = STR_MAX(HTTP_FIELDS_MAX);
	const char *at;
	bool ok;

	oauth1_protocol(o, &all);
	ok = oauth1_sign(o, r->method, str_text(&r->url), &all, e);
	str_puts(&field, "OAuth ");
	for (at = str_text(&all); *at; at++)
		if (*at == '&')
			str_puts(&field, "\", ");
		else if (*at == '=')
			str_puts(&field, "=\"");
		else
			str_putc(&field, *at);
	str_putc(&field, '"');
	ok = ok && http_field(r, "Authorization", str_text(&field), e);
	str_free(&all);
	str_free(&field);
	return ok;
}
