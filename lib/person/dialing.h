/* dialing.h: find the country code and trunk prefix of a national number. */
#ifndef CRT_PERSON_DIALING_H
#define CRT_PERSON_DIALING_H

#include "base/base.h"

#define DIALING_TRUNK_MAX 8

/* A row of etc/data/calling_codes.tsv. */
struct dialing {
	const char country[3];
	const char code[4];		/* "49" */
	const char trunk[DIALING_TRUNK_MAX];	/* "0"; "0,8": either; "": none */
	unsigned whole;			/* bit n: a number of n digits includes its area code */
	const char *abroad;		/* "011"; "001,002": either; "": 00 alone */
};

/* Finds by country ("DE", "de"), else by calling code ("49"); NULL: neither is known. */
const struct dialing *dialing_find(const char *country, const char *calling_code);

/* The start of the national number, after its trunk prefix. *code is the country code to put in
   front of it, or "" if the digits include it. NULL: uncertain. */
const char *dialing_national(const struct dialing *, const char *digits, const char **code);

/* The length of the country's own international prefix at the start of the digits; 0: none. */
size_t dialing_abroad(const struct dialing *, const char *digits);

/* Whether the digits begin with an assigned country code. */
bool dialing_assigned(const char *digits);

/* Removes a trunk prefix after the country code, as in "+49 0170". digits start with the code. */
void dialing_trim(char *digits);

#endif
