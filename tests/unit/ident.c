/* ident.c: random and derived UUIDs. */
#include <pthread.h>

#include "crypto/hash.h"
#include "crypto/ident.h"
#include "tap.h"

#define MANY 20000
#define THREADS 4

static unsigned char all[THREADS][MANY][IDENT_BYTES];

static void *
draw(void *arg)
{
	unsigned char (*mine)[IDENT_BYTES] = arg;
	int i;

	for (i = 0; i < MANY; i++)
		ident_random(mine[i], CLOCK_SECOND * 1795000000);
	return NULL;
}

static bool
rising(unsigned char (*u)[IDENT_BYTES])
{
	int i;

	for (i = 1; i < MANY; i++)
		if (memcmp(u[i - 1], u[i], IDENT_BYTES) >= 0)
			return false;
	return true;
}

static void
threads(void)
{
	pthread_t t[THREADS];
	bool ok = true;
	int i;

	for (i = 0; i < THREADS; i++)
		pthread_create(&t[i], NULL, draw, all[i]);
	for (i = 0; i < THREADS; i++)
		pthread_join(t[i], NULL);
	for (i = 0; i < THREADS; i++)
		ok = ok && rising(all[i]);
	tap_ok(ok, "in the same millisecond each is greater than the one before");
	tap_ok(memcmp(all[0][0], all[1][0], IDENT_BYTES) != 0, "threads get different ones");
}

/* RFC 9562, A.6: unix_ts_ms 0x017F22E279B0 is 2022-02-22T19:22:22Z. */
static void
random_form(void)
{
	unsigned char u[IDENT_BYTES], before[IDENT_BYTES];
	char text[IDENT_TEXT];
	crt_time t;

	if (!clock_read("2022-02-22T14:22:22-05:00", &t))
		return;
	ident_random(u, t);
	ident_print(u, text);
	tap_ok(strncmp(text, "017f22e2-79b0-7", 15) == 0, "time and version 7");
	tap_ok(strchr("89ab", text[19]) != NULL, "variant");
	memcpy(before, u, sizeof before);
	ident_random(u, t - CLOCK_DAY);
	tap_ok(memcmp(u, before, sizeof u) > 0, "a clock that goes back does not matter");
	ident_random(u, -5);
	tap_ok(memcmp(u, before, sizeof u) > 0, "nor one before 1970");
}

static void
derived(void)
{
	static const unsigned char store[IDENT_BYTES] = { 1, 2, 3 }, other[IDENT_BYTES] = { 9 };
	unsigned char u[IDENT_BYTES], v[IDENT_BYTES], sum[HASH_BYTES];
	char text[IDENT_TEXT], longer[2000], message[16 + 5 + 2000];

	ident_derive(u, store, "cart", "42", 2);
	hash_sha256(sum, "\1\2\3\0\0\0\0\0\0\0\0\0\0\0\0\0" "cart\0" "42", 16 + 5 + 2);
	sum[6] = (unsigned char)((sum[6] & 15) | 0x80);
	sum[8] = (unsigned char)((sum[8] & 63) | 0x80);
	tap_ok(memcmp(u, sum, sizeof u) == 0, "is the hash of the contract");
	tap_ok(ident_print(u, text)[14] == '8' && strchr("89ab", text[19]), "version 8");
	ident_derive(v, store, "cart4", "2", 1);
	tap_ok(memcmp(u, v, sizeof u) != 0, "kind and id do not run together");
	ident_derive(v, other, "cart", "42", 2);
	tap_ok(memcmp(u, v, sizeof u) != 0, "another store, another id");
	memset(longer, 'x', sizeof longer);
	ident_derive(u, store, "cart", longer, sizeof longer);
	memcpy(message, store, 16);
	memcpy(message + 16, "cart", 5);
	memcpy(message + 21, longer, sizeof longer);
	hash_sha256(sum, message, sizeof message);
	tap_ok(memcmp(u, sum, 6) == 0, "long ids too");
}

static void
texts(void)
{
	unsigned char u[IDENT_BYTES];
	char text[IDENT_TEXT];
	static const char want[] = "017f22e2-79b0-7cc3-98c4-dc0c0c07398f";
	static const char *const bad[] = { "", "017f22e2", "017f22e279b07cc398c4dc0c0c07398f",
	    "017f22e2-79b0-7cc3-98c4-dc0c0c07398g", "017f22e2-79b0-7cc3-98c4-dc0c0c07398f ",
	    "{17f22e2-79b0-7cc3-98c4-dc0c0c07398f", "017f22e2-79b0-7cc3-98c4-dc0c0c07398",
	    "017f22e2079b0-7cc3-98c4-dc0c0c07398f" };
	size_t i;

	tap_ok(ident_read(want, u) && !strcmp(ident_print(u, text), want), "there and back");
	tap_ok(ident_read("017F22E2-79B0-7CC3-98C4-DC0C0C07398F", u) &&
	    !strcmp(ident_print(u, text), want), "capitals are read");
	for (i = 0; i < COUNT(bad); i++)
		tap_ok(!ident_read(bad[i], u), "anything else is refused");
}

int
main(void)
{
	crt_time t;
	unsigned char u[IDENT_BYTES];
	int i;

	random_form();
	threads();
	derived();
	texts();
	t = clock_steady();
	for (i = 0; i < 100000; i++)
		ident_random(u, t);
	printf("# a random one takes %.2f us\n", (double)(clock_steady() - t) / 100000);
	t = clock_steady();
	for (i = 0; i < 100000; i++)
		ident_derive(u, u, "cart", "gid://shopify/Cart/1234567", 26);
	printf("# a derived one takes %.2f us\n", (double)(clock_steady() - t) / 100000);
	return tap_done();
}
