/* credential.h: the names of a store's credentials; see credential.def. */
#ifndef CRT_PLATFORM_CREDENTIAL_H
#define CRT_PLATFORM_CREDENTIAL_H

#include "base/err.h"
#include "json/value.h"

#define CREDENTIAL_TEXT_MAX 8192	/* bytes of one; a public key has several lines */

struct credential {
	const char *platform, *name;
	bool required;
	const char *meaning;
};

/* The i-th of a platform; NULL past the last. platform: like in platform_find. */
const struct credential *credential_at(const char *platform, size_t i);

/* Checks a name and its text, as entered. ERR_CONFIG: the error never repeats the text. */
bool credential_check(const char *platform, const char *name, const char *text,
    struct err *) MUSTUSE;

/* Appends the names of the credentials that were given. */
void credentials_names(const json_t *, const char *between, struct str *);

/* Checks that all REQUIRED credentials are given; else ERR_CONFIG with a hint. */
bool credentials_whole(const char *platform, const char *store, const json_t *,
    struct err *) MUSTUSE;

#endif
