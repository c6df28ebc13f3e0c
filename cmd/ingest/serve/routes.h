/* routes.h: the handlers of the routes of routes.def. */
#ifndef CRT_INGEST_SERVE_ROUTES_H
#define CRT_INGEST_SERVE_ROUTES_H

#include "serve.h"

#define ROUTE_FORM_MAX 16384		/* bytes of a form's body */

typedef void route_fn(struct serve *, struct web_request *, const struct serve_target *);

#define ROUTE(handler, method, path, caller, body, rate, meaning) route_fn route_##handler;
#include "routes.def"
#undef ROUTE

#endif
