/* dkim.c: write the DKIM signatures of a mail. */
#include <ctype.h>
#include <string.h>
#include <strings.h>

#include "crypto/encode.h"
#include "crypto/hash.h"
#include "mime/dkim.h"

#define FIELD_MAX ((size_t)16 * 1024)	/* bytes of a field, and of what is signed of the header */
#define FOLD 72				/* columns of base64 in a line */

/* In this order. A name that stands twice also covers that there is no second such field. */
static const char *const dkim_fields[] = { "From", "From", "To", "To", "Subject", "Subject", "Date",
    "Message-ID", "Reply-To", "Reply-To", "List-Unsubscribe", "List-Unsubscribe-Post",
    "Feedback-ID", "MIME-Version", "Content-Type", "Content-Transfer-Encoding",
    "Content-Language" };

/* ---- keys ---- */

static bool
dkim_selector_ok(const char *s)
{
	size_t n = strspn(s, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-");

	return n > 0 && n <= DKIM_SELECTOR_MAX && s[n] == '\0' && s[0] != '-' && s[n - 1] != '-';
}

bool
dkim_add(struct dkim *d, const char *selector, const char *pem, size_t n, struct err *e)
{
	struct dkim_key *k = &d->key[d->n];

	if (d->n == DKIM_KEYS_MAX)
		return err_set(e, ERR_CONFIG, "more than %d keys", DKIM_KEYS_MAX);
	if (!dkim_selector_ok(selector))
		return err_set(e, ERR_CONFIG, "the selector is not a label of a host name");
	if (!private_key_open(&k->key, pem, n, e))
		return false;
	memcpy(k->selector, selector, strlen(selector) + 1);
	d->n++;
	return true;
}

void
dkim_close(struct dkim *d)
{
	while (d->n)
		private_key_close(d->key[--d->n].key);
}

void
dkim_record(const struct dkim_key *k, struct str *out)
{
	str_printf(out, "v=DKIM1; k=%s; p=",
	    private_key_kind(k->key) == PRIVATE_KEY_RSA ? "rsa" : "ed25519");
	private_key_public(k->key, out);
}

/* ---- canonical forms: relaxed, RFC 6376 3.4 ---- */

/* A line without its CRLF: white space becomes one space, and none stays at the end. */
static void
dkim_line(struct str *out, const char *line, size_t n)
{
	bool space = false;
	size_t i;

	for (i = 0; i < n; i++) {
		if (line[i] == ' ' || line[i] == '\t') {
			space = true;
			continue;
		}
		if (space)
			str_putc(out, ' ');
		space = false;
		str_putc(out, line[i]);
	}
}

static void
dkim_body_hash(const char *body, size_t n, unsigned char out[HASH_BYTES])
{
	struct hash *h = hash_begin();
	const char *end = body + n, *eol;
	struct str line = STR_MAX(MAIL_BYTES_MAX);
	size_t empty = 0;

	for (; body < end; body = eol + 2) {
		eol = memmem(body, (size_t)(end - body), "\r\n", 2);
		if (eol == NULL)
			eol = end;
		str_cut(&line, 0);
		dkim_line(&line, body, (size_t)(eol - body));
		if (line.len == 0) {
			empty++;
			continue;
		}
		for (; empty; empty--)
			hash_add(h, "\r\n", 2);
		str_puts(&line, "\r\n");
		hash_add(h, line.data, line.len);
	}
	hash_end(h, out);
	str_free(&line);
}

/* "Subject: a\r\n b" is "subject:a b". */
static void
dkim_field(struct str *out, const char *field, size_t n)
{
	const char *colon = memchr(field, ':', n);
	struct str value = STR_MAX(FIELD_MAX);
	size_t name = (size_t)(colon - field), i;

	for (i = 0; i < name; i++)
		str_putc(out, (char)tolower((unsigned char)field[i]));
	str_putc(out, ':');
	for (i = name + 1; i < n; i++)
		if (field[i] != '\r' && field[i] != '\n')
			str_putc(&value, field[i]);
	i = strspn(str_text(&value), " \t");
	dkim_line(out, str_text(&value) + i, value.len - i);
	str_free(&value);
}

/* The field of a name in a header that ends with an empty line; NULL: there is none. Each field
   of a mail of crt stands once. */
static const char *
dkim_find(const char *mail, const char *name, size_t *n)
{
	size_t len = strlen(name);
	const char *end;

	for (; strncmp(mail, "\r\n", 2); mail = end + 2) {
		for (end = strstr(mail, "\r\n"); end[2] == ' ' || end[2] == '\t';)
			end = strstr(end + 2, "\r\n");
		if (strncasecmp(mail, name, len) == 0 && mail[len] == ':') {
			*n = (size_t)(end - mail);
			return mail;
		}
	}
	return NULL;
}

/* ---- the signature ---- */

static void
dkim_names(struct str *out, const char *mail)
{
	size_t i, n;
	bool first = true;

	for (i = 0; i < COUNT(dkim_fields); i++) {
		bool again = i && !strcmp(dkim_fields[i], dkim_fields[i - 1]);

		if (!again && dkim_find(mail, dkim_fields[i], &n) == NULL
		    && (i + 1 == COUNT(dkim_fields) || strcmp(dkim_fields[i], dkim_fields[i + 1])))
			continue;
		str_printf(out, "%s%s", first ? "" : i % 6 ? ":" : ":\r\n\t", dkim_fields[i]);
		first = false;
	}
}

static void
dkim_domain(struct str *out, const char *from)
{
	const char *at = strrchr(from, '@');

	for (at += at != NULL; at && *at && *at != '>'; at++)
		str_putc(out, (char)tolower((unsigned char)*at));
}

static void
dkim_base64(struct str *out, const unsigned char *bytes, size_t n)
{
	struct str text = STR_MAX(FIELD_MAX);
	size_t i;

	base64_write(&text, bytes, n);
	for (i = 0; i < text.len; i += FOLD)
		str_printf(out, "\r\n\t%.*s", FOLD, text.data + i);
	str_free(&text);
}

/* What is signed: the fields of h=, each name's last field first, and this field without b=. */
static void
dkim_signed(struct str *out, const char *mail, const struct str *field)
{
	size_t i, n;

	for (i = 0; i < COUNT(dkim_fields); i++) {
		const char *at = dkim_find(mail, dkim_fields[i], &n);

		if (at && (i == 0 || strcmp(dkim_fields[i], dkim_fields[i - 1]))) {
			dkim_field(out, at, n);
			str_puts(out, "\r\n");
		}
	}
	dkim_field(out, field->data, field->len);
}

static void
dkim_sign_with(const struct dkim_key *k, const char *from, crt_time date, const char *mail,
    const unsigned char body[HASH_BYTES], struct str *out)
{
	bool rsa = private_key_kind(k->key) == PRIVATE_KEY_RSA;
	struct str field = STR_MAX(FIELD_MAX), text = STR_MAX(FIELD_MAX * COUNT(dkim_fields));
	unsigned char sig[PRIVATE_KEY_SIGNATURE_MAX], digest[HASH_BYTES];
	size_t n;

	str_printf(&field, "DKIM-Signature: v=1; a=%s; c=relaxed/relaxed; d=",
	    rsa ? "rsa-sha256" : "ed25519-sha256");
	dkim_domain(&field, from);
	str_printf(&field, ";\r\n\ts=%s; t=%lld; h=", k->selector, (long long)(date / CLOCK_SECOND));
	dkim_names(&field, mail);
	str_puts(&field, ";\r\n\tbh=");
	base64_write(&field, body, HASH_BYTES);
	str_puts(&field, "; b=");
	dkim_signed(&text, mail, &field);
	if (rsa)
		n = private_key_sign(k->key, text.data, text.len, sig);
	else {			/* RFC 8463 3: the digest is signed */
		hash_sha256(digest, text.data, text.len);
		n = private_key_sign(k->key, digest, sizeof digest, sig);
	}
	dkim_base64(&field, sig, n);
	str_puts(&field, "\r\n");
	str_add(out, field.data, field.len);
	str_free(&field);
	str_free(&text);
}

void
dkim_sign(const struct dkim *d, const char *from, crt_time date, const char *mail, size_t n,
    struct str *out)
{
	unsigned char body[HASH_BYTES];
	const char *text = d && d->n ? strstr(mail, "\r\n\r\n") + 4 : mail;
	size_t i;

	if (text > mail)
		dkim_body_hash(text, n - (size_t)(text - mail), body);
	for (i = 0; d && i < d->n; i++)
		dkim_sign_with(&d->key[i], from, date, mail, body, out);
	str_add(out, mail, n);
}
