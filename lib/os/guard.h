/* guard.h: protect the memory of a process that holds secrets. */
#ifndef CRT_OS_GUARD_H
#define CRT_OS_GUARD_H

/*
 * From here on no core dump is written, and only root can read the process's memory and
 * environment in /proc. Does not extend to programs it executes.
 */
void guard_memory(void);

#endif
