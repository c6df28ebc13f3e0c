/*
 * journal.h: the journal outside of the database, with which crt db restore completes a backup.
 *
 * A line is JSON: an opt-out, a pause, an erasure, a hand-off of a message and its result, an act
 * of the audit log. It has keyed hashes and ids that crt derived, and no address. A run appends
 * its lines, and they are on disk, before it commits (crt.journal_line of the schema). A line
 * whose transaction then fails does no harm: to apply a line again changes nothing.
 */
#ifndef CRT_RUN_JOURNAL_H
#define CRT_RUN_JOURNAL_H

#include "db/db.h"
#include "option/option.h"

#define JOURNAL_SUFFIX ".ndjson"	/* of a file for each month */

/* From now on the session's lines are appended to the journal of the configuration. */
bool journal_keep(struct db *, const struct common *, struct err *) MUSTUSE;

/* The folder; it need not exist. The caller frees it. */
bool journal_folder(const struct common *, char **folder, struct err *) MUSTUSE;

/* The journal's files, oldest first, as input_open takes them; NULL-terminated. Empty: there is
   no journal. The caller frees them with file_names_free. */
bool journal_files(const char *folder, char ***files, struct err *) MUSTUSE;

#endif
