/* file_new.h: write a new file piece by piece, which appears under its name when it is complete. */
#ifndef CRT_OS_FILE_NEW_H
#define CRT_OS_FILE_NEW_H

#include <sys/types.h>

#include "base/err.h"

struct file_new {
	char *path, *other;		/* other: PATH.PID.new until it is complete */
	int fd;
};

/* ERR_CONFIG: the path exists, or its folder does not. ERR_DENIED. */
bool file_new_open(struct file_new *, const char *path, mode_t, struct err *) MUSTUSE;
bool file_new_write(struct file_new *, const void *bytes, size_t n, struct err *) MUSTUSE;

/* The file is on disk under its name when this returns, even after a power failure. */
bool file_new_keep(struct file_new *, struct err *) MUSTUSE;

/* Removes what was not kept, and frees. All zero is allowed. */
void file_new_close(struct file_new *);

#endif
