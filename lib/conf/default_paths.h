/* default_paths.h: the default folders of a command's state. */
#ifndef CRT_DEFAULT_PATHS_H
#define CRT_DEFAULT_PATHS_H

#include "base/err.h"
#include "option/option.h"

/* A folder of state, by its name, in the state folder. That is /var/lib/crt for the system's
   configuration, and for root without one; $XDG_DATA_HOME/crt for a user's, and without one;
   else the folder of the configuration file, or the private server's where this user cannot
   write there. said: the value of the option of that name, which wins; NULL: not given. The
   caller frees *folder. */
bool place_of(const struct common *, const char *said, const char *name, char **folder,
    struct err *) MUSTUSE;

#endif
