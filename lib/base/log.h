/*
 * log.h: one line a message on standard error; never personal data.
 *
 * JSON lines, or text on a terminal.  Errors and warnings always; LOG_INFO
 * with -v; LOG_DEBUG with -vv; -q leaves errors alone.
 */
#ifndef CRT_LOG_H
#define CRT_LOG_H

#include "base/err.h"

enum log_level { LOG_ERROR, LOG_WARN, LOG_INFO, LOG_DEBUG };
enum log_format { LOG_AUTO, LOG_TEXT, LOG_JSON };

/* command: static text.  run: correlates the lines of one run, those of this thread. */
void log_open(const char *command, enum log_level, enum log_format);
void log_run(const char *run);

/* store may be NULL.  The text names things by their ids, never by address. */
void log_say(enum log_level, const char *store, const char *fmt, ...) PRINTF(3, 4);

/* The failure a command ends with, its hint on a line of its own. */
void log_err(const struct err *);

/* A line that is wiped by the next one; only on a terminal and not with -q. */
void log_progress(const char *fmt, ...) PRINTF(1, 2);

#endif
