/* default_paths.h: the default folders of a command's state. */
#ifndef CRT_RUN_DEFAULT_PATHS_H
#define CRT_RUN_DEFAULT_PATHS_H

#include "base/err.h"
#include "conf/option.h"

/* A folder for state, by its name: beside the configuration file, or
   in the private server's folder where this user cannot write there; in /var/lib/crt for the
   system's configuration, and for root without one; else in $XDG_DATA_HOME/crt. said: the
   value of the option of that name, which wins; NULL: not given. The caller frees *folder.
   */
bool place_of(const struct common *, const char *said, const char *name, char **folder,
    struct err *) MUSTUSE;

#endif
