/* default_paths.h: the default folders of a command's state. */
#ifndef CRT_DEFAULT_PATHS_H
#define CRT_DEFAULT_PATHS_H

#include "base/err.h"
#include "option/option.h"

/* A folder of state, by its name, in the state folder. That is /var/lib/crt for the system's
   configuration, and for root without one; $XDG_DATA_HOME/crt for a user's, and without one;
   else the folder of the configuration file, or the private server's where this user cannot
   write there. given: the value of the option of that name, which wins; NULL: not given. The
   caller frees *folder. */
bool state_path(const struct common *, const char *given, const char *name, char **folder,
    struct err *) MUSTUSE;

#endif
