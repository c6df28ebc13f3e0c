/*
 * erase.h: take a person out of every table, in one transaction.
 *
 * Addresses, names, what they put into carts, the platform's ids, and the bytes of records
 * about them go. Sums, times, and states stay, under a random id, so that no figure changes.
 * What is due is skipped, open episodes are canceled. These stay: the keyed hash of each address,
 * so that it is never written to again; an empty row for each customer, so that no older record
 * brings the data back; and what was agreed to and when, without where from.
 */
#ifndef CRT_PRIVACY_ERASE_H
#define CRT_PRIVACY_ERASE_H

#include "privacy/subject.h"

#define ERASED_TABLE_MAX 32

struct erased_rows {
	const struct store *store;
	char table[ERASED_TABLE_MAX];
	int64_t rows;
};

/* What was erased: a row for each store and table. */
struct erased {
	struct erased_rows *list;
	size_t n;
	size_t customers;		/* in all stores; 0: nobody is known by the handles */
};

/* In the caller's transaction. What providers must erase is queued in crt.erasure_calls. only and
   handles as for subject_open. Erasing again changes nothing. */
bool erase_subject(struct run *, const struct store *only, char **handles, struct erased *,
    struct err *) MUSTUSE;

/* The same for the customers with these ids of crt, who may return: they are not suppressed, and
   providers keep what they have. */
bool anonymize_people(struct run *, const struct store *, char **ids, struct erased *,
    struct err *) MUSTUSE;
void erased_free(struct erased *);

/* --- for erase_calls.c --- */

/* Queues what providers must erase; *n: how many calls. erasure: its id. */
bool erase_calls(struct run *, const struct subject_part *, const char *erasure, int64_t *n,
    struct err *) MUSTUSE;

#endif
