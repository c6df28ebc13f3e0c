/*
 * act.h: root acts as the owner of an installation.
 *
 * Otherwise the installation would get files of root, which its owner cannot use.
 */
#ifndef CRT_OS_ACT_H
#define CRT_OS_ACT_H

#include <pwd.h>

#include "base/err.h"

/* Become the user. for_good: root cannot be regained. ERR_DENIED. */
bool act_as(const struct passwd *, bool for_good, struct err *) MUSTUSE;

/* Run by root, become the owner of path. Nothing changes for another user, or if path is
   missing or belongs to root. ERR_DENIED, or ERR_CONFIG when the owner has no name. */
bool act_for(const char *path, bool for_good, struct err *) MUSTUSE;

/* Undoes what was not done for good. */
bool act_as_root(struct err *) MUSTUSE;

/* The user that root acts as; NULL when it does not. */
const char *act_name(void);

#endif
