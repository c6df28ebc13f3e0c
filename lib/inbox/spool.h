/*
 * spool.h: deliveries on disk, for as long as the database is away.
 *
 * A folder (0700) of files (0600).  What is appended stands in the file "spool", a
 * line each: SHA-256 of what follows it, the form (inbox.h), the store's id, the
 * position and the delivery's own line.  A line that its sum does not fit was
 * never acknowledged: the crash that tore it came before the answer.
 *
 * Who drains moves "spool" out of the way to "spool.ID", so that appending goes on
 * beside it, takes each such file in and removes it, since people's data is in it.
 * Both sides lock the file they are at (flock), and the lock goes with the process:
 * a file whose drainer died is drained by the next.  A line that was taken in and
 * is drained again changes nothing, since it is the same event.
 */
#ifndef CRT_INBOX_SPOOL_H
#define CRT_INBOX_SPOOL_H

#include "inbox/inbox.h"

#define SPOOL_BYTES_MAX ((size_t)1 << 30)	/* of a file; then nothing more is acknowledged */
#define SPOOL_SOURCE "door"			/* where the lines of deliveries stand */

struct spool;

/* The file is not made before something is put. */
void spool_open(struct spool **, const char *folder);

/* Whether there is a folder to put something in; it is made. */
bool spool_ready(const struct spool *, struct err *) MUSTUSE;
void spool_close(struct spool *);	/* NULL is fine */

struct spool_line {
	const struct line *line;	/* has a form */
	const char *store_id;
};

/* All on disk when this returns, even across a power cut, by one fsync; or none.  One
   thread at a time. */
bool spool_put(struct spool *, const struct spool_line *, size_t n, struct err *) MUSTUSE;

/* Anything to be drained?  Looks at names alone. */
bool spool_waits(const char *folder);

/*
 * Take in what is there, as the inbox would (its run, translation and echo), and remove
 * what is committed.  Files of which no store is in the run's database, and those that
 * another process is at, stay.
 */
bool spool_drain(const char *folder, const struct inbox *, struct err *) MUSTUSE;

#endif
