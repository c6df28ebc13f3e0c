/* guard.c: a process that holds secrets keeps them to itself. */
#include <sys/prctl.h>

#include "base/guard.h"

/* The kernel writes no core of a process that is not dumpable, so RLIMIT_CORE, which a
   server that we start would inherit, can stay. */
void
guard_memory(void)
{
	(void)prctl(PR_SET_DUMPABLE, 0L, 0L, 0L, 0L);
}
