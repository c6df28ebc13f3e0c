/*
 * access.h: the access token of a Google service account (RFC 7523).
 *
 * The account signs a statement with its private key, and gets a token for an hour. The token is
 * kept in memory until shortly before it expires.
 */
#ifndef CRT_CHANNEL_FCM_ACCESS_H
#define CRT_CHANNEL_FCM_ACCESS_H

#include "channel/post.h"

struct access;

/* json: the file that Google creates for the account. ERR_CONFIG: it is no such file. */
bool access_open(struct access **, const char *json, struct err *) MUSTUSE;
void access_close(struct access *);	/* wipes it; NULL is fine */

const char *access_project(const struct access *);
const char *access_token(const struct access *);	/* "": none */

/* Gets a token if there is none, or if it expires soon. */
bool access_renew(struct access *, struct post *, struct err *) MUSTUSE;

void access_drop(struct access *);	/* the token does not work any more */

#endif
