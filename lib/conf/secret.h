/*
 * secret.h: secrets are files that nobody else can read, never values.
 *
 * The value is the first line, without its newline.  A file that its group or
 * others may read is refused (ERR_CONFIG), except for the group bits in
 * $CREDENTIALS_DIRECTORY, where systemd sets them as the mask of an ACL.  Who has
 * read a secret is guarded from then on (base/guard.h).
 */
#ifndef CRT_SECRET_H
#define CRT_SECRET_H

#include "base/err.h"

#define SECRET_MAX 65536	/* bytes of the file */

bool secret_read(const char *file, char **value, struct err *) MUSTUSE;

/* All of the file, its lines too; *n bytes and a NUL. */
bool secret_read_whole(const char *file, char **value, size_t *n, struct err *) MUSTUSE;

/* file, else secret_credential(name), else *value is NULL and that is fine. */
bool secret_find(const char *name, const char *file, char **value, struct err *) MUSTUSE;

/* The file in $CREDENTIALS_DIRECTORY for the option "key-file", which is called
   key there; the caller frees it, NULL if there is none. */
char *secret_credential(const char *name);

/* Wipes it first; NULL is fine. */
void secret_free(char *value);

#endif
