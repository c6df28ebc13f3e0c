/* key_missing.h: the keys that the database needs and the key file lacks. */
#ifndef CRT_STORE_KEY_MISSING_H
#define CRT_STORE_KEY_MISSING_H

#include "base/str.h"
#include "db/db.h"

/* Appends "key A encrypts 2 texts and is not in the key file" for the first of them, as far as
   the role sees the stores. Nothing: the key file has them all, or there is none that this user
   can read, which others report. file may be NULL. */
bool key_missing(struct db *, const char *file, struct str *, struct err *) MUSTUSE;

#define KEY_MISSING_TODO "restore the newest copy of the key file; see crt-operate(7)"
#define KEY_MISSING_MAX 256

#endif
