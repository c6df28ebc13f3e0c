/* password.c: scrypt, the codes of authenticator apps, and AES-GCM against published vectors. */
#include <stdlib.h>

#include "crypto/encode.h"
#include "crypto/password.h"
#include "crypto/seal.h"
#include "crypto/totp.h"
#include "tap.h"

static size_t
unhex(const char *hex, unsigned char *out, size_t max)
{
	size_t n;

	if (!hex_read(hex, strlen(hex), out, max, &n))
		abort();
	return n;
}

/* RFC 7914, section 12; the fourth vector needs 1 GiB. */
static void
scrypt(void)
{
	static const struct { const char *password, *salt; int cost, r, p; const char *want; } v[] = {
		{ "", "", 4, 1, 1, "77d6576238657b203b19ca42c18a0497f16b4844e3074ae8dfdffa3fede21442"
		    "fcd0069ded0948f8326a753a0fc81f17e8d3e0fb2e0d3628cf35e20c38d18906" },
		{ "password", "NaCl", 10, 8, 16,
		    "fdbabe1c9d3472007856e7190d01e9fe7c6ad7cbc8237830e77376634b373162"
		    "2eaf30d92e22a3886ff109279d9830dac727afb94a83ee6d8360cbdfa2cc0640" },
		{ "pleaseletmein", "SodiumChloride", 14, 8, 1,
		    "7023bdcb3afd7348461c06cd81fd38ebfda8fbba904f8e3ea9b543f6545da1f2"
		    "d5432955613f0fcf62d49705242a9af9e61e85dc0d651e40dfcf017b45575887" },
	};
	unsigned char out[64];
	size_t i;

	for (i = 0; i < COUNT(v); i++) {
		struct str hex = STR_MAX(129);

		tap_ok(password_derive(out, sizeof out, v[i].password, v[i].salt, strlen(v[i].salt),
		    v[i].cost, v[i].r, v[i].p), "derived");
		hex_write(&hex, out, sizeof out);
		tap_is(str_text(&hex), v[i].want, "as RFC 7914 has it");
		str_free(&hex);
	}
}

static bool
matches(const char *stored, const char *password)
{
	struct err e = { 0 };
	bool good;

	return password_check(stored, password, PASSWORD_COST_MIN, &good, &e) && good;
}

static void
passwords(void)
{
	static const char *const broken[] = { "", "$scrypt$", "$scrypt$ln=30,r=8,p=1$AAAA$AAAA",
	    "$scrypt$ln=14,r=8,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAA", "$argon2id$v=19$m=1,t=1,p=1$AAAA$AAAA",
	    "$scrypt$ln=14,r=999,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAA", "$scrypt$ln=-1,r=8,p=1$A$A" };
	struct str a = STR_MAX(PASSWORD_TEXT_MAX), b = STR_MAX(PASSWORD_TEXT_MAX);
	struct err e = { 0 };
	bool good = true;
	size_t i;

	tap_ok(password_hash("correct horse", PASSWORD_COST_MIN, &a, &e)
	    && password_hash("correct horse", PASSWORD_COST_MIN + 1, &b, &e), "hashed");
	tap_ok(strncmp(str_text(&a), "$scrypt$ln=14,r=8,p=1$", 22) == 0, "the text has the parameters");
	tap_ok(strcmp(str_text(&a) + 22, str_text(&b) + 22) != 0, "each hash has a salt of its own");
	tap_ok(matches(str_text(&a), "correct horse") && matches(str_text(&b), "correct horse"),
	    "the password matches, whatever the parameters");
	tap_ok(!matches(str_text(&a), "correct horsf") && !matches(str_text(&a), ""), "others do not");
	tap_ok(!matches(NULL, "correct horse"), "nothing matches a user without a password");
	for (i = 0; i < COUNT(broken); i++)
		tap_ok(!password_check(broken[i], "x", PASSWORD_COST_MIN, &good, &e) && !good
		    && e.kind == ERR_CONFIG, "a broken hash is reported");
	tap_ok(!password_new_ok("elevenchars", &e) && !password_new_ok("a\nb and so on", &e)
	    && password_new_ok("twelve chars", &e)
	    && password_new_ok("\xc3\xa4\xc3\xb6\xc3\xbc six nine", &e),
	    "a new password has at least twelve characters, and none of control");
	str_free(&a);
	str_free(&b);
}

static int64_t
counter_of(crt_time now, const char *code)
{
	struct err e = { 0 };
	int64_t counter = -1;

	if (!totp_check("12345678901234567890", 20, now, code, &counter, &e))
		printf("# %s\n", e.text);
	return counter;
}

/* RFC 6238, appendix B: the last six of its eight digits. */
static void
totp(void)
{
	static const struct { int64_t second; const char *code; } v[] = {
		{ 59, "287082" }, { 1111111109, "081804" }, { 1111111111, "050471" },
		{ 1234567890, "005924" }, { 2000000000, "279037" }, { 20000000000, "353130" } };
	struct str uri = STR_MAX(300);
	struct err e = { 0 };
	size_t i;

	for (i = 0; i < COUNT(v); i++) {
		crt_time at = v[i].second * CLOCK_SECOND;

		tap_ok(counter_of(at, v[i].code) == v[i].second / 30, "as RFC 6238 has it");
		tap_ok(counter_of(at + 30 * CLOCK_SECOND, v[i].code) == v[i].second / 30,
		    "one step late, with the counter of its own step");
		tap_ok(counter_of(at + 60 * CLOCK_SECOND, v[i].code) == 0, "two steps late is too late");
	}
	tap_ok(counter_of(59 * CLOCK_SECOND, "94287082") == 0 && counter_of(59 * CLOCK_SECOND, "") == 0
	    && counter_of(59 * CLOCK_SECOND, "28708a") == 0, "a code has six digits, not eight");
	tap_ok(totp_uri("12345678901234567890", 20, "crt acme", "anna@acme.example", &uri, &e),
	    "a URI");
	tap_is(str_text(&uri), "otpauth://totp/crt%20acme:anna%40acme.example?secret="
	    "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=crt%20acme&algorithm=SHA1&digits=6&period=30",
	    "with the secret in base32");
	str_free(&uri);
}

/* The test cases 14 and 16 of "The Galois/Counter Mode of Operation", which NIST took over. */
static void
gcm(void)
{
	static const struct { const char *key, *aad, *box, *plain; } v[] = {
		{ "0000000000000000000000000000000000000000000000000000000000000000", "",
		    "000000000000000000000000" "cea7403d4d606b6e074ec5d3baf39d18"
		    "d0d1c8a799996bf0265b98b5d48ab919", "00000000000000000000000000000000" },
		{ "feffe9928665731c6d6a8f9467308308feffe9928665731c6d6a8f9467308308",
		    "feedfacedeadbeeffeedfacedeadbeefabaddad2",
		    "cafebabefacedbaddecaf888"
		    "522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa"
		    "8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f662"
		    "76fc6ece0f4e1768cddf8853bb2d551b",
		    "d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a72"
		    "1c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b39" },
	};
	struct keyring ring = { .n = 1, .key = { { .id = "a" } } };
	unsigned char box[128];
	size_t i, n;

	for (i = 0; i < COUNT(v); i++) {
		struct str text = STR_MAX(SEAL_TEXT_MAX), plain = STR_MAX(128), hex = STR_MAX(256);
		char aad[64] = "";
		struct err e = { 0 };

		unhex(v[i].key, ring.key[0].seal, sizeof ring.key[0].seal);
		aad[unhex(v[i].aad, (unsigned char *)aad, sizeof aad - 1)] = '\0';
		n = unhex(v[i].box, box, sizeof box);
		str_puts(&text, "v1:a:");
		base64url_write(&text, box, n);
		tap_ok(seal_read(&ring, aad, str_text(&text), text.len, &plain, &e), "opens");
		hex_write(&hex, str_text(&plain), plain.len);
		tap_is(str_text(&hex), v[i].plain, "as NIST has it");
		str_free(&text);
		str_free(&plain);
		str_free(&hex);
	}
}

int
main(void)
{
	scrypt();
	passwords();
	totp();
	gcm();
	return tap_done();
}
