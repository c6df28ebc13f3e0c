/*
 * api_key.h: API keys, in the form that secret scanners know.
 *
 * "crt_sk_" (secret, for servers) or "crt_pk_" (publishable, for browsers), 30 random characters,
 * and the CRC-32 of these as six characters in base 62. So a mistyped key is rejected without a
 * query. The database has only the SHA-256 of the key.
 */
#ifndef CRT_ACCESS_API_KEY_H
#define CRT_ACCESS_API_KEY_H

#include "access/token.h"
#include "crypto/ident.h"
#include "db/db.h"
#include "words.h"

#define API_KEY_HEAD   7	/* "crt_sk_" */
#define API_KEY_RANDOM 30
#define API_KEY_CHECK  6
#define API_KEY_TEXT   (API_KEY_HEAD + API_KEY_RANDOM + API_KEY_CHECK)
#define API_KEY_PREFIX (API_KEY_HEAD + 4)	/* what lists show */
#define API_KEY_NAME   64
#define API_SCOPES_MAX 400	/* bytes of the scopes of a key, with blanks between them */

enum api_scope {
#define SCOPE(name, role, meaning) 1 +
	API_SCOPES =
#include "access/scope.def"
#undef SCOPE
	0
};

/* In the order of scope.def; NULL-terminated. */
extern const char *const api_scope_names[];
extern const enum user_role api_scope_roles[];

/* Appends a new key. */
void api_key_new(bool publishable, struct str *);

/* Whether it has the form, and the right checksum. */
bool api_key_formed(const char *text) MUSTUSE;

struct api_key {
	char id[IDENT_TEXT], organization[64], store[64];	/* store "": every one */
	char scopes[API_SCOPES_MAX];
};

/* *valid: the key exists, is not revoked, and has not expired. Records its use. */
bool api_key_use(struct db *, const char *text, struct api_key *, bool *valid,
    struct err *) MUSTUSE;

/* Whether the key has the scope. */
bool api_key_may(const struct api_key *, const char *scope) MUSTUSE;

#endif
