/*
 * log.h: log lines on standard error, without personal data.
 *
 * JSON lines, or text on a terminal. Errors and warnings by default; LOG_INFO with -v;
 * LOG_DEBUG with -vv; only errors with -q.
 */
#ifndef CRT_LOG_H
#define CRT_LOG_H

#include "base/err.h"

enum log_level { LOG_ERROR, LOG_WARN, LOG_INFO, LOG_DEBUG };
extern const char *const log_levels[];	/* the member "level" of a JSON line */
enum log_format { LOG_AUTO, LOG_TEXT, LOG_JSON };

/* command: static text. run: an id in every line of a run; set for each thread. */
void log_open(const char *command, enum log_level, enum log_format);
void log_run(const char *run);

/* store may be NULL. The text identifies objects by id, never by address. */
void log_line(enum log_level, const char *store, const char *fmt, ...) PRINTF(3, 4);

/* Logs the failure that ends a command, and its hint on a line of its own. */
void log_err(const struct err *);

/* A line that the next one overwrites; only on a terminal and without -q. */
void log_progress(const char *fmt, ...) PRINTF(1, 2);

#endif
