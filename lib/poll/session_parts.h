/* session_parts.h: what the parts of a session ask of each other; for lib/poll/session*.c only. */
#ifndef CRT_POLL_SESSION_PARTS_H
#define CRT_POLL_SESSION_PARTS_H

#include "poll/session.h"

/* The page or the fetch in hand has all that it wanted. */
bool session_unit_end(struct session *, crt_time now, struct err *) MUSTUSE;

/* What is left of a pass is given up, and it begins anew. */
bool session_restart(struct session *, crt_time now, struct err *) MUSTUSE;

/* False when the queue is full. */
bool session_enqueue(struct session_list *, const struct endpoint *, const char *id,
    const char *state, crt_time wanted) MUSTUSE;

/* A record of crt's own, and one of the platform's, which is told once. */
bool session_line(struct session *, const struct str *line, struct err *) MUSTUSE;
bool session_record(void *session, const char *line, size_t n, struct err *);

/* crt.fetch.wanted, or with a time crt.fetch.done. */
bool session_fetch_line(struct session *, const char *endpoint, const char *id, crt_time wanted,
    crt_time now, struct err *) MUSTUSE;

#endif
