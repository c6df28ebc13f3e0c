/* session_parts.h: functions shared by the parts of a session; only for lib/poll/session*.c. */
#ifndef CRT_POLL_SESSION_PARTS_H
#define CRT_POLL_SESSION_PARTS_H

#include "poll/session.h"

/* Ends the current page or fetch once everything it needed was fetched. */
bool session_unit_end(struct session *, crt_time now, struct err *) MUSTUSE;

/* Drops the rest of the pass and begins a new one. */
bool session_restart(struct session *, crt_time now, struct err *) MUSTUSE;

/* False if the queue is full. */
bool session_enqueue(struct session_list *, const struct endpoint *, const char *id,
    const char *state, crt_time wanted) MUSTUSE;

/* Passes on a record of crt's own; or one of the platform's, unless this run already did. */
bool session_line(struct session *, const struct str *line, struct err *) MUSTUSE;
bool session_record(void *session, json_t *, const char *line, size_t n, struct err *);

/* Prints crt.fetch.wanted, or crt.fetch.done if the fetch has a time. */
bool session_fetch_line(struct session *, const char *endpoint, const char *id, crt_time wanted,
    crt_time now, struct err *) MUSTUSE;

#endif
