/* ident.c: create uuids, random by time or derived from a foreign id. */
#include <pthread.h>
#include <string.h>

#include "crypto/encode.h"
#include "crypto/hash.h"
#include "crypto/ident.h"

#define SHORT    512		/* foreign ids up to this length are hashed in one call */
#define COUNTERS 4096		/* 12 bits of rand_a count within a millisecond */

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static uint64_t last_ms;
static unsigned last_count;

static void
ident_mark(unsigned char uuid[IDENT_BYTES], unsigned version)
{
	uuid[6] = (unsigned char)((uuid[6] & 0x0f) | version << 4);
	uuid[8] = (unsigned char)((uuid[8] & 0x3f) | 0x80);
}

/* RFC 9562, 6.2 method 1: a counter that starts in the lower half of its range. */
static void
ident_tick(uint64_t *ms, unsigned *count)
{
	pthread_mutex_lock(&lock);
	if (*ms > last_ms) {
		last_ms = *ms;
		last_count = *count % (COUNTERS / 2);
	} else if (++last_count == COUNTERS) {
		last_ms++;
		last_count = *count % (COUNTERS / 2);
	}
	*ms = last_ms;
	*count = last_count;
	pthread_mutex_unlock(&lock);
}

void
ident_random(unsigned char uuid[IDENT_BYTES], crt_time now)
{
	uint64_t ms = now > 0 ? (uint64_t)now / 1000 : 0;
	unsigned count;
	int i;

	hash_random(uuid, IDENT_BYTES);
	count = (unsigned)uuid[0] << 8 | uuid[1];
	ident_tick(&ms, &count);
	for (i = 5; i >= 0; i--, ms >>= 8)
		uuid[i] = (unsigned char)ms;
	uuid[6] = (unsigned char)(count >> 8);
	uuid[7] = (unsigned char)count;
	ident_mark(uuid, 7);
}

static void
derive_long(unsigned char out[HASH_BYTES], const unsigned char *head, size_t nhead,
    const char *kind, const char *external, size_t n)
{
	struct hash *h = hash_begin();

	hash_add(h, head, nhead);
	hash_add(h, kind, strlen(kind) + 1);
	hash_add(h, external, n);
	hash_end(h, out);
}

void
ident_derive(unsigned char uuid[IDENT_BYTES], const unsigned char store[IDENT_BYTES],
    const char *kind, const char *external, size_t n)
{
	unsigned char out[HASH_BYTES], text[SHORT];
	size_t nkind = strlen(kind) + 1;

	if (nkind > sizeof text - IDENT_BYTES || n > sizeof text - IDENT_BYTES - nkind)
		derive_long(out, store, IDENT_BYTES, kind, external, n);
	else {
		memcpy(text, store, IDENT_BYTES);
		memcpy(text + IDENT_BYTES, kind, nkind);
		if (n)
			memcpy(text + IDENT_BYTES + nkind, external, n);
		hash_sha256(out, text, IDENT_BYTES + nkind + n);
	}
	memcpy(uuid, out, IDENT_BYTES);
	ident_mark(uuid, 8);
}

static bool
ident_dash(int i)
{
	return i == 8 || i == 13 || i == 18 || i == 23;
}

const char *
ident_print(const unsigned char uuid[IDENT_BYTES], char text[IDENT_TEXT])
{
	static const char digits[] = "0123456789abcdef";
	int i, k = 0;

	for (i = 0; i < IDENT_TEXT - 1; i++) {
		if (ident_dash(i)) {
			text[i] = '-';
			continue;
		}
		text[i] = digits[k % 2 ? uuid[k / 2] & 15 : uuid[k / 2] >> 4];
		k++;
	}
	text[i] = '\0';
	return text;
}

bool
ident_read(const char *text, unsigned char uuid[IDENT_BYTES])
{
	int i, d, k = 0;

	for (i = 0; i < IDENT_TEXT - 1; i++) {
		if (ident_dash(i)) {
			if (text[i] != '-')
				return false;
			continue;
		}
		d = hex_digit(text[i]);
		if (d < 0)
			return false;
		uuid[k / 2] = (unsigned char)(k % 2 ? uuid[k / 2] << 4 | d : d);
		k++;
	}
	return text[i] == '\0';
}
