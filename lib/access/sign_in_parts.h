/* sign_in_parts.h: what both steps of a sign-in do. */
#ifndef CRT_ACCESS_SIGN_IN_PARTS_H
#define CRT_ACCESS_SIGN_IN_PARTS_H

#include "access/sign_in.h"

/* sign_in.c: stores the attempt and fills in out->marks. user NULL: nobody has the address. */
bool sign_in_store(const struct sign_in *, const char *user, struct signed_in *out,
    struct err *) MUSTUSE;

void sign_in_token(char out[TOKEN_SESSION + 1]);

#endif
