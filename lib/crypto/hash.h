/*
 * hash.h: SHA-256 (FIPS 180-4), HMAC (RFC 2104), HKDF (RFC 5869).
 *
 * All functions are thread-safe. They fail only without memory, which ends the process
 * (base/mem.h).
 */
#ifndef CRT_HASH_H
#define CRT_HASH_H

#include "base/base.h"

#define HASH_BYTES 32
#define SHA1_BYTES 20

void hash_sha256(unsigned char out[HASH_BYTES], const void *, size_t n);

/* Hashes in pieces; hash_end frees it. */
struct hash;
struct hash *hash_begin(void);
void hash_add(struct hash *, const void *, size_t n);
void hash_end(struct hash *, unsigned char out[HASH_BYTES]);

/* A prepared key: a short text costs two blocks (0.2 us), not four and a setup. Threads may
   share one. */
struct hmac;
struct hmac *hmac_open(const void *key, size_t n);
void hmac_close(struct hmac *);		/* wipes it; NULL is fine */

/* HMAC-SHA-1, only for verifying Twilio's signatures. */
void hmac_sha1(const void *key, size_t nkey, const void *bytes, size_t n,
    unsigned char out[SHA1_BYTES]);
void hmac_sha256(const struct hmac *, unsigned char out[HASH_BYTES], const void *, size_t n);

/* HMAC of head followed by n bytes, without copying them together. */
void hmac_sha256_two(const struct hmac *, unsigned char out[HASH_BYTES],
    const void *head, size_t nhead, const void *, size_t n);

/* HKDF-SHA-256 without salt, one block: an independent key for each purpose. */
void hash_derive(unsigned char out[HASH_BYTES], const void *key, size_t n, const char *purpose);

/* Compares in constant time. */
bool hash_equal(const void *, const void *, size_t n);

/* From the operating system's generator. */
void hash_random(void *, size_t n);

#endif
