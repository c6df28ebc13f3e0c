/* token.h: random secrets that the database stores as hashes only. */
#ifndef CRT_ACCESS_TOKEN_H
#define CRT_ACCESS_TOKEN_H

#include "base/str.h"
#include "crypto/hash.h"

/* The database's form of a hash: "\x" and 64 digits. Each secret has at least 80 random bits, so
   a hash without a salt is enough. Codes of six digits belong to a session of ten minutes. */
#define TOKEN_PARAM (2 + 2 * HASH_BYTES + 1)
const char *token_param(const char *text, size_t n, char out[TOKEN_PARAM]);

#define TOKEN_LETTERS "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"

/* Appends n random characters of an alphabet of at most 64. */
void token_random(struct str *, const char *alphabet, size_t n);

#define TOKEN_SESSION 43	/* characters: 256 bits */

#define RECOVERY_CODES 10
#define RECOVERY_CODE  19	/* "k7mw-2xq9-r4tz-8hcn": 80 bits */
void recovery_new(char out[RECOVERY_CODE + 1]);

/* A code as typed, in either case, without blanks and hyphens; false: it is none. */
bool recovery_read(const char *typed, char out[RECOVERY_CODE + 1]) MUSTUSE;

#endif
