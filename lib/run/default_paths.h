/* default_paths.h: where a command keeps what outlives it. */
#ifndef CRT_RUN_DEFAULT_PATHS_H
#define CRT_RUN_DEFAULT_PATHS_H

#include "base/err.h"
#include "conf/option.h"

/* The folder of that name beside the configuration; for that of the system, and of root
   without one, in /var/lib/crt; else in $XDG_DATA_HOME/crt.  said: what the option of that
   name names instead; NULL: nothing.  Free it. */
bool place_of(const struct common *, const char *said, const char *name, char **folder,
    struct err *) MUSTUSE;

#endif
