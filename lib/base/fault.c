/* fault.c: kill the process at the fault point whose number is in CRT_FAULT. */
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/fault.h"

void
fault(void)
{
	static atomic_long left = -1;	/* -1: not read yet; 0: disabled */
	long n = atomic_load(&left);

	if (n == 0)
		return;
	if (n < 0) {
		const char *s = getenv("CRT_FAULT");

		n = s ? strtol(s, NULL, 10) : 0;
		atomic_store(&left, n > 0 ? n : 0);
		if (n <= 0)
			return;
	}
	if (atomic_fetch_sub(&left, 1) == 1) {
		kill(getpid(), SIGKILL);
		pause();
	}
}
