/* seal.c: AES-256-GCM as text. */
#include <stdlib.h>
#include <string.h>

#include <openssl/evp.h>

#include "base/mem.h"
#include "crypto/encode.h"
#include "crypto/seal.h"

#define VERSION "v1:"
#define NONCE   12
#define TAG     16

static bool
seal_encrypt(EVP_CIPHER_CTX *ctx, const struct keyring_key *key, const char *aad,
    const void *secret, int n, unsigned char *box)
{
	int got = 0, rest = 0;

	hash_random(box, NONCE);
	return EVP_EncryptInit_ex(ctx, EVP_aes_256_gcm(), NULL, key->seal, box) == 1 &&
	    EVP_EncryptUpdate(ctx, NULL, &got, (const void *)aad, (int)strlen(aad)) == 1 &&
	    EVP_EncryptUpdate(ctx, box + NONCE, &got, secret, n) == 1 &&
	    EVP_EncryptFinal_ex(ctx, box + NONCE + n, &rest) == 1 &&
	    EVP_CIPHER_CTX_ctrl(ctx, EVP_CTRL_AEAD_GET_TAG, TAG, box + NONCE + n) == 1;
}

/* box is nonce, n bytes, tag. */
static bool
seal_decrypt(EVP_CIPHER_CTX *ctx, const struct keyring_key *key, const char *aad,
    unsigned char *box, int n, unsigned char *out)
{
	int got = 0, rest = 0;

	return EVP_DecryptInit_ex(ctx, EVP_aes_256_gcm(), NULL, key->seal, box) == 1 &&
	    EVP_DecryptUpdate(ctx, NULL, &got, (const void *)aad, (int)strlen(aad)) == 1 &&
	    EVP_DecryptUpdate(ctx, out, &got, box + NONCE, n) == 1 &&
	    EVP_CIPHER_CTX_ctrl(ctx, EVP_CTRL_AEAD_SET_TAG, TAG, box + NONCE + n) == 1 &&
	    EVP_DecryptFinal_ex(ctx, out + n, &rest) == 1;
}

bool
seal_write(const struct keyring *k, const char *aad, const void *secret, size_t n,
    struct str *out, struct err *e)
{
	unsigned char *box;
	EVP_CIPHER_CTX *ctx;
	bool ok;

	if (n > SEAL_BYTES_MAX)
		return err_set(e, ERR_INPUT, "secret is longer than %d bytes", SEAL_BYTES_MAX);
	box = mem_get(NONCE + n + TAG);
	ctx = EVP_CIPHER_CTX_new();
	ok = ctx != NULL && seal_encrypt(ctx, &k->key[0], aad, n ? secret : "", (int)n, box);
	EVP_CIPHER_CTX_free(ctx);
	if (ok) {
		str_printf(out, VERSION "%s:", k->key[0].id);
		base64url_write(out, box, NONCE + n + TAG);
	}
	free(box);
	if (!ok)
		return err_set(e, ERR_BUG, "secret cannot be sealed");
	return !str_full(out) || err_set(e, ERR_BUG, "no room for a sealed secret");
}

/* The key that a text names; *rest is the text after its id. */
static const struct keyring_key *
seal_find(const struct keyring *k, const char *text, size_t len, const char **rest)
{
	const char *colon;
	size_t i, n;

	if (len < sizeof VERSION || memcmp(text, VERSION, sizeof VERSION - 1) != 0)
		return NULL;
	text += sizeof VERSION - 1;
	colon = memchr(text, ':', len - (sizeof VERSION - 1));
	if (colon == NULL)
		return NULL;
	*rest = colon + 1;
	n = (size_t)(colon - text);
	for (i = 0; i < k->n; i++)
		if (strlen(k->key[i].id) == n && memcmp(k->key[i].id, text, n) == 0)
			return &k->key[i];
	return NULL;
}

static bool
seal_unbox(const struct keyring_key *key, const char *aad, unsigned char *box, size_t n,
    struct str *out)
{
	unsigned char *plain = mem_get(n);
	EVP_CIPHER_CTX *ctx = EVP_CIPHER_CTX_new();
	bool ok;

	ok = ctx != NULL && seal_decrypt(ctx, key, aad, box, (int)n, plain);
	EVP_CIPHER_CTX_free(ctx);
	if (ok) {
		str_cut(out, 0);
		str_add(out, (const char *)plain, n);
	}
	explicit_bzero(plain, n);
	free(plain);
	return ok;
}

bool
seal_read(const struct keyring *k, const char *aad, const char *text, size_t len,
    struct str *out, struct err *e)
{
	const struct keyring_key *key;
	const char *rest = NULL;
	char id[KEYRING_ID_MAX + 1] = "";
	unsigned char *box;
	size_t n, nrest;
	bool ok;

	if (len > SEAL_TEXT_MAX)
		return err_set(e, ERR_INPUT, "sealed secret is too long");
	key = seal_find(k, text, len, &rest);
	if (rest == NULL)
		return err_set(e, ERR_INPUT, "not a sealed secret");
	if (key == NULL) {
		seal_key_id(text, id);
		err_set(e, ERR_CONFIG, "a secret was sealed with key %s, which the key file lacks", id);
		return err_hint(e, "put the old key's line back into the key file");
	}
	nrest = len - (size_t)(rest - text);
	box = mem_get(nrest);
	ok = base64url_read(rest, nrest, box, nrest, &n) && n >= NONCE + TAG &&
	    seal_unbox(key, aad, box, n - NONCE - TAG, out);
	free(box);
	if (!ok)
		return err_set(e, ERR_INPUT, "sealed secret was changed or belongs to another store");
	return !str_full(out) || err_set(e, ERR_BUG, "no room for an opened secret");
}

void
seal_key_id(const char *text, char id[KEYRING_ID_MAX + 1])
{
	size_t n = 0;

	if (strncmp(text, VERSION, sizeof VERSION - 1) == 0)
		n = strcspn(text + sizeof VERSION - 1, ":");
	if (n > KEYRING_ID_MAX)
		n = 0;
	memcpy(id, n ? text + sizeof VERSION - 1 : "", n);
	id[n] = '\0';
}

bool
seal_current(const struct keyring *k, const char *text)
{
	const char *rest;

	return seal_find(k, text, strlen(text), &rest) == &k->key[0];
}
