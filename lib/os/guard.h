/* guard.h: protect the memory of a process that holds secrets. */
#ifndef CRT_OS_GUARD_H
#define CRT_OS_GUARD_H

#include "base/base.h"

/*
 * From here on no core dump is written, and only root can read the process's memory and
 * environment in /proc. Does not extend to programs it executes.
 */
void guard_memory(void);

/* Keeps the bytes of a secret out of swap, as far as RLIMIT_MEMLOCK allows. guard_release wipes
   them. */
void guard_pages(const void *, size_t n);
void guard_release(void *, size_t n);

#endif
