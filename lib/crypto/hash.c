/* hash.c: SHA-256, HMAC and HKDF over OpenSSL's EVP. */
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <openssl/crypto.h>
#include <openssl/evp.h>

#include "base/err.h"
#include "base/mem.h"
#include "crypto/hash.h"

#define BLOCK 64			/* bytes of a SHA-256 block, B in RFC 2104 */

struct hash {
	EVP_MD_CTX *ctx;
};

/* The states after the first block of both passes; only copied from. */
struct hmac {
	EVP_MD_CTX *inner, *outer;
};

static EVP_MD *sha256;
static pthread_once_t once = PTHREAD_ONCE_INIT;

/* EVP fails here only without memory or with a broken libcrypto. */
static void
hash_must(int ok)
{
	static const char msg[] = "crt: out of memory in libcrypto\n";

	if (ok == 1)
		return;
	if (write(STDERR_FILENO, msg, sizeof msg - 1) < 0)
		_exit(EXIT_AGAIN);
	_exit(EXIT_AGAIN);
}

static void
hash_fetch(void)
{
	sha256 = EVP_MD_fetch(NULL, "SHA256", NULL);
	hash_must(sha256 != NULL);
}

static EVP_MD_CTX *
hash_start(void)
{
	EVP_MD_CTX *ctx = EVP_MD_CTX_new();

	hash_must(ctx != NULL);
	hash_must(pthread_once(&once, hash_fetch) == 0);
	hash_must(EVP_DigestInit_ex2(ctx, sha256, NULL));
	return ctx;
}

void
hash_sha256(unsigned char out[HASH_BYTES], const void *bytes, size_t n)
{
	hash_must(pthread_once(&once, hash_fetch) == 0);
	hash_must(EVP_Digest(bytes, n, out, NULL, sha256, NULL));
}

struct hash *
hash_begin(void)
{
	struct hash *h = mem_get(sizeof *h);

	h->ctx = hash_start();
	return h;
}

void
hash_add(struct hash *h, const void *bytes, size_t n)
{
	hash_must(EVP_DigestUpdate(h->ctx, bytes, n));
}

void
hash_end(struct hash *h, unsigned char out[HASH_BYTES])
{
	hash_must(EVP_DigestFinal_ex(h->ctx, out, NULL));
	EVP_MD_CTX_free(h->ctx);
	free(h);
}

static EVP_MD_CTX *
hash_padded(const unsigned char key[BLOCK], unsigned char pad)
{
	unsigned char block[BLOCK];
	EVP_MD_CTX *ctx = hash_start();
	size_t i;

	for (i = 0; i < sizeof block; i++)
		block[i] = key[i] ^ pad;
	hash_must(EVP_DigestUpdate(ctx, block, sizeof block));
	explicit_bzero(block, sizeof block);
	return ctx;
}

struct hmac *
hmac_open(const void *key, size_t n)
{
	struct hmac *h = mem_get(sizeof *h);
	unsigned char block[BLOCK] = { 0 };

	if (n > sizeof block)
		hash_sha256(block, key, n);
	else if (n)
		memcpy(block, key, n);
	h->inner = hash_padded(block, 0x36);
	h->outer = hash_padded(block, 0x5c);
	explicit_bzero(block, sizeof block);
	return h;
}

void
hmac_sha1(const void *key, size_t nkey, const void *bytes, size_t n, unsigned char out[SHA1_BYTES])
{
	hash_must(EVP_Q_mac(NULL, "HMAC", NULL, "SHA1", NULL, key, nkey, bytes, n, out, SHA1_BYTES,
	    NULL) != NULL);
}

void
hmac_close(struct hmac *h)
{
	if (h == NULL)
		return;
	EVP_MD_CTX_free(h->inner);	/* libcrypto clears the state */
	EVP_MD_CTX_free(h->outer);
	free(h);
}

void
hmac_sha256_two(const struct hmac *h, unsigned char out[HASH_BYTES],
    const void *head, size_t nhead, const void *bytes, size_t n)
{
	EVP_MD_CTX *ctx = EVP_MD_CTX_new();

	hash_must(ctx != NULL);
	hash_must(EVP_MD_CTX_copy_ex(ctx, h->inner));
	hash_must(EVP_DigestUpdate(ctx, head, nhead));
	hash_must(EVP_DigestUpdate(ctx, bytes, n));
	hash_must(EVP_DigestFinal_ex(ctx, out, NULL));
	hash_must(EVP_MD_CTX_copy_ex(ctx, h->outer));
	hash_must(EVP_DigestUpdate(ctx, out, HASH_BYTES));
	hash_must(EVP_DigestFinal_ex(ctx, out, NULL));
	EVP_MD_CTX_free(ctx);
}

void
hmac_sha256(const struct hmac *h, unsigned char out[HASH_BYTES], const void *bytes, size_t n)
{
	hmac_sha256_two(h, out, "", 0, bytes, n);
}

void
hash_derive(unsigned char out[HASH_BYTES], const void *key, size_t n, const char *purpose)
{
	static const unsigned char salt[HASH_BYTES], one = 1;
	unsigned char prk[HASH_BYTES];
	struct hmac *h = hmac_open(salt, sizeof salt);

	hmac_sha256(h, prk, key, n);
	hmac_close(h);
	h = hmac_open(prk, sizeof prk);
	hmac_sha256_two(h, out, purpose, strlen(purpose), &one, 1);
	hmac_close(h);
	explicit_bzero(prk, sizeof prk);
}

bool
hash_equal(const void *a, const void *b, size_t n)
{
	return CRYPTO_memcmp(a, b, n) == 0;
}

/* From the kernel, which gives at most 256 bytes. The first RAND_bytes() of a process takes a
   millisecond, because libcrypto reads its configuration and lists all its algorithms. */
void
hash_random(void *p, size_t n)
{
	hash_must(getentropy(p, n) == 0);
}
