/* hash.c: SHA-256, HMAC, HKDF and encodings against published vectors. */
#include <pthread.h>
#include <stdlib.h>

#include "base/clock.h"
#include "base/mem.h"
#include "crypto/encode.h"
#include "crypto/hash.h"
#include "tap.h"

static void
is_hex(const void *got, size_t n, const char *want, const char *what)
{
	struct str s = STR_MAX(1024);

	hex_write(&s, got, n);
	tap_is(str_text(&s), want, what);
	str_free(&s);
}

/* The examples of FIPS 180-4, as NIST publishes them. */
static void
sha(void)
{
	unsigned char out[HASH_BYTES];
	struct hash *h;
	char *a = mem_get(1000);
	int i;

	hash_sha256(out, "abc", 3);
	is_hex(out, 32, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad", "abc");
	hash_sha256(out, "", 0);
	is_hex(out, 32, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855", "empty");
	hash_sha256(out, "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq", 56);
	is_hex(out, 32, "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1",
	    "two blocks");
	memset(a, 'a', 1000);
	h = hash_begin();
	for (i = 0; i < 1000; i++)
		hash_add(h, a, 1000);
	hash_end(h, out);
	is_hex(out, 32, "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0",
	    "a million a, in pieces");
	free(a);
}

static void
mac_is(const char *keyhex, const void *text, size_t n, size_t cut, const char *want,
    const char *what)
{
	unsigned char key[256], out[HASH_BYTES];
	struct hmac *h;
	size_t nkey;

	if (!hex_read(keyhex, strlen(keyhex), key, sizeof key, &nkey))
		abort();
	h = hmac_open(key, nkey);
	hmac_sha256(h, out, text, n);
	is_hex(out, cut, want, what);
	hmac_sha256_two(h, out, text, n / 2, (const char *)text + n / 2, n - n / 2);
	is_hex(out, cut, want, "the same in two pieces");
	hmac_close(h);
}

#define TWENTY(x) x x x x x x x x x x x x x x x x x x x x

/* RFC 4231, test cases 1 to 7. */
static void
mac(void)
{
	char fifty[50], big[2 * 131 + 1];
	static const char six[] = "Test Using Larger Than Block-Size Key - Hash Key First";
	static const char seven[] = "This is a test using a larger than block-size key and a larger "
	    "than block-size data. The key needs to be hashed before being used by the HMAC "
	    "algorithm.";

	mac_is(TWENTY("0b"), "Hi There", 8, 32,
	    "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7", "case 1");
	mac_is("4a656665", "what do ya want for nothing?", 28, 32,
	    "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843", "case 2");
	memset(fifty, 0xdd, sizeof fifty);
	mac_is(TWENTY("aa"), fifty, 50, 32,
	    "773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe", "case 3");
	memset(fifty, 0xcd, sizeof fifty);
	mac_is("0102030405060708090a0b0c0d0e0f10111213141516171819", fifty, 50, 32,
	    "82558a389a443c0ea4cc819899f2083a85f0faa3e578f8077a2e3ff46729665b", "case 4");
	mac_is(TWENTY("0c"), "Test With Truncation", 20, 16,
	    "a3b6167473100ee06e0c796c2955552b", "case 5");
	memset(big, 'a', sizeof big - 1);
	big[sizeof big - 1] = '\0';
	mac_is(big, six, sizeof six - 1, 32,
	    "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54", "case 6");
	mac_is(big, seven, sizeof seven - 1, 32,
	    "9b09ffa71b942fcb27635fbcd5b0e944bfdc63644f0713938a7f51535c3a35e2", "case 7");
}

/* RFC 5869, test case 3, first block. */
static void
derive(void)
{
	unsigned char key[22], out[HASH_BYTES], other[HASH_BYTES];

	memset(key, 0x0b, sizeof key);
	hash_derive(out, key, sizeof key, "");
	is_hex(out, 32, "8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d",
	    "HKDF without salt and info");
	hash_derive(other, key, sizeof key, "links");
	tap_ok(!hash_equal(out, other, sizeof out), "another purpose, another key");
}

static void
pair(const char *bytes, const char *want)
{
	struct str s = STR_MAX(100);
	char back[100];
	size_t n;

	base64_write(&s, bytes, strlen(bytes));
	tap_is(str_text(&s), want, "base64 of RFC 4648, section 10");
	tap_ok(base64_read(want, strlen(want), back, sizeof back, &n) && n == strlen(bytes) &&
	    memcmp(back, bytes, n) == 0, "and back");
	str_free(&s);
}

static bool
refused(bool (*read)(const char *, size_t, void *, size_t, size_t *), const char *text, size_t max)
{
	unsigned char out[100];
	size_t n = 7;

	return !read(text, strlen(text), out, max, &n) && n == 0;
}

static void
encodings(void)
{
	static const unsigned char high[] = { 0xfb, 0xff, 0xfe, 0xff };
	static const char *const bad[] = { "Zg", "Zg=", "Zh==", "Z===", "====", "Zm9v=", "Zm9v\n",
	    "Zm 9v", "Zg==Zg==", "Zm9v====", "-_-_" };
	struct str s = STR_MAX(100), tight = STR_MAX(5);
	unsigned char out[4];
	size_t i, n;

	pair("", ""), pair("f", "Zg=="), pair("fo", "Zm8="), pair("foo", "Zm9v");
	pair("foob", "Zm9vYg=="), pair("fooba", "Zm9vYmE="), pair("foobar", "Zm9vYmFy");
	for (i = 0; i < COUNT(bad); i++)
		tap_ok(refused(base64_read, bad[i], 100), "bad base64 is refused");
	tap_ok(refused(base64_read, "Zm9v", 2), "more than there is room for is refused");
	tap_ok(refused(base64url_read, "Zg==", 100), "base64url takes no padding");
	tap_ok(refused(base64url_read, "Zh", 100), "base64url accepts no unused bits");
	tap_ok(refused(base64url_read, "Z", 100), "base64url takes no single digit");
	base64url_write(&s, high, sizeof high);
	tap_is(str_text(&s), "-__-_w", "base64url has its own digits");
	tap_ok(base64url_read("-__-_w", 6, out, 4, &n) && n == 4 && !memcmp(out, high, 4), "and back");
	tap_ok(hex_read("fBfFFeff", 8, out, 4, &n) && n == 4 && !memcmp(out, high, 4), "hex");
	tap_ok(refused(hex_read, "abc", 9) && refused(hex_read, "0g", 9) &&
	    refused(hex_read, "abcdef", 2), "bad hex is refused");
	hex_write(&tight, high, 4);
	tap_ok(str_full(&tight), "a limit holds");
	str_free(&s);
	str_free(&tight);
}

static struct hmac *shared;

static void *
many(void *arg)
{
	unsigned char out[HASH_BYTES];
	bool *ok = arg;
	int i;

	for (i = 0; i < 20000 && *ok; i++) {
		hmac_sha256(shared, out, "what do ya want for nothing?", 28);
		*ok = out[0] == 0x5b && out[31] == 0x43;
	}
	return NULL;
}

static void
threads(void)
{
	bool ok[4] = { true, true, true, true };
	pthread_t t[4];
	int i;

	shared = hmac_open("Jefe", 4);
	for (i = 0; i < 4; i++)
		pthread_create(&t[i], NULL, many, &ok[i]);
	for (i = 0; i < 4; i++)
		pthread_join(t[i], NULL);
	hmac_close(shared);
	tap_ok(ok[0] && ok[1] && ok[2] && ok[3], "four threads use one key");
}

/* A diagnostic, not a test, because machines differ. */
static void
speed(void)
{
	unsigned char out[HASH_BYTES];
	struct hmac *h = hmac_open("key", 3);
	crt_time t = clock_steady();
	int i;

	for (i = 0; i < 200000; i++)
		hmac_sha256(h, out, "somebody@example.com", 20);
	printf("# an HMAC takes %.2f us\n", (double)(clock_steady() - t) / 200000);
	hmac_close(h);
}

int
main(void)
{
	sha();
	mac();
	derive();
	encodings();
	tap_ok(hash_equal("abc", "abc", 3) && !hash_equal("abc", "abd", 3), "equal and not equal");
	threads();
	speed();
	return tap_done();
}
