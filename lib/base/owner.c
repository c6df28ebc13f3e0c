/* owner.c: check whether an installation belongs to another user. */
#include <errno.h>
#include <pwd.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/mem.h"
#include "base/owner.h"

/* The owner of path, or of the nearest parent that can be examined. missing: skip paths that
   do not exist. */
static uid_t
owner_of(const char *path, bool missing)
{
	char *at = mem_dup(path), *above;
	struct stat st = { 0 };

	while (stat(at, &st) < 0 && (errno == EACCES || (missing && errno == ENOENT))) {
		above = file_above(at);
		free(at);
		at = above;
	}
	free(at);
	return st.st_uid;
}

static bool
owner_blame(const char *path, uid_t uid, struct err *e)
{
	const struct passwd *p = getpwuid(uid);
	char name[64];

	if (p)
		snprintf(name, sizeof name, "%s", p->pw_name);
	else
		snprintf(name, sizeof name, "#%ld", (long)uid);
	err_set(e, ERR_DENIED, "this installation belongs to user %s (\"%s\")", name, path);
	return err_hint(e, "run: runuser -u %s -- COMMAND; or make your own: crt init DIR", name);
}

bool
owner_check(const char *path, struct err *e)
{
	if (access(path, R_OK) == 0 || errno != EACCES)
		return true;
	return owner_blame(path, owner_of(path, false), e);
}

bool
owner_keep(const char *path, struct err *e)
{
	uid_t uid = geteuid() == 0 ? owner_of(path, true) : 0;

	return uid == 0 || owner_blame(path, uid, e);
}
