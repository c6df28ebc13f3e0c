/* environ_known.h: the CRT_NAME variables that commands read. */
#ifndef CRT_CONF_ENVIRON_KNOWN_H
#define CRT_CONF_ENVIRON_KNOWN_H

#include "option/option_values.h"

/* ERR_CONFIG: a variable is named like an option that is given on the command line only, and is
   a key of no command. */
bool environ_check(const struct option_values *, struct err *) MUSTUSE;

/* Warns of each variable that no command reads, if the name of another is near. */
void environ_warn(const struct command *);

#endif
