/*
 * subject.h: a person, and everything that is stored about them.
 *
 * A person is found by what they are known by: an e-mail address, a telephone number with its
 * country code, the platform's id, or crt's. All customers with that address, those merged with
 * them, and those with the same e-mail address are the person. Customers that share no more than
 * a telephone or a cart are not: they may be others.
 */
#ifndef CRT_PRIVACY_SUBJECT_H
#define CRT_PRIVACY_SUBJECT_H

#include "base/map.h"
#include "db/array.h"
#include "run/run.h"

/* The lists of ids, each an array of a statement. */
enum subject_list { SUBJECT_CUSTOMERS, SUBJECT_CARTS, SUBJECT_ORDERS, SUBJECT_MESSAGES,
    SUBJECT_KEYS, SUBJECT_EVENT_TIMES, SUBJECT_EVENTS, SUBJECT_REQUESTS, SUBJECT_WORDS,
    SUBJECT_LISTS };

/* The person in one store. */
struct subject_part {
	const struct store *store;
	struct array list[SUBJECT_LISTS];
	const char *param[SUBJECT_LISTS];	/* set when the lists are complete */
	size_t n[SUBJECT_LISTS];
	char **words;			/* as in SUBJECT_WORDS; NULL-terminated, NULL: none */
	struct map about;		/* ids: an event that names one is about the person */
	char since[CLOCK_TEXT];		/* no event about them is earlier; "": none */
};

struct subject {
	struct run *run;
	struct arena arena;
	struct subject_part *part;
	size_t n;
};

/* handles: NULL-terminated; all of one person. ERR_USAGE: one of them cannot be read. A store
   where the person is not known has a part too if an address is given: it may be suppressed.
   SUBJECT_WHOLE reads the stored records once; SUBJECT_FOUND leaves out the events.
   only: the only store to look in; NULL: the run's stores. */
enum subject_depth { SUBJECT_FOUND, SUBJECT_WHOLE };
bool subject_open(struct subject *, struct run *, const struct store *only, char **handles,
    enum subject_depth, struct err *) MUSTUSE;
void subject_close(struct subject *);

/* Customers in all stores. */
size_t subject_customers(const struct subject *);

/* --- for subject_events.c --- */

/* Finds the records and privacy requests that are about the person. */
bool subject_read_events(struct subject *, struct subject_part *, struct err *) MUSTUSE;

static inline void
subject_note(struct subject_part *p, enum subject_list list, const char *value)
{
	array_add(&p->list[list], value);
	p->n[list]++;
}

#endif
