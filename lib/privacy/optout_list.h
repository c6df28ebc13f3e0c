/*
 * optout_list.h: files of addresses that must not be written to, line by line.
 *
 * A line is an address, a row of CSV, or JSON:
 *
 *   address      an e-mail address or a telephone number, alone in its line
 *   CSV          with a first row that names a column email, phone, or address
 *   SendGrid     its bounces, spam reports, and unsubscribes: CSV, or the API's JSON list
 *   Reassigned   results of the Reassigned Numbers Database: CSV with a column result or response;
 *                only those that are yes count, with OPTOUT_REASSIGNED as their code
 *   Twilio       its log of messages: CSV, or the API's JSON. Only messages that were refused
 *                because the number has opted out (error 21610), and inbound messages that are
 *                an opt-out keyword, count
 */
#ifndef CRT_PRIVACY_OPTOUT_LIST_H
#define CRT_PRIVACY_OPTOUT_LIST_H

#include "base/clock.h"
#include "text/csv.h"

enum optout_field { OPTOUT_ADDRESS, OPTOUT_TIME, OPTOUT_CODE, OPTOUT_TO, OPTOUT_FROM,
    OPTOUT_ERROR, OPTOUT_BODY, OPTOUT_DIRECTION, OPTOUT_RESULT,
    OPTOUT_FIELDS };
#define OPTOUT_REASSIGNED "reassigned"

struct optout_list {
	struct csv csv;
	bool begun;			/* the first row was read */
	int column[OPTOUT_FIELDS];	/* -1: the file has none */
};

struct optout_entry {
	const char *address, *code;	/* code may be NULL */
	crt_time time;			/* OPTOUT_NO_TIME: not given */
};
#define OPTOUT_NO_TIME INT64_MIN

typedef bool optout_fn(void *, const struct optout_entry *, struct err *);

void optout_list_open(struct optout_list *);
void optout_list_close(struct optout_list *);

/* Calls back for each address of the line. ERR_INPUT: the line cannot be read, or the callback
   refused an address; then the rest of the line is skipped. */
bool optout_list_line(struct optout_list *, const char *line, size_t n, optout_fn *, void *,
    struct err *) MUSTUSE;

#endif
