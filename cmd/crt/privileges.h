/* privileges.h: let the verbs of crt act as the installation's owner. */
#ifndef CRT_PRIVILEGES_H
#define CRT_PRIVILEGES_H

#include "front.h"

/* A process of root switches to the owner of the private server's folder, or else of the
   key.  ERR_DENIED: the installation belongs to another user. */
bool owner_switch(const struct settings *, struct err *) MUSTUSE;

#endif
