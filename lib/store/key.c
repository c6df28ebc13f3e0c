/* key.c: derive the ids of people and carts and the stamps of facts. */
#include <endian.h>
#include <stdio.h>
#include <string.h>

#include "store/key.h"
#include "person/address.h"

static void
key_derive(const struct store *s, const char *kind, const char *external, unsigned char out[16])
{
	ident_derive(out, s->id, kind, external, strlen(external));
}

void
key_cart(const struct store *s, const char *external, unsigned char out[16])
{
	key_derive(s, "cart", external, out);
}

void
key_customer(const struct store *s, const char *external, unsigned char out[16])
{
	key_derive(s, "customer", external, out);
}

void
key_order(const struct store *s, const char *external, unsigned char out[16])
{
	key_derive(s, "order", external, out);
}

void
key_event(const struct store *s, const char *external, size_t n, unsigned char out[16])
{
	ident_derive(out, s->id, "event", external, n);
}

void
key_session(const struct store *s, const char *external, unsigned char out[16])
{
	key_derive(s, "session", external, out);
}

static void
key_hashed(const struct keyring *ring, const struct store *s, const char *kind,
    const char *norm, unsigned char out[16])
{
	unsigned char hash[HASH_BYTES];

	keyring_hash(ring, hash, s->organization, kind, norm, strlen(norm));
	memcpy(out, hash, 16);
}

bool
key_email(const struct keyring *ring, const struct store *s, const char *email,
    char written[], char norm[], unsigned char out[16])
{
	if (!address_email(email, strlen(email), written, norm))
		return false;
	key_hashed(ring, s, "email", norm, out);
	return true;
}

bool
key_phone(const struct keyring *ring, const struct store *s, const char *phone,
    const char *country, char norm[], unsigned char out[16])
{
	if (!address_phone(phone, strlen(phone), country, s->calling_code, norm))
		return false;
	key_hashed(ring, s, "phone", norm, out);
	return true;
}

bool
key_push(const struct keyring *ring, const struct store *s, const char *token,
    unsigned char out[16])
{
	size_t n = strspn(token, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
	    "0123456789-_:");

	if (n == 0 || token[n] != '\0')
		return false;
	key_hashed(ring, s, "push", token, out);
	return true;
}

void
key_within(const struct store *s, const unsigned char key[16], unsigned char out[16])
{
	size_t i;

	for (i = 0; i < 16; i++)
		out[i] = key[i] ^ s->id[i];
}

void
key_stamp(enum key_rank rank, crt_time time, uint64_t tie, unsigned char out[16])
{
	uint64_t be[] = { htobe64((uint64_t)time | (uint64_t)rank << 56), htobe64(tie) };

	memcpy(out, be, sizeof be);
}

bool
key_later(const unsigned char a[16], const unsigned char b[16])
{
	return memcmp(a, b, 16) > 0;
}

void
key_message(const char *episode, const char *campaign, size_t step, const char *channel,
    char out[IDENT_TEXT])
{
	unsigned char hash[HASH_BYTES];
	char text[2 * IDENT_TEXT + 48];
	int n = snprintf(text, sizeof text, "%s/%s/%zu/%s", episode, campaign, step, channel);

	hash_sha256(hash, text, (size_t)n);
	ident_print(hash, out);
}
