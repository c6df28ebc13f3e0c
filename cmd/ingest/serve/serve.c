/* serve.c: the webhook server: store each webhook of a web server before the response. */
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/log.h"
#include "os/owner.h"
#include "serve.h"
#include "conf/default_paths.h"
#include "web/listen.h"

static bool
serve_read_mode(const char *text, mode_t *mode, struct err *e)
{
	char *end;
	long n = strtol(text, &end, 8);

	*mode = (mode_t)n;
	return (end != text && *end == '\0' && n >= 0 && n <= 0777)
	    || err_set(e, ERR_USAGE, "--mode needs a file mode such as 0660, not \"%.32s\"", text);
}

/* Other threads inherit this mask, so only the thread that waits for signals gets them. */
static void
signals_hold(sigset_t *set)
{
	sigemptyset(set);
	sigaddset(set, SIGTERM);
	sigaddset(set, SIGINT);
	sigaddset(set, SIGHUP);
	pthread_sigmask(SIG_BLOCK, set, NULL);
}

static bool
serve_socket(struct serve *d, const sigset_t *set, struct err *e)
{
	struct web_socket socket = { .fd = -1 };
	struct fcgi *fcgi = NULL;
	struct fcgi_setup setup = { .threads = (size_t)d->set->threads,
	    .body_max = (size_t)d->set->body_max, .patience = FCGI_PATIENCE,
	    .take = serve_request, .arg = d };
	mode_t mode;
	int got;
	bool ok = serve_read_mode(d->set->mode, &mode, e)
	    && web_listen(&socket, d->set->socket, mode, d->set->group, e);

	if (ok) {
		setup.fd = socket.fd;
		ok = fcgi_start(&fcgi, &setup, e);
	}
	if (ok) {
		log_line(LOG_INFO, NULL, "accepting requests");
		sigwait(set, &got);
		log_line(LOG_INFO, NULL, "stopping; requests in progress are completed first");
	}
	fcgi_stop(fcgi);
	web_unlisten(&socket);
	return ok;
}

/* An unusable spool is reported at the start, not when the database is first down. */
static void
try_spool(const struct serve *d)
{
	struct err e = { 0 };

	if (!spool_ready(d->spool, &e))
		log_line(LOG_WARN, NULL, "deliveries will be refused while the database is down: %s",
		    e.text);
}

static bool
serve_open(struct serve *d, struct err *e)
{
	const struct ingest *set = d->set;

	serve_queue_open(&d->queue, d->heartbeat ? (size_t)set->writers : 1,
	    (size_t)set->max_batch, set->linger * (CLOCK_SECOND / 1000));
	spool_open(&d->spool, d->folder);
	try_spool(d);
	return pages_open(&d->pages, e) && serve_stores_open(&d->stores, &set->common, e)
	    && serve_overflow_start(d, e) && serve_unverified_start(d, serve_verify, e)
	    && serve_write_start(d, e);
}

/* By now all responses are sent, and acknowledged deliveries are stored or spooled.  If a
   frozen database still holds a writer, exit at once: the writer uses this memory. */
static void
serve_close(struct serve *d)
{
	serve_unverified_stop(d);
	if (!serve_write_stop(d)) {
		log_line(LOG_WARN, NULL, "the database does not respond; stopping without it");
		_exit(0);
	}
	serve_overflow_stop(d);
	serve_stores_close(&d->stores);
	serve_queue_close(&d->queue);
	spool_close(d->spool);
	pages_close(d->pages);
}

bool
ingest_serve(void *settings, char **operands UNUSED, struct err *e)
{
	struct ingest *set = settings;
	const bool cgi = getenv("GATEWAY_INTERFACE") != NULL;
	struct serve d = { .set = set, .heartbeat = !cgi,
	    .signs = { [PROVIDER_sendgrid] = { set->sendgrid_key },
	        [PROVIDER_twilio] = { set->twilio_token } } };
	sigset_t set_of;
	bool ok;

	if (set->common.dry_run)
		return err_set(e, ERR_USAGE, "serve has no dry run");
	if (!state_path(&set->common, set->spool, "spool", &d.folder, e))
		return false;
	if (!owner_keep(d.folder, e)) {
		free(d.folder);
		return false;
	}
	signals_hold(&set_of);
	ok = serve_open(&d, e);
	if (ok && cgi)
		ok = cgi_respond((size_t)set->body_max, serve_request, &d, e);
	else if (ok)
		ok = serve_socket(&d, &set_of, e);
	serve_close(&d);
	free(d.folder);
	return ok;
}
