/* rejects.h: store the records that crt-send could not read. */
#ifndef CRT_CMD_SEND_REJECTS_H
#define CRT_CMD_SEND_REJECTS_H

#include "run/record_reader.h"

/* Commits, and logs them. */
bool rejects_keep(struct run *, struct record_reader *, struct err *) MUSTUSE;

#endif
