/* sign.c: Ed25519 by the test vectors of RFC 8032, 7.1. */
#include "base/mem.h"
#include "crypto/encode.h"
#include "crypto/sign.h"
#include "tap.h"

static const struct vector {
	const char *seed, *public, *message, *signature;
} vectors[] = {
	{ "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
	  "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a", "",
	  "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf"
	  "9b46bd25bf5f0595bbe24655141438e7a100b" },
	{ "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
	  "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c", "72",
	  "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f1"
	  "1d8c387b2eaeb4302aeeb00d291612bb0c00" },
};

static void
vector_check(const struct vector *v)
{
	unsigned char seed[SIGN_SEED], message[8], sig[SIGN_BYTES], key[64];
	struct str text = STR_MAX(SIGN_KEY_MAX), hex = STR_MAX(4 * SIGN_BYTES);
	size_t n = 0, got;

	tap_ok(hex_read(v->seed, strlen(v->seed), seed, sizeof seed, &got)
	    && hex_read(v->message, strlen(v->message), message, sizeof message, &n), "the vector");
	sign_public(&text, seed);
	tap_ok(base64_read(str_text(&text), text.len, key, sizeof key, &got) && got == 44, "a key");
	hex_write(&hex, key + 12, 32);
	tap_is(str_text(&hex), v->public, "the public key");
	sign_make(sig, seed, message, n);
	str_cut(&hex, 0);
	hex_write(&hex, sig, sizeof sig);
	tap_is(str_text(&hex), v->signature, "the signature");
	tap_ok(sign_verify(str_text(&text), text.len, sig, message, n), "it verifies");
	sig[40] ^= 1;
	tap_ok(!sign_verify(str_text(&text), text.len, sig, message, n), "a changed one does not");
	tap_ok(!sign_verify("MCow", 4, sig, message, n), "a short key is none");
	str_free(&text);
	str_free(&hex);
}

int
main(void)
{
	size_t i;

	for (i = 0; i < COUNT(vectors); i++)
		vector_check(&vectors[i]);
	return tap_done();
}
