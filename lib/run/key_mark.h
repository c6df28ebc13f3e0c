/*
 * key_mark.h: whether the key file is the one that hashed the addresses in the database.
 *
 * Another key gives other hashes. Opt-outs would not be recognized (P6), and those that are
 * recorded would be lost. So an organization keeps a mark: a keyed hash of a constant. The first
 * run sets it.
 */
#ifndef CRT_RUN_KEY_MARK_H
#define CRT_RUN_KEY_MARK_H

#include "run/run.h"

/* Needs the run's keys and stores. ERR_CONFIG: another key file. */
bool key_mark_check(struct run *, struct err *) MUSTUSE;

#endif
