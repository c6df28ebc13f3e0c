/* sibling.h: run another command of crt with an input, and capture its output. */
#ifndef CRT_SIBLING_H
#define CRT_SIBLING_H

#include "base/str.h"
#include "front.h"
#include "json/value.h"

#define SIBLING_BYTES_MAX ((size_t)1024 * 1024)	/* of each output; longer output is cut */
#define SIBLING_LATE (-1)

struct sibling {
	struct str in;			/* its standard input; of the caller */
	struct str out, err;
	int status;			/* its exit status; SIBLING_LATE: it was killed after the limit */
};

/* Runs crt-NAME with the configuration, database, and key of the settings.  argv ends with
   NULL; argv[0] is set here.  False: not installed, or it cannot be started. */
bool sibling_run(struct sibling *, const struct settings *, const char *name, const char **argv,
    crt_time limit, struct err *) MUSTUSE;
void sibling_free(struct sibling *);

/* Calls back for each line that is a JSON object; cuts the text up. */
bool sibling_each_line(struct str *, bool (*see)(void *, const json_t *, struct err *), void *arg,
    struct err *) MUSTUSE;
const char *sibling_text(const json_t *, const char *name);	/* "" without */

/* Why it failed: the last error that it logged with --log json. */
void sibling_complaint(struct sibling *, const char *name, struct err *why);

#endif
