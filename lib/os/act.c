/* act.c: root acts as the owner of an installation. */
#include <errno.h>
#include <grp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "os/act.h"

static char acting[64];			/* "": as nobody but ourselves */

/* The saved ids decide whether root can be regained. */
bool
act_as(const struct passwd *p, bool for_good, struct err *e)
{
	uid_t uid = for_good ? p->pw_uid : 0;
	gid_t gid = for_good ? p->pw_gid : 0;

	if (initgroups(p->pw_name, p->pw_gid) || setresgid(p->pw_gid, p->pw_gid, gid) ||
	    setresuid(p->pw_uid, p->pw_uid, uid))
		return err_set(e, ERR_DENIED, "cannot act as user \"%s\": %s", p->pw_name,
		    strerror(errno));
	setenv("HOME", p->pw_dir, 1);
	snprintf(acting, sizeof acting, "%s", p->pw_name);
	return true;
}

bool
act_for(const char *path, bool for_good, struct err *e)
{
	const struct passwd *p;
	struct stat st;

	if (geteuid() != 0 || path == NULL || stat(path, &st) < 0 || st.st_uid == 0)
		return true;
	p = getpwuid(st.st_uid);
	return p ? act_as(p, for_good, e) : err_set(e, ERR_CONFIG,
	    "\"%s\" belongs to user %ld, who has no name", path, (long)st.st_uid);
}

bool
act_as_root(struct err *e)
{
	static const gid_t group = 0;

	if (*acting && (setresuid(0, 0, 0) || setresgid(0, 0, 0) || setgroups(1, &group)))
		return err_set(e, ERR_DENIED, "cannot become root again: %s", strerror(errno));
	*acting = '\0';
	return true;
}

const char *
act_name(void)
{
	return *acting ? acting : NULL;
}
