/* privileges.c: let the verbs of crt act as the installation's owner. */
#include <stdlib.h>

#include "privileges.h"
#include "os/act.h"
#include "os/file.h"
#include "os/owner.h"

bool
owner_switch(const struct settings *s, struct err *e)
{
	char *data = s->server ? file_in(s->server, "pg") : NULL;
	bool ok = act_for(s->server ? s->server : s->common.key_file, true, e)
	    && (data == NULL || owner_check(data, e))
	    && (s->common.key_file == NULL || owner_check(s->common.key_file, e));

	free(data);
	return ok;
}
