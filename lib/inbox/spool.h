/*
 * spool.h: deliveries kept on disk while the database is unavailable.
 *
 * The spool is a folder (0700) of files (0600). Deliveries are appended to the file "spool",
 * one a line: the SHA-256 of the rest, the platform, the store's slug and id, the position, and
 * the delivery's own line. A line whose checksum is wrong was never acknowledged: the crash
 * that tore it came before the response.
 *
 * A drain renames "spool" to "spool.ID", so that appending continues in a new file. It takes in
 * each such file and then removes it, because it holds personal data. Both sides lock their
 * file (flock). The lock ends with the process, so the next drain takes over the files of one
 * that died. Draining a line twice changes nothing, because it is the same event.
 */
#ifndef CRT_INBOX_SPOOL_H
#define CRT_INBOX_SPOOL_H

#include "inbox/inbox.h"

#define SPOOL_BYTES_MAX ((size_t)1 << 30)	/* bytes of a file */
#define SPOOL_RECORD "-"			/* in place of platform and slug: the line is a record */
#define SPOOL_SOURCE "serve"			/* the source name of the lines */

struct spool;

/* Creates no file: the first spool_put does. */
void spool_open(struct spool **, const char *folder);

/* Creates the folder if needed. False: there is none to write to. */
bool spool_ready(const struct spool *, struct err *) MUSTUSE;
void spool_close(struct spool *);	/* NULL is fine */

struct spool_line {
	const struct line *line;
	const char *store_id;
};

/* All lines are on disk when this returns true, even after a power failure, by one fsync;
   otherwise none is. For one thread at a time. */
bool spool_put(struct spool *, const struct spool_line *, size_t n, struct err *) MUSTUSE;

/* Whether there is a file to drain. Looks at file names only. */
bool spool_waits(const char *folder);

/*
 * Takes in the spooled lines as the inbox would (with its run, translation, and echo), and
 * removes files whose lines are committed. It skips files of stores that the run's database
 * does not know, and files that another process has locked.
 */
bool spool_drain(const char *folder, const struct inbox *, struct err *) MUSTUSE;

#endif
