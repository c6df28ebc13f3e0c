/* fcgi.c: threads that take FastCGI requests; connections, with what is under way on them. */
#include <errno.h>
#include <fcgiapp.h>
#include <poll.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include "base/mem.h"
#include "web/fcgi.h"

#define STACK_BYTES ((size_t)1024 * 1024)
#define FULL_PAUSE 20			/* milliseconds, when descriptors have run out */
#define CHUNK 65536

/* A connection. */
struct link {
	struct web_request request;	/* first: what is answered leads back */
	struct fcgi *fcgi;
	struct link *next, *before;
	FCGX_Request fr;
	struct str body;
	bool whole;			/* the body has been read to its end */
	bool known;			/* to epoll: it was kept before */
};

struct fcgi {
	struct fcgi_setup set;
	int stop;			/* an eventfd: readable when it is time to end */
	int events;			/* epoll: stop, the socket, connections that are kept */
	pthread_mutex_t lock;		/* of what follows */
	pthread_cond_t idle;
	struct link *links;
	size_t open, busy;		/* connections; requests that are not answered */
	pthread_t *thread;
	size_t started;
};

/* ---- connections ---- */

static void
count(struct fcgi *f, int requests)
{
	pthread_mutex_lock(&f->lock);
	f->busy += (size_t)requests;
	if (f->busy == 0)
		pthread_cond_signal(&f->idle);
	pthread_mutex_unlock(&f->lock);
}

/* For one thread, once: what comes is its, and it says when there may be more. */
static void
watch(struct fcgi *f, int how, int fd, void *what)
{
	struct epoll_event ev = { .events = EPOLLIN | EPOLLONESHOT, .data.ptr = what };

	epoll_ctl(f->events, how, fd, &ev);
}

static struct link *
link_open(struct fcgi *f, int fd)
{
	const struct timeval stall = { FCGI_STALL, 0 };
	struct link *l = mem_get(sizeof *l);

	setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &stall, sizeof stall);
	setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &stall, sizeof stall);
	l->fcgi = f;
	/* libfcgi accepts by itself where a request has no connection.  Its loop can neither
	   be ended nor given a time limit, so the connection is put in, as one that is kept,
	   and there is no socket to go back to when it ends. */
	FCGX_InitRequest(&l->fr, -1, 0);
	l->fr.ipcFd = fd;
	l->fr.keepConnection = 1;
	pthread_mutex_lock(&f->lock);
	l->next = f->links;
	if (l->next)
		l->next->before = l;
	f->links = l;
	if (++f->open < FCGI_OPEN_MAX)
		watch(f, EPOLL_CTL_MOD, f->set.fd, f);
	pthread_mutex_unlock(&f->lock);
	return l;
}

static void
link_close(struct link *l)
{
	struct fcgi *f = l->fcgi;

	FCGX_Free(&l->fr, 1);
	pthread_mutex_lock(&f->lock);
	*(l->before ? &l->before->next : &f->links) = l->next;
	if (l->next)
		l->next->before = l->before;
	if (f->open-- == FCGI_OPEN_MAX)
		watch(f, EPOLL_CTL_MOD, f->set.fd, f);
	pthread_mutex_unlock(&f->lock);
	free(l);
}

/* For its next request.  What this thread did to it is seen by the one that gets it, since
   that takes the lock, too. */
static void
link_keep(struct link *l)
{
	struct fcgi *f = l->fcgi;

	pthread_mutex_lock(&f->lock);
	watch(f, l->known ? EPOLL_CTL_MOD : EPOLL_CTL_ADD, l->fr.ipcFd, l);
	l->known = true;
	pthread_mutex_unlock(&f->lock);
}

/* ---- requests ---- */

/*
 * A connection that ends is just closed when all that came was read, which nobody has to
 * wait for.  Else it ends for sure, and libfcgi gives the web server time to read the
 * answer before its own sending fails.
 */
static void
answered(struct web_request *r, const struct web_answer *a)
{
	struct link *l = (struct link *)r;
	struct fcgi *f = l->fcgi;
	struct str out = STR_MAX(2 * WEB_ANSWER_MAX);

	answer_print(&out, r, a);
	FCGX_PutStr(str_text(&out), (int)out.len, l->fr.out);
	str_free(&out);
	if (l->whole)
		FCGX_Detach(&l->fr);
	else
		l->fr.keepConnection = 0;
	FCGX_Finish_r(&l->fr);
	str_free(&l->body);
	if (l->fr.ipcFd < 0)
		link_close(l);
	else
		link_keep(l);
	count(f, -1);
}

/* To its end, or up to one more byte than is allowed. */
static void
read_body(struct link *l)
{
	const size_t want = l->fcgi->set.body_max + 1;
	char chunk[CHUNK];
	int got = 1;

	l->body = (struct str)STR_MAX(want);
	while (got > 0 && l->body.len < want) {
		size_t n = want - l->body.len < CHUNK ? want - l->body.len : CHUNK;

		got = FCGX_GetStr(chunk, (int)n, l->fr.in);
		if (got > 0)
			str_add(&l->body, chunk, (size_t)got);
	}
	l->whole = l->body.len < want && FCGX_GetError(l->fr.in) == 0;
}

static void
take_request(struct link *l)
{
	const struct fcgi_setup *set = &l->fcgi->set;
	struct web_request *r = &l->request;

	request_read(r, l->fr.envp);
	r->answered = answered;
	l->whole = false;
	if (request_length(r) <= (int64_t)set->body_max)
		read_body(l);
	if (request_body(r, &l->body, set->body_max))
		set->take(set->arg, r);
}

static void
converse(struct link *l)
{
	struct fcgi *f = l->fcgi;

	count(f, 1);
	if (FCGX_Accept_r(&l->fr) == 0)
		take_request(l);
	else {
		link_close(l);
		count(f, -1);
	}
}

static void
welcome(struct fcgi *f)
{
	int fd = accept4(f->set.fd, NULL, NULL, SOCK_CLOEXEC);

	if (fd >= 0) {
		converse(link_open(f, fd));
		return;
	}
	if (errno == EMFILE || errno == ENFILE || errno == ENOMEM)
		poll(NULL, 0, FULL_PAUSE);
	watch(f, EPOLL_CTL_MOD, f->set.fd, f);
}

static void *
work(void *arg)
{
	struct fcgi *f = arg;
	struct epoll_event ev;
	int n;

	while ((n = epoll_wait(f->events, &ev, 1, -1)) > 0 || (n < 0 && errno == EINTR))
		if (n > 0 && ev.data.ptr == NULL)
			break;
		else if (n > 0 && ev.data.ptr == f)
			welcome(f);
		else if (n > 0)
			converse(ev.data.ptr);
	return NULL;
}

/* ---- all of it ---- */

static bool
start_threads(struct fcgi *f)
{
	pthread_attr_t small;

	pthread_attr_init(&small);
	pthread_attr_setstacksize(&small, STACK_BYTES);
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
	struct epoll_event stop = { .events = EPOLLIN };

	f->set = *set;
	f->stop = eventfd(0, EFD_CLOEXEC);
	f->events = epoll_create1(EPOLL_CLOEXEC);
	pthread_mutex_init(&f->lock, NULL);
	pthread_cond_init(&f->idle, NULL);
	if (FCGX_Init() || epoll_ctl(f->events, EPOLL_CTL_ADD, f->stop, &stop))
		return err_set(e, ERR_AGAIN, "cannot start FastCGI");
	watch(f, EPOLL_CTL_ADD, f->set.fd, f);
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
	pthread_mutex_lock(&f->lock);
	while (f->busy)
		pthread_cond_wait(&f->idle, &f->lock);
	pthread_mutex_unlock(&f->lock);
	while (f->links)
		link_close(f->links);
	close(f->events);
	close(f->stop);
	pthread_cond_destroy(&f->idle);
	pthread_mutex_destroy(&f->lock);
	free(f->thread);
	free(f);
}
