/*
 * secret.h: secrets are read from files that only their owner can read, never given as values.
 *
 * The value is the first line, without its newline; of a JSON object over several lines, all.
 * ERR_CONFIG: the group or others may read the file. In $CREDENTIALS_DIRECTORY group bits are
 * allowed: systemd sets them as the mask of an ACL. A process that has read a secret is guarded
 * from then on (os/guard.h).
 */
#ifndef CRT_OPTION_SECRET_H
#define CRT_OPTION_SECRET_H

#include "base/err.h"

#define SECRET_MAX 65536	/* bytes of the file */

bool secret_read(const char *file, char **value, struct err *) MUSTUSE;

/* The whole file: *n bytes and a NUL. */
bool secret_read_whole(const char *file, char **value, size_t *n, struct err *) MUSTUSE;

/* From file, else from secret_credential(name); else succeeds with *value NULL. */
bool secret_find(const char *name, const char *file, char **value, struct err *) MUSTUSE;

/* The file in $CREDENTIALS_DIRECTORY for an option: "key" for "key-file". NULL if there is
   none. The caller frees it. */
char *secret_credential(const char *name);

/* Wipes it first; NULL is fine. */
void secret_free(char *value);

#endif
