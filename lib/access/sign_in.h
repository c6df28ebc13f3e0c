/*
 * sign_in.h: sign users in: a password, then a second factor if they have one.
 *
 * After 5 failures of a user, or 20 of a network, within 15 minutes, no password is checked.
 * An unknown user takes as long as a known one, and locks alike. At most two passwords are
 * checked at once (ERR_AGAIN), because each needs 128 MiB.
 */
#ifndef CRT_ACCESS_SIGN_IN_H
#define CRT_ACCESS_SIGN_IN_H

#include "access/token.h"
#include "crypto/keyring.h"
#include "crypto/ident.h"
#include "db/db.h"
#include "words.h"

#define SIGN_IN_FAILURES 5
#define SIGN_IN_NETWORK_FAILURES 20
#define SIGN_IN_CODES 5		/* wrong codes that end a session */
#define SIGN_IN_MARKS 64
#define SIGN_IN_CODE  6		/* digits of a code that crt sends */

struct sign_in {
	struct db *db;
	const struct keyring *ring;
	const char *organization;	/* its id */
	const char *email;		/* normalized */
	const char *network, *agent, *country;	/* NULL: unknown */
	int cost;			/* of a new hash */
};

struct signed_in {
	enum sign_in_outcome outcome;
	enum user_factor factor;	/* what SIGN_IN_SECOND_FACTOR waits for */
	char token[TOKEN_SESSION + 1];	/* of the session, or of the pending one; else "" */
	crt_time locked_until;		/* of SIGN_IN_LOCKED */
	char marks[SIGN_IN_MARKS];	/* what is unusual, such as "new_country many_failures" */
};

/* SIGN_IN_SIGNED_IN and SIGN_IN_SECOND_FACTOR begin a session. Each call is one transaction. */
bool sign_in_password(const struct sign_in *, const char *password, struct signed_in *,
    struct err *) MUSTUSE;

/* The code of the app, a recovery code, or the code that was sent. The session gets a new token.
   Of the request, email and organization are not used: the session has them. */
bool sign_in_code(const struct sign_in *, const char *token, const char *code,
    struct signed_in *, struct err *) MUSTUSE;

/* A new code for the pending session, which the caller sends to its user; valid for 10 minutes. */
bool sign_in_send(const struct sign_in *, const char *token, char code[SIGN_IN_CODE + 1],
    struct err *) MUSTUSE;

#define USER_EMAIL 255

struct session {
	char id[IDENT_TEXT], user[IDENT_TEXT], organization[64], email[USER_EMAIL];
	enum user_role role;
};

/* *valid: the session is confirmed, was used within two hours, and is not older than twelve. */
bool session_check(struct db *, const char *token, struct session *, bool *valid,
    struct err *) MUSTUSE;

#endif
