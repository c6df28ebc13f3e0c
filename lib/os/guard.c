/* guard.c: protect the memory of a process that holds secrets. */
#include <sys/prctl.h>

#include "os/guard.h"

/* The kernel writes no core of a process that is not dumpable. So RLIMIT_CORE, which a
   server started by us would inherit, need not change. */
void
guard_memory(void)
{
	(void)prctl(PR_SET_DUMPABLE, 0L, 0L, 0L, 0L);
}
