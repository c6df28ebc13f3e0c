/* owner.h: check whether an installation belongs to another user. */
#ifndef CRT_OS_OWNER_H
#define CRT_OS_OWNER_H

#include <sys/types.h>

#include "base/err.h"

/* False with ERR_DENIED when permissions prevent this user from reading path: the error
   names the owner and the command to run. True otherwise, also for a missing path. */
bool owner_check(const char *path, struct err *) MUSTUSE;

/* False with ERR_DENIED when root would create files in another user's folder, which that
   user could not use. path: the folder, which may not exist yet. */
bool owner_keep(const char *path, struct err *) MUSTUSE;

/* That error itself, for a file of the installation that belongs to uid. Always false. */
bool owner_refuse(const char *path, uid_t uid, struct err *);

/* The owner of path, or of the nearest folder above that exists and can be examined. */
uid_t owner_of(const char *path);

/* A user's name, or "#1000" for one without a name. out has OWNER_NAME_MAX bytes. */
#define OWNER_NAME_MAX 64
const char *owner_name(uid_t, char out[OWNER_NAME_MAX]);

#endif
