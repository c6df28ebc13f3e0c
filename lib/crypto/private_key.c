/* private_key.c: read a private key in PEM, and sign with it. */
#include <stdlib.h>

#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>

#include "base/mem.h"
#include "crypto/encode.h"
#include "crypto/private_key.h"

#define ED25519_BYTES 32		/* of a public key */

struct private_key {
	EVP_PKEY *key;
	enum private_key_kind kind;
};

/* An encrypted key is an error; by default OpenSSL would prompt for a password on the terminal. */
static int
private_key_refuse_password(char *buf UNUSED, int size UNUSED, int writing UNUSED, void *arg UNUSED)
{
	return -1;
}

static bool
private_key_accept(struct private_key *k, struct err *e)
{
	int bits = EVP_PKEY_get_bits(k->key);

	if (EVP_PKEY_is_a(k->key, "ED25519")) {
		k->kind = PRIVATE_KEY_ED25519;
		return true;
	}
	if (!EVP_PKEY_is_a(k->key, "RSA"))
		return err_set(e, ERR_CONFIG, "the key is neither RSA nor Ed25519");
	k->kind = PRIVATE_KEY_RSA;
	return (bits >= PRIVATE_KEY_BITS_MIN && bits <= PRIVATE_KEY_BITS_MAX)
	    || err_set(e, ERR_CONFIG, "the key has %d bits; it needs %d to %d", bits,
	        PRIVATE_KEY_BITS_MIN, PRIVATE_KEY_BITS_MAX);
}

bool
private_key_open(struct private_key **out, const char *pem, size_t n, struct err *e)
{
	BIO *in = mem_must(BIO_new_mem_buf(pem, (int)n));
	struct private_key *k = mem_get(sizeof *k);

	k->key = PEM_read_bio_PrivateKey(in, NULL, private_key_refuse_password, NULL);
	BIO_free(in);
	ERR_clear_error();
	*out = k;
	if (k->key == NULL)
		err_set(e, ERR_CONFIG, "there is no private key in PEM that can be read");
	else if (private_key_accept(k, e))
		return true;
	private_key_close(k);
	*out = NULL;
	return err_hint(e, "make one: openssl genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:2048");
}

void
private_key_close(struct private_key *k)
{
	if (k == NULL)
		return;
	EVP_PKEY_free(k->key);
	free(k);
}

enum private_key_kind
private_key_kind(const struct private_key *k)
{
	return k->kind;
}

/* Signing fails only without memory or with a broken libcrypto. */
size_t
private_key_sign(const struct private_key *k, const void *bytes, size_t n, unsigned char *out)
{
	EVP_MD_CTX *ctx = mem_must(EVP_MD_CTX_new());
	const char *digest = k->kind == PRIVATE_KEY_RSA ? "SHA256" : NULL;
	size_t got = PRIVATE_KEY_SIGNATURE_MAX;

	mem_must(EVP_DigestSignInit_ex(ctx, NULL, digest, NULL, NULL, k->key, NULL) == 1
	    && EVP_DigestSign(ctx, out, &got, bytes, n) == 1 ? ctx : NULL);
	EVP_MD_CTX_free(ctx);
	return got;
}

void
private_key_public(const struct private_key *k, struct str *out)
{
	unsigned char raw[ED25519_BYTES], *der = NULL;
	size_t n = sizeof raw;
	int len;

	if (k->kind == PRIVATE_KEY_ED25519) {
		mem_must(EVP_PKEY_get_raw_public_key(k->key, raw, &n) == 1 ? k->key : NULL);
		base64_write(out, raw, n);
		return;
	}
	len = i2d_PUBKEY(k->key, &der);
	mem_must(len > 0 ? der : NULL);
	base64_write(out, der, (size_t)len);
	OPENSSL_free(der);
}
