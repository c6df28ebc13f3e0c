/* owner.c: check whether an installation belongs to another user. */
#include <errno.h>
#include <pwd.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/mem.h"
#include "os/act.h"
#include "os/file.h"
#include "os/owner.h"

uid_t
owner_of(const char *path)
{
	struct stat st;

	free(file_nearest(path, true, &st));
	return st.st_uid;
}

const char *
owner_name(uid_t uid, char out[OWNER_NAME_MAX])
{
	const struct passwd *p = getpwuid(uid);

	if (p)
		snprintf(out, OWNER_NAME_MAX, "%s", p->pw_name);
	else
		snprintf(out, OWNER_NAME_MAX, "#%ld", (long)uid);
	return out;
}

/* Only the command's name: its arguments may name a person, and errors are logged. */
bool
owner_refuse(const char *path, uid_t uid, struct err *e)
{
	char name[OWNER_NAME_MAX];

	err_set(e, ERR_DENIED, "this installation belongs to user %s (\"%s\")",
	    owner_name(uid, name), path);
	return err_hint(e, "run: runuser -u %s -- %s ...; or make your own: crt init DIR", name,
	    program_invocation_short_name);
}

/* Whether this user's own installation has a file of somebody else's, as when root made it. */
static bool
owner_is_own(const char *path)
{
	char *folder = file_above(path);
	bool ours = act_name() || owner_of(folder) == geteuid();

	free(folder);
	return ours;
}

static bool
owner_shut_out(const char *path, struct err *e)
{
	char name[OWNER_NAME_MAX];

	err_set(e, ERR_DENIED, "user %s, who owns this installation, cannot read \"%s\"",
	    owner_name(geteuid(), name), path);
	return err_hint(e, "run: chown %s FILE; the folders above it must let that user through",
	    name);
}

bool
owner_check(const char *path, struct err *e)
{
	if (access(path, R_OK) == 0 || errno != EACCES)
		return true;
	return owner_is_own(path) ? owner_shut_out(path, e) : owner_refuse(path, owner_of(path), e);
}

bool
owner_keep(const char *path, struct err *e)
{
	uid_t uid = geteuid() == 0 ? owner_of(path) : 0;

	return uid == 0 || owner_refuse(path, uid, e);
}
