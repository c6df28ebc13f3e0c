/* sibling.h: run another command of crt, and capture its output. */
#ifndef CRT_SIBLING_H
#define CRT_SIBLING_H

#include "base/str.h"
#include "front.h"

#define SIBLING_BYTES_MAX ((size_t)1024 * 1024)	/* of each output; longer output is cut */
#define SIBLING_LATE (-1)

struct sibling {
	struct str out, err;
	int status;			/* its exit status; SIBLING_LATE: it was killed after the limit */
};

/* Runs crt-NAME with the configuration, database, and key of the settings.  argv ends with
   NULL; argv[0] is set here.  False: not installed, or it cannot be started. */
bool sibling_run(struct sibling *, const struct settings *, const char *name, const char **argv,
    crt_time limit, struct err *) MUSTUSE;
void sibling_free(struct sibling *);

#endif
