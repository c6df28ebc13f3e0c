/* http.c: run HTTP exchanges, and queue those that wait. */
#include <stdlib.h>
#include <unistd.h>

#include "base/mem.h"
#include "net/http_exchange.h"

struct http {
	struct http_settings set;	/* its ca_file is the member below */
	char *ca_file;
	CURLM *multi;
	struct http_exchange *busy[HTTP_PARALLEL_MAX];
	size_t nbusy;
	struct http_queue queue;
	uint64_t number;
};

bool
http_open(struct http **out, const struct http_settings *set, struct err *e)
{
	struct http *h;

	*out = NULL;
	if (set->parallel < 1 || set->parallel > HTTP_PARALLEL_MAX || set->timeout < 0)
		return err_set(e, ERR_CONFIG, "http: 1 to %d exchanges at once, and no negative timeout",
		    HTTP_PARALLEL_MAX);
	if (set->ca_file && access(set->ca_file, R_OK) != 0)
		return err_set(e, ERR_FILE, "cannot read the certificates \"%s\"", set->ca_file);
	if (curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK)
		return err_set(e, ERR_AGAIN, "http: libcurl does not start");
	h = mem_get(sizeof *h);
	h->set = *set;
	if (h->set.timeout == 0)
		h->set.timeout = HTTP_TIMEOUT;
	if (set->ca_file)
		h->set.ca_file = h->ca_file = mem_dup(set->ca_file);
	h->multi = mem_must(curl_multi_init());
	curl_multi_setopt(h->multi, CURLMOPT_MAXCONNECTS, (long)HTTP_KEPT_MAX);
	*out = h;
	return true;
}

bool
http_start(struct http *h, const struct http_request *r, crt_time not_before, http_done_fn *done,
    void *arg, struct err *e)
{
	crt_time now = clock_steady();
	struct http_exchange *x;

	if (h->queue.n == HTTP_QUEUE_MAX)
		return err_set(e, ERR_BUG, "more than %d exchanges wait", HTTP_QUEUE_MAX);
	x = http_exchange_new(r, e);
	if (x == NULL)
		return false;
	x->start = not_before > now ? not_before : now;
	x->number = h->number++;
	x->done = done;
	x->arg = arg;
	http_queue_put(&h->queue, x);
	return true;
}

/* Frees the exchange before it calls done, so that done may start another one. */
static void
http_end(struct http *h, struct http_exchange *x, CURLcode code)
{
	struct http_response a;
	struct err e = { 0 };
	bool came;

	curl_multi_remove_handle(h->multi, x->easy);
	h->busy[x->at] = h->busy[--h->nbusy];
	h->busy[x->at]->at = x->at;
	came = http_exchange_end(x, code, &a, &e);
	x->done(x->arg, came ? &a : NULL, &e);
	http_exchange_free(x);
}

static bool
http_begin(struct http *h, struct err *e)
{
	crt_time now = clock_steady();

	while (h->queue.n && h->nbusy < (size_t)h->set.parallel && h->queue.list[0]->start <= now) {
		struct http_exchange *x = http_queue_take(&h->queue);

		if (!http_exchange_begin(x, h->multi, &h->set, e)) {
			http_exchange_free(x);
			return false;
		}
		x->at = h->nbusy;
		h->busy[h->nbusy++] = x;
	}
	return true;
}

/* Reports the exchanges that ended, and returns their number. */
static size_t
http_take(struct http *h)
{
	size_t n = 0;
	CURLMsg *m;
	int left;

	while ((m = curl_multi_info_read(h->multi, &left))) {
		struct http_exchange *x = NULL;
		CURLcode code = m->data.result;

		if (m->msg != CURLMSG_DONE)
			continue;
		curl_easy_getinfo(m->easy_handle, CURLINFO_PRIVATE, (char **)&x);
		http_end(h, x, code);
		n++;
	}
	return n;
}

/* The time until the caller's deadline or the next start, in ms, rounded up. */
static int
http_wait_ms(const struct http *h, crt_time until)
{
	crt_time now = clock_steady(), at = until;

	if (h->queue.n && h->nbusy < (size_t)h->set.parallel && h->queue.list[0]->start < at)
		at = h->queue.list[0]->start;
	if (at <= now)
		return 0;
	return at - now > CLOCK_SECOND ? 1000 : (int)((at - now + 999) / 1000);
}

bool
http_drive(struct http *h, crt_time longest, size_t *left, struct err *e)
{
	crt_time until = clock_steady() + longest;
	CURLMcode bad = CURLM_OK;
	int running;
	bool ok = true;

	while (h->nbusy + h->queue.n) {
		ok = http_begin(h, e);
		bad = ok ? curl_multi_perform(h->multi, &running) : CURLM_OK;
		if (!ok || bad || http_take(h) || clock_steady() >= until)
			break;
		bad = curl_multi_poll(h->multi, NULL, 0, http_wait_ms(h, until), NULL);
		if (bad)
			break;
	}
	*left = h->nbusy + h->queue.n;
	if (bad)
		return err_set(e, ERR_BUG, "http: %s", curl_multi_strerror(bad));
	return ok;
}

void
http_close(struct http *h)
{
	size_t i;

	if (h == NULL)
		return;
	for (i = 0; i < h->nbusy; i++) {
		curl_multi_remove_handle(h->multi, h->busy[i]->easy);
		http_exchange_free(h->busy[i]);
	}
	for (i = 0; i < h->queue.n; i++)
		http_exchange_free(h->queue.list[i]);
	free(h->queue.list);
	curl_multi_cleanup(h->multi);
	curl_global_cleanup();
	free(h->ca_file);
	free(h);
}
