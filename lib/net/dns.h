/*
 * dns.h: look up records in the DNS.
 *
 * By the resolver of the system, or by another server. A lookup takes at most
 * DNS_SECONDS * DNS_TRIES for each server. Responses are not verified (DNSSEC).
 */
#ifndef CRT_DNS_H
#define CRT_DNS_H

#include "base/err.h"

#define DNS_SECONDS 3
#define DNS_TRIES 2
#define DNS_TEXT_MAX 4096	/* bytes of a text; longer ones are cut */
#define DNS_RECORDS_MAX 50	/* of a response that are read */

enum dns_kind { DNS_TEXT, DNS_MAIL_SERVER, DNS_ADDRESS };

struct dns;

/* server: "127.0.0.1" or "127.0.0.1:5353"; NULL: the system's. ERR_USAGE: it is no IPv4 address. */
bool dns_open(struct dns **, const char *server, struct err *) MUSTUSE;
void dns_close(struct dns *);	/* NULL is fine */

/* text: of DNS_TEXT, the strings of a record joined; "" for the other kinds. */
typedef void dns_record_fn(void *arg, const char *text);

/* Passes each record. No such name, or no such record, is no error. ERR_AGAIN: no server responds,
   or has no result. */
bool dns_find(struct dns *, const char *name, enum dns_kind, dns_record_fn *, void *arg,
    struct err *) MUSTUSE;

#endif
