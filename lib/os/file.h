/* file.h: write files atomically, and create their folders. */
#ifndef CRT_OS_FILE_H
#define CRT_OS_FILE_H

#include <sys/stat.h>

#include "base/err.h"

#define FILE_PATH_MAX 4096

/* Creates a file, which is on disk when this returns, even after a power failure.
   ERR_CONFIG: the path exists; it is never replaced. */
bool file_make(const char *path, const void *bytes, size_t n, mode_t, struct err *) MUSTUSE;

/* Replaces an existing file (if a link: the link itself) and keeps its owner and mode. After
   a power failure either the old file or the new one is there. ERR_DENIED, ERR_CONFIG. */
bool file_replace(const char *path, const void *bytes, size_t n, struct err *) MUSTUSE;

/* A file PATH.PID.new that a crash in one of these left; the caller frees it. NULL: none. It
   may belong to a process that is still writing. */
char *file_left(const char *path);

/* Writes all bytes, despite partial writes and interruptions. False: see errno. */
bool file_write(int fd, const void *bytes, size_t n) MUSTUSE;

/* By errno: ERR_USAGE, because a file that is missing or a folder is named by the user; a failure
   of the disk is ERR_IO. Always false. */
bool file_unreadable(const char *path, struct err *);

/* Whether path still names the open file. It may have been replaced or renamed before it was
   locked, and a lock belongs to the file, not to the name. */
bool file_in_place(int fd, const char *path);

/* The path of a name in a folder. The caller frees it. */
char *file_in(const char *folder, const char *name);

/* The folder of a file: "." for a bare name. The caller frees it. */
char *file_above(const char *path);

/* The names in a folder that end with the suffix and do not begin with a dot, in the order of
   their bytes, whatever the locale; NULL-terminated. Returns how many, or -1 and errno. */
int file_names(const char *folder, const char *suffix, char ***names);
void file_names_free(char **names);	/* NULL is fine */

/* The nearest to a path that exists, above it or itself; hidden: that this user may see. The
   caller frees it. */
char *file_nearest(const char *path, bool hidden, struct stat *);

/* Creates the folder and its missing parents with this mode. */
bool file_folders(const char *path, mode_t, struct err *) MUSTUSE;

/* The same for file_above(path). */
bool file_folders_above(const char *path, mode_t, struct err *) MUSTUSE;

/* Syncs a folder's new and renamed entries; ignores failures. */
void file_sync_folder(const char *path);

#endif
