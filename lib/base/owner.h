/* owner.h: does an installation belong to another user? */
#ifndef CRT_OWNER_H
#define CRT_OWNER_H

#include "base/err.h"

/* False, ERR_DENIED, when permissions keep this user from reading path: the error names
   the path's owner and what to run.  True in every other case, also for a missing path. */
bool owner_check(const char *path, struct err *) MUSTUSE;

/* False, ERR_DENIED, when root would make a folder or its files where they belong to another user,
   who could not use them any more.  path: the folder, which need not be there yet. */
bool owner_keep(const char *path, struct err *) MUSTUSE;

#endif
