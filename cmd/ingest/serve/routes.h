/* routes.h: the handlers of the routes of routes.def. */
#ifndef CRT_INGEST_SERVE_ROUTES_H
#define CRT_INGEST_SERVE_ROUTES_H

#include "serve.h"

typedef void route_fn(struct serve *, struct web_request *, const struct serve_target *);

#define ROUTE(handler, method, path, caller, body, meaning) route_fn route_##handler;
#include "routes.def"
#undef ROUTE

#endif
