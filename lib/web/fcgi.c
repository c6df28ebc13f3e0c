/* fcgi.c: threads that take FastCGI requests and answer them. */
#include <errno.h>
#include <fcgiapp.h>
#include <poll.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include "base/mem.h"
#include "web/fcgi.h"

#define STACK_BYTES ((size_t)1024 * 1024)
#define KEEP_LOOK 50			/* milliseconds between looks whether a thread is free */
#define FULL_PAUSE 20			/* milliseconds, when descriptors have run out */
#define CHUNK 65536

struct fcgi {
	struct fcgi_setup set;
	int stop;			/* an eventfd: readable when it is time to end */
	pthread_mutex_t accept;		/* one thread waits at the socket, the others for it */
	atomic_size_t free;		/* threads without a connection */
	pthread_t *thread;
	size_t started;
};

/* False: it is time to end.  Who comes first waits for all, so that one is woken. */
static bool
take_connection(struct fcgi *f, int *fd)
{
	struct pollfd p[] = { { f->set.fd, POLLIN, 0 }, { f->stop, POLLIN, 0 } };
	const struct timeval stall = { FCGI_STALL, 0 };

	*fd = -1;
	pthread_mutex_lock(&f->accept);
	while (*fd < 0) {
		if (poll(p, COUNT(p), -1) < 0 && errno != EINTR)
			break;
		if (p[1].revents)
			break;
		*fd = accept4(f->set.fd, NULL, NULL, SOCK_CLOEXEC);
		if (*fd < 0 && (errno == EMFILE || errno == ENFILE || errno == ENOMEM))
			poll(NULL, 0, FULL_PAUSE);
	}
	pthread_mutex_unlock(&f->accept);
	if (*fd < 0)
		return false;
	setsockopt(*fd, SOL_SOCKET, SO_RCVTIMEO, &stall, sizeof stall);
	setsockopt(*fd, SOL_SOCKET, SO_SNDTIMEO, &stall, sizeof stall);
	return true;
}

/* Whether a connection that the web server keeps has another request for us. */
static bool
comes_again(struct fcgi *f, int fd)
{
	struct pollfd p[] = { { fd, POLLIN, 0 }, { f->stop, POLLIN, 0 } };
	crt_time until = clock_steady() + FCGI_KEEP;

	while (clock_steady() < until) {
		if (poll(p, COUNT(p), KEEP_LOOK) > 0)
			return p[0].revents && !p[1].revents;
		if (atomic_load(&f->free) == 0)
			return false;
	}
	return false;
}

/* What was said to come, or up to one more byte than is allowed. */
static size_t
read_body(FCGX_Stream *in, struct str *body, size_t want)
{
	char chunk[CHUNK];

	while (body->len < want) {
		size_t n = want - body->len < CHUNK ? want - body->len : CHUNK;
		int got = FCGX_GetStr(chunk, (int)n, in);

		if (got <= 0)
			break;
		str_add(body, chunk, (size_t)got);
	}
	return body->len;
}

/* True: the body is there.  Else the answer is. */
static bool
body_of(struct web_request *r, FCGX_Stream *in, size_t max, struct str *body,
    struct web_answer *a)
{
	int64_t said = request_length(r);

	*a = (struct web_answer){ .status = 413, .text = "too large" };
	if (said > (int64_t)max)
		return false;
	if (read_body(in, body, said >= 0 ? (size_t)said : max + 1) > max)
		return false;
	*a = (struct web_answer){ .status = 400, .text = "the body is not whole" };
	if (said == -2 || (said > 0 && body->len != (size_t)said))
		return false;
	r->body = str_text(body);
	r->len = body->len;
	*a = (struct web_answer){ .status = 500, .text = "no answer" };
	return true;
}

static void
answer(struct fcgi *f, FCGX_Request *fr)
{
	struct str body = STR_MAX(f->set.body_max + 1), out = STR_MAX(2 * WEB_ANSWER_MAX);
	struct web_request r;
	struct web_answer a;

	request_read(&r, fr->envp);
	if (body_of(&r, fr->in, f->set.body_max, &body, &a))
		f->set.answer(f->set.arg, &r, &a);
	answer_print(&out, &r, &a);
	FCGX_PutStr(str_text(&out), (int)out.len, fr->out);
	str_free(&out);
	str_free(&body);
}

/* libfcgi accepts by itself where a request has no connection.  Its loop can neither be
   ended nor given a time limit, so the connection is put in, as one that is kept, and there
   is no socket to go back to when it ends. */
static void
converse(struct fcgi *f, int fd)
{
	FCGX_Request fr;

	FCGX_InitRequest(&fr, -1, 0);
	fr.ipcFd = fd;
	fr.keepConnection = 1;
	do {
		if (FCGX_Accept_r(&fr))
			break;
		answer(f, &fr);
		FCGX_Finish_r(&fr);
	} while (fr.ipcFd >= 0 && comes_again(f, fr.ipcFd));
	FCGX_Free(&fr, 1);
}

static void *
work(void *arg)
{
	struct fcgi *f = arg;
	int fd;

	while (take_connection(f, &fd)) {
		atomic_fetch_sub(&f->free, 1);
		converse(f, fd);
		atomic_fetch_add(&f->free, 1);
	}
	return NULL;
}

static bool
start_threads(struct fcgi *f)
{
	pthread_attr_t small;

	pthread_attr_init(&small);
	pthread_attr_setstacksize(&small, STACK_BYTES);
	atomic_store(&f->free, f->set.threads);
	f->thread = mem_get(f->set.threads * sizeof *f->thread);
	while (f->started < f->set.threads
	    && !pthread_create(&f->thread[f->started], &small, work, f))
		f->started++;
	pthread_attr_destroy(&small);
	return f->started == f->set.threads;
}

bool
fcgi_start(struct fcgi **out, const struct fcgi_setup *set, struct err *e)
{
	struct fcgi *f = *out = mem_get(sizeof *f);

	f->set = *set;
	f->stop = eventfd(0, EFD_CLOEXEC);
	pthread_mutex_init(&f->accept, NULL);
	if (FCGX_Init() || f->stop < 0)
		return err_set(e, ERR_AGAIN, "cannot start FastCGI");
	return start_threads(f) || err_set(e, ERR_AGAIN, "cannot start %zu threads", set->threads);
}

void
fcgi_stop(struct fcgi *f)
{
	const uint64_t one = 1;
	ssize_t told UNUSED;
	size_t i;

	if (f == NULL)
		return;
	told = write(f->stop, &one, sizeof one);
	for (i = 0; i < f->started; i++)
		pthread_join(f->thread[i], NULL);
	close(f->stop);
	pthread_mutex_destroy(&f->accept);
	free(f->thread);
	free(f);
}
