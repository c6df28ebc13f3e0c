/* rsa.c: verify RSA-SHA256 signatures with a public key in PEM. */
#include <string.h>

#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>

#include "crypto/rsa.h"

/* An encrypted key is an error; by default OpenSSL would prompt for a password on the terminal. */
static int
rsa_refuse_password(char *buf UNUSED, int size UNUSED, int writing UNUSED, void *arg UNUSED)
{
	return -1;
}

/* NULL unless it is an RSA key of an accepted size. */
static EVP_PKEY *
rsa_key_of(const char *pem)
{
	size_t n = strlen(pem);
	EVP_PKEY *key = NULL;
	BIO *in;
	int bits;

	if (n > RSA_PEM_MAX)
		return NULL;
	in = BIO_new_mem_buf(pem, (int)n);
	if (in)
		key = PEM_read_bio_PUBKEY(in, NULL, rsa_refuse_password, NULL);
	BIO_free(in);
	bits = key && EVP_PKEY_is_a(key, "RSA") ? EVP_PKEY_get_bits(key) : 0;
	if (bits >= RSA_BITS_MIN && bits <= RSA_BITS_MAX)
		return key;
	EVP_PKEY_free(key);
	return NULL;
}

bool
rsa_verify(const char *pem, const void *sig, size_t n, const void *bytes, size_t len)
{
	EVP_PKEY *key = rsa_key_of(pem);
	EVP_MD_CTX *ctx = key ? EVP_MD_CTX_new() : NULL;
	bool ok;

	ok = ctx && EVP_DigestVerifyInit_ex(ctx, NULL, "SHA256", NULL, NULL, key, NULL) == 1
	    && EVP_DigestVerify(ctx, sig, n, bytes, len) == 1;
	EVP_MD_CTX_free(ctx);
	EVP_PKEY_free(key);
	ERR_clear_error();	/* so that errors of this call do not appear in later ones */
	return ok;
}
