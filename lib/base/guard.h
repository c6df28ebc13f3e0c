/* guard.h: a process that holds secrets keeps them to itself. */
#ifndef CRT_GUARD_H
#define CRT_GUARD_H

/*
 * From here on no core is written, whatever kills the process, and nobody but root reads its
 * memory or its environment in /proc.  What it becomes by exec is free again.
 */
void guard_memory(void);

#endif
