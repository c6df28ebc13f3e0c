/* dialing.h: how numbers are written inside a country. */
#ifndef CRT_DIALING_H
#define CRT_DIALING_H

#include "base/base.h"

#define DIALING_TRUNK_MAX 8

/* A row of etc/data/calling_codes.tsv. */
struct dialing {
	const char country[3];
	const char code[4];		/* "49" */
	const char trunk[DIALING_TRUNK_MAX];	/* "0"; "0,8": either; "": none */
	unsigned whole;			/* bit n: a number of n digits has its area code */
	const char *abroad;		/* "011"; "001,002": either; "": 00 alone */
};

/* By country ("DE", "de"), else by calling code ("49"); NULL: neither is known. */
const struct dialing *dialing_find(const char *country, const char *calling_code);

/* Where the national number begins, its trunk prefix left out, and in *code what stands in
   front of it from abroad, "" where the digits bring it along; NULL: that is not certain. */
const char *dialing_national(const struct dialing *, const char *digits, const char **code);

/* Length of the country's own international prefix in front of the digits; 0: there is none. */
size_t dialing_abroad(const struct dialing *, const char *digits);

/* They begin with a country's code. */
bool dialing_assigned(const char *digits);

/* From the country's code on: takes out a trunk prefix behind it, as in "+49 0170". */
void dialing_trim(char *digits);

#endif
