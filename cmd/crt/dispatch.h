/* dispatch.h: find, list, and run the other commands. */
#ifndef CRT_DISPATCH_H
#define CRT_DISPATCH_H

#include "base/err.h"

/* Executes crt-NAME from this binary's folder, else from PATH.  Returns if there is none. */
void dispatch_exec(const char *name, char **argv);

/* False when NAME is one of crt's commands that is not installed, or probably means one. */
bool dispatch_check(const char *name, struct err *) MUSTUSE;

/* Prints the installed commands. */
void dispatch_list(void);

/* The path of crt-NAME, or NULL; the caller frees it. */
char *dispatch_find(const char *name);

#endif
