/*
 * hash.h: SHA-256 (FIPS 180-4), HMAC (RFC 2104), HKDF (RFC 5869).
 *
 * Everything here may be called from any thread.  Nothing can fail but for
 * want of memory, which ends the process as in base/mem.h.
 */
#ifndef CRT_HASH_H
#define CRT_HASH_H

#include "base/base.h"

#define HASH_BYTES 32

void hash_sha256(unsigned char out[HASH_BYTES], const void *, size_t n);

/* In pieces.  hash_end frees it. */
struct hash;
struct hash *hash_begin(void);
void hash_add(struct hash *, const void *, size_t n);
void hash_end(struct hash *, unsigned char out[HASH_BYTES]);

/* A prepared key: a short text costs two blocks (0.2 us), not four and a set-up.
   One key may be used by several threads at once. */
struct hmac;
struct hmac *hmac_open(const void *key, size_t n);
void hmac_close(struct hmac *);		/* wipes it; NULL is fine */
void hmac_sha256(const struct hmac *, unsigned char out[HASH_BYTES], const void *, size_t n);

/* head, then n bytes, as one message: spares callers the copy. */
void hmac_sha256_two(const struct hmac *, unsigned char out[HASH_BYTES],
    const void *head, size_t nhead, const void *, size_t n);

/* HKDF-SHA-256 without salt, one block: an independent key for each purpose. */
void hash_derive(unsigned char out[HASH_BYTES], const void *key, size_t n, const char *purpose);

/* In a time that tells nothing of where they differ. */
bool hash_equal(const void *, const void *, size_t n);

/* From the system's generator. */
void hash_random(void *, size_t n);

#endif
