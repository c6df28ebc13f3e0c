/*
 * credential.h: the names of what a store must tell to be let in; see credential.def.
 */
#ifndef CRT_PLATFORM_CREDENTIAL_H
#define CRT_PLATFORM_CREDENTIAL_H

#include "base/err.h"
#include "record/value.h"

#define CREDENTIAL_TEXT_MAX 8192	/* bytes of one; a public key has lines */

struct credential {
	const char *platform, *name;
	bool required;
	const char *meaning;
};

/* The i-th of a platform; NULL past the last.  platform: as in platform_find. */
const struct credential *credential_at(const char *platform, size_t i);

/* A name and its text, as a person gave them: ERR_CONFIG says what is wrong with them,
   and never repeats the text. */
bool credential_check(const char *platform, const char *name, const char *text,
    struct err *) MUSTUSE;

/* The names of those that were said, appended. */
void credentials_names(const json_t *, const char *between, struct str *);

/* All that is REQUIRED to ask the platform is there; else ERR_CONFIG with what to do. */
bool credentials_whole(const char *platform, const char *store, const json_t *,
    struct err *) MUSTUSE;

#endif
