/* sign.c: sign and verify with Ed25519. */
#include <string.h>

#include <openssl/err.h>
#include <openssl/evp.h>

#include "base/mem.h"
#include "crypto/encode.h"
#include "crypto/sign.h"

#define RAW 32				/* bytes of a public key */

/* SEQUENCE { SEQUENCE { OID 1.3.101.112 }, BIT STRING of 32 bytes } */
static const unsigned char head[] = { 0x30, 0x2a, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x03,
    0x21, 0x00 };

/* Signing fails only without memory or with a broken libcrypto. */
static EVP_PKEY *
sign_private(const unsigned char seed[SIGN_SEED])
{
	return mem_must(EVP_PKEY_new_raw_private_key(EVP_PKEY_ED25519, NULL, seed, SIGN_SEED));
}

void
sign_public(struct str *out, const unsigned char seed[SIGN_SEED])
{
	unsigned char der[sizeof head + RAW];
	EVP_PKEY *key = sign_private(seed);
	size_t n = RAW;

	memcpy(der, head, sizeof head);
	mem_must(EVP_PKEY_get_raw_public_key(key, der + sizeof head, &n) == 1 ? key : NULL);
	EVP_PKEY_free(key);
	base64_write(out, der, sizeof der);
}

void
sign_make(unsigned char out[SIGN_BYTES], const unsigned char seed[SIGN_SEED], const void *bytes,
    size_t n)
{
	EVP_PKEY *key = sign_private(seed);
	EVP_MD_CTX *ctx = EVP_MD_CTX_new();
	size_t got = SIGN_BYTES;

	mem_must(ctx && EVP_DigestSignInit_ex(ctx, NULL, NULL, NULL, NULL, key, NULL) == 1
	    && EVP_DigestSign(ctx, out, &got, bytes, n) == 1 ? ctx : NULL);
	EVP_MD_CTX_free(ctx);
	EVP_PKEY_free(key);
}

bool
sign_verify(const char *text, size_t len, const unsigned char sig[SIGN_BYTES], const void *bytes,
    size_t n)
{
	unsigned char der[sizeof head + RAW];
	size_t got;
	EVP_PKEY *key = NULL;
	EVP_MD_CTX *ctx;
	bool ok;

	if (base64_read(text, len, der, sizeof der, &got) && got == sizeof der
	    && memcmp(der, head, sizeof head) == 0)
		key = EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, NULL, der + sizeof head, RAW);
	ctx = key ? EVP_MD_CTX_new() : NULL;
	ok = ctx && EVP_DigestVerifyInit_ex(ctx, NULL, NULL, NULL, NULL, key, NULL) == 1
	    && EVP_DigestVerify(ctx, sig, SIGN_BYTES, bytes, n) == 1;
	EVP_MD_CTX_free(ctx);
	EVP_PKEY_free(key);
	ERR_clear_error();	/* so that errors of this call do not appear in later ones */
	return ok;
}
