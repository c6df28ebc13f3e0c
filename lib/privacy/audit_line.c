/* audit_line.c: the lines of an exported audit log. */
#include <string.h>

#include "crypto/encode.h"
#include "crypto/sign.h"
#include "privacy/audit_chain.h"
#include "privacy/audit_line.h"

#define HEX (2 * HASH_BYTES)
#define SIGNATURE 88			/* characters of its base64 */
#define NUMBER_MAX 18			/* digits */

static const char row_head[] = "{\"organization\":\"", checkpoint_head[] = "{\"checkpoint\":\"",
    number_mark[] = "\",\"number\":", previous_mark[] = ",\"previous\":\"",
    hash_mark[] = "\",\"hash\":\"", head_mark[] = ",\"head\":\"", key_mark[] = ",\"key\":\"",
    signature_mark[] = "\",\"signature\":\"", end_mark[] = "\"}";

#define LENGTH(mark) (sizeof (mark) - 1)

/* Moves *at behind the mark, if it is there. */
static bool
line_take(const char **at, const char *end, const char *mark, size_t n)
{
	if ((size_t)(end - *at) < n || memcmp(*at, mark, n))
		return false;
	*at += n;
	return true;
}

static bool
line_hash(const char **at, const char *end, unsigned char out[HASH_BYTES])
{
	size_t got;
	const char *hex = *at;

	if (end - *at < HEX)
		return false;
	*at += HEX;
	return hex_read(hex, HEX, out, HASH_BYTES, &got) && got == HASH_BYTES;
}

static bool
line_slug(struct audit_line *l, const char **at, const char *end)
{
	static const char allowed[] = "abcdefghijklmnopqrstuvwxyz0123456789-";

	l->slug = *at;
	while (*at < end && **at && strchr(allowed, **at))
		++*at;
	l->nslug = (size_t)(*at - l->slug);
	return l->nslug > 0 && l->nslug <= AUDIT_SLUG_MAX;
}

static bool
line_number(struct audit_line *l, const char **at, const char *end)
{
	const char *from = *at;

	for (l->number = 0; *at < end && **at >= '0' && **at <= '9'; ++*at) {
		if (*at - from == NUMBER_MAX)
			return false;
		l->number = 10 * l->number + (**at - '0');
	}
	return *at > from && l->number > 0;
}

/* The marks from the end have a fixed distance, whatever the texts between contain. */
static bool
line_row(struct audit_line *l, const char *line, const char *end)
{
	size_t tail = LENGTH(hash_mark) + HEX + LENGTH(end_mark);
	size_t link = LENGTH(previous_mark) + HEX + tail;
	const char *at = end - link;
	unsigned char sum[HASH_BYTES];

	if (!line_take(&at, end, previous_mark, LENGTH(previous_mark))
	    || !line_hash(&at, end, l->previous) || !line_take(&at, end, hash_mark, LENGTH(hash_mark))
	    || !line_hash(&at, end, l->hash) || !line_take(&at, end, end_mark, LENGTH(end_mark)))
		return false;
	/* The quote that ends "previous" belongs to the hashed text. */
	hash_sha256(sum, line, (size_t)(end - line) - tail + 1);
	l->proven = hash_equal(sum, l->hash, HASH_BYTES);
	return true;
}

static bool
line_checkpoint(struct audit_line *l, const char *line, const char *at, const char *end)
{
	size_t tail = LENGTH(signature_mark) + SIGNATURE + LENGTH(end_mark);
	unsigned char sig[SIGN_BYTES];
	const char *close = end - tail;
	size_t got;

	if (!line_take(&at, end, head_mark, LENGTH(head_mark)) || !line_hash(&at, end, l->hash))
		return false;
	for (l->key = close; l->key > at && l->key[-1] != '"'; l->key--)
		;
	l->nkey = (size_t)(close - l->key);
	if (l->key - at < (ptrdiff_t)LENGTH(key_mark)
	    || memcmp(l->key - LENGTH(key_mark), key_mark, LENGTH(key_mark))
	    || !line_take(&close, end, signature_mark, LENGTH(signature_mark))
	    || memcmp(end - LENGTH(end_mark), end_mark, LENGTH(end_mark)))
		return false;
	l->proven = base64_read(close, SIGNATURE, sig, sizeof sig, &got) && got == sizeof sig
	    && sign_verify(l->key, l->nkey, sig, line, (size_t)(end - line) - tail + 1);
	return true;
}

bool
audit_line_read(struct audit_line *l, const char *line, size_t n)
{
	const char *at = line, *end = line + n;

	*l = (struct audit_line){ .number = 0 };
	l->checkpoint = line_take(&at, end, checkpoint_head, LENGTH(checkpoint_head));
	if (!l->checkpoint && !line_take(&at, end, row_head, LENGTH(row_head)))
		return false;
	if (!line_slug(l, &at, end) || !line_take(&at, end, number_mark, LENGTH(number_mark))
	    || !line_number(l, &at, end))
		return false;
	if (end - at < 3 * HEX)			/* both kinds are longer */
		return false;
	return l->checkpoint ? line_checkpoint(l, line, at, end) : line_row(l, line, end);
}

void
audit_line_checkpoint(struct str *s, const struct keyring *ring, const char *organization,
    int64_t number, const char *head, crt_time now)
{
	unsigned char sig[SIGN_BYTES];
	char time[CLOCK_TEXT];

	str_printf(s, "%s%s%s%lld%s%s\",\"time\":\"%s\"%s", checkpoint_head, organization, number_mark,
	    (long long)number, head_mark, head, clock_print(now, time), key_mark);
	sign_public(s, ring->key[0].sign);
	str_putc(s, '"');
	sign_make(sig, ring->key[0].sign, s->data, s->len);
	str_puts(s, signature_mark + 1);
	base64_write(s, sig, sizeof sig);
	str_puts(s, end_mark);
}
