/* environ_known.h: the CRT_NAME variables that commands read. */
#ifndef CRT_CONF_ENVIRON_KNOWN_H
#define CRT_CONF_ENVIRON_KNOWN_H

#include "option/command.h"

/* Warns of each variable that no command reads, if the name of another is near. */
void environ_warn(const struct command *);

#endif
