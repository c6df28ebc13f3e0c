/* ecdsa.c: verify ECDSA signatures with a public key in DER. */
#include <string.h>

#include <openssl/core_names.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/x509.h>

#include "crypto/ecdsa.h"

#define CURVE "prime256v1"

/* NULL unless it is a key of this curve. */
static EVP_PKEY *
ecdsa_key_of(const unsigned char *der, size_t n)
{
	char curve[sizeof CURVE + 1] = "";
	EVP_PKEY *key = n <= ECDSA_KEY_MAX ? d2i_PUBKEY(NULL, &der, (long)n) : NULL;

	if (key && EVP_PKEY_is_a(key, "EC") && EVP_PKEY_get_utf8_string_param(key,
	    OSSL_PKEY_PARAM_GROUP_NAME, curve, sizeof curve, NULL) && !strcmp(curve, CURVE))
		return key;
	EVP_PKEY_free(key);
	return NULL;
}

bool
ecdsa_verify(const void *der, size_t nkey, const void *sig, size_t nsig, const char *head,
    const void *body, size_t n)
{
	EVP_PKEY *key = ecdsa_key_of(der, nkey);
	EVP_MD_CTX *ctx = key ? EVP_MD_CTX_new() : NULL;
	bool ok = ctx && EVP_DigestVerifyInit_ex(ctx, NULL, "SHA256", NULL, NULL, key, NULL) == 1
	    && EVP_DigestVerifyUpdate(ctx, head, strlen(head)) == 1
	    && EVP_DigestVerifyUpdate(ctx, body, n) == 1
	    && EVP_DigestVerifyFinal(ctx, sig, nsig) == 1;

	EVP_MD_CTX_free(ctx);
	EVP_PKEY_free(key);
	ERR_clear_error();	/* so that errors of this call do not appear in later ones */
	return ok;
}
