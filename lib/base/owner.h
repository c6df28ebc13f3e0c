/* owner.h: check whether an installation belongs to another user. */
#ifndef CRT_OWNER_H
#define CRT_OWNER_H

#include "base/err.h"

/* False with ERR_DENIED when permissions prevent this user from reading path: the error
   names the owner and the command to run. True otherwise, also for a missing path. */
bool owner_check(const char *path, struct err *) MUSTUSE;

/* False with ERR_DENIED when root would create files in another user's folder, which that
   user could not use. path: the folder, which may not exist yet. */
bool owner_keep(const char *path, struct err *) MUSTUSE;

#endif
