/*
 * file_set.h: replace a set of files in a folder together.
 *
 * New files are written into a folder FILE_SET_NEW below the folder, and renamed when all of them
 * are there. So a run that is interrupted leaves the old ones. Only files that contain the mark
 * near their beginning are replaced or removed; any other stays.
 */
#ifndef CRT_OS_FILE_SET_H
#define CRT_OS_FILE_SET_H

#include "base/err.h"

#define FILE_SET_NEW  ".crt-new"
#define FILE_SET_MARK 1024		/* bytes in which the mark must be */
#define FILE_SET_MAX  100000		/* files of a set */

struct file_set {
	char *folder, *fresh;
	const char *mark;
	char **names;
	size_t n;
	int lock;
};

/* Creates the folder if necessary. ERR_AGAIN: another process writes a set there. */
bool file_set_open(struct file_set *, const char *folder, const char *mark, struct err *) MUSTUSE;

/* The name has no slash. */
bool file_set_add(struct file_set *, const char *name, const void *bytes, size_t n,
    struct err *) MUSTUSE;

/* Puts the files in place, and removes files with the mark that are not in the
   set. ERR_CONFIG, without any change: a file without the mark is in the way. */
bool file_set_commit(struct file_set *, struct err *) MUSTUSE;

void file_set_close(struct file_set *);

#endif
