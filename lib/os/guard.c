/* guard.c: protect the memory of a process that holds secrets. */
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>

#include "os/guard.h"

/* The kernel writes no core of a process that is not dumpable. So RLIMIT_CORE, which a
   server started by us would inherit, need not change. */
void
guard_memory(void)
{
	(void)prctl(PR_SET_DUMPABLE, 0L, 0L, 0L, 0L);
}

void
guard_pages(const void *bytes, size_t n)
{
	(void)mlock(bytes, n);
}

void
guard_release(void *bytes, size_t n)
{
	explicit_bzero(bytes, n);
	(void)munlock(bytes, n);
}
