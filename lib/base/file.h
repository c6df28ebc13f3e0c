/* file.h: files that are there whole or not at all, and folders for them. */
#ifndef CRT_FILE_H
#define CRT_FILE_H

#include <sys/types.h>

#include "base/err.h"

#define FILE_PATH_MAX 4096

/* A new file, on disk before this returns, even across a power cut.  Never
   replaces one: ERR_CONFIG if the path is taken. */
bool file_make(const char *path, const void *bytes, size_t n, mode_t, struct err *) MUSTUSE;

/* In place of a file that is there (of a link: instead of the link), with its owner and mode:
   the old one or the new one, whenever the power goes.  ERR_DENIED, ERR_CONFIG. */
bool file_replace(const char *path, const void *bytes, size_t n, struct err *) MUSTUSE;

/* The path of a file that a crash in one of these left beside the path, PATH.PID.new: free it;
   NULL: there is none.  Where somebody else is writing, it may be theirs. */
char *file_left(const char *path);

/* All of it, however often writing takes less or is interrupted; false: errno says why. */
bool file_write(int fd, const void *bytes, size_t n) MUSTUSE;

/* Is the open file still the one of that name?  It may have been replaced or moved away
   before it was locked: a lock is of the file, not of the name. */
bool file_in_place(int fd, const char *path);

/* The path of what is called so in a folder.  Free it. */
char *file_in(const char *folder, const char *name);

/* The folder that a file is to stand in: "." for a name alone.  Free it. */
char *file_above(const char *path);

/* The folder and those above it that are missing, with this mode. */
bool file_folders(const char *path, mode_t, struct err *) MUSTUSE;

/* The same for file_above(path). */
bool file_folders_above(const char *path, mode_t, struct err *) MUSTUSE;

/* Make a folder's new and renamed entries last; what cannot be is left to time. */
void file_sync_folder(const char *path);

#endif
