/* fcgi.c: serve FastCGI requests with threads; manage the connections. */
#include <errno.h>
#include <poll.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <sys/timerfd.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/wait.h"
#include "web/fcgi.h"
#include "web/fcgi_read.h"

#define STACK_BYTES ((size_t)1024 * 1024)
#define FULL_PAUSE 20			/* milliseconds, when no descriptors are left */
#define CHUNK 65536
#define TURN_MAX 16			/* chunks per connection before the next connection */

/* A connection. */
struct fcgi_connection {
	struct web_request request;	/* first, so that web_respond can find the struct */
	struct fcgi *fcgi;
	struct fcgi_connection *next, *before;
	int fd;
	struct fcgi_read in;
	bool known;			/* registered with epoll before */
	bool served;			/* a request on it has had its response */
	/* In the list of slow connections, while a request is incomplete. */
	struct fcgi_connection *younger, *older;
	bool slow;			/* it is in that list */
	size_t held;			/* bytes of its body, as counted in fcgi.held */
	crt_time until;			/* by the steady clock */
};

struct fcgi {
	struct fcgi_setup set;
	int stop;			/* an eventfd: readable when the server must stop */
	int timer;			/* readable when the eldest request's time is up */
	int events;			/* epoll: these two, the socket, and kept connections */
	pthread_mutex_t lock;		/* protects the members below */
	pthread_cond_t idle;
	struct fcgi_connection *connections;
	struct fcgi_connection *eldest, *youngest;	/* the slow ones, in order of their time */
	size_t held;			/* bytes of their bodies */
	size_t open, busy;		/* connections; requests without a response yet */
	pthread_t *thread;
	size_t started;
};

static void
fcgi_count(struct fcgi *f, int requests)
{
	pthread_mutex_lock(&f->lock);
	f->busy += (size_t)requests;
	if (f->busy == 0)
		pthread_cond_signal(&f->idle);
	pthread_mutex_unlock(&f->lock);
}

/* Watches a descriptor once: one thread gets its events and must rearm it. */
static void
fcgi_watch(struct fcgi *f, int how, int fd, void *what)
{
	struct epoll_event ev = { .events = EPOLLIN | EPOLLONESHOT, .data.ptr = what };

	epoll_ctl(f->events, how, fd, &ev);
}

/* ---- incomplete requests; the lock is held ---- */

static void
timer_set(struct fcgi *f)
{
	struct itimerspec at = { .it_value = { 0, 0 } };

	if (f->eldest)
		at.it_value = wait_spec(f->eldest->until);
	timerfd_settime(f->timer, TFD_TIMER_ABSTIME, &at, NULL);
}

static void
slow_end(struct fcgi_connection *l)
{
	struct fcgi *f = l->fcgi;

	if (!l->slow)
		return;
	*(l->older ? &l->older->younger : &f->eldest) = l->younger;
	*(l->younger ? &l->younger->older : &f->youngest) = l->older;
	f->held -= l->held;
	l->held = 0;
	l->slow = false;
	l->older = l->younger = NULL;
	if (f->eldest == NULL)
		timer_set(f);
}

/* Only its own thread may close it; that sees the end of the input and closes it. */
static void
slow_drop(struct fcgi_connection *l)
{
	slow_end(l);
	shutdown(l->fd, SHUT_RDWR);
}

/* More of the request will come; its time began with the first byte. */
static void
slow_begin(struct fcgi_connection *l)
{
	struct fcgi *f = l->fcgi;

	if (!l->slow) {
		l->slow = true;
		l->until = clock_steady() + f->set.patience;
		l->older = f->youngest;
		*(l->older ? &l->older->younger : &f->eldest) = l;
		f->youngest = l;
		if (f->eldest == l)
			timer_set(f);
	}
	f->held += l->in.body.len - l->held;
	l->held = l->in.body.len;
	while (f->held > FCGI_HELD_MAX)
		slow_drop(f->eldest);
}

static void
slow_sweep(struct fcgi *f)
{
	const crt_time now = clock_steady();

	pthread_mutex_lock(&f->lock);
	while (f->eldest && f->eldest->until <= now)
		slow_drop(f->eldest);
	timer_set(f);
	fcgi_watch(f, EPOLL_CTL_MOD, f->timer, &f->timer);
	pthread_mutex_unlock(&f->lock);
}

/* ---- connections ---- */

/* If no more connections may be open, the slowest request makes room. */
static struct fcgi_connection *
fcgi_connection_open(struct fcgi *f, int fd)
{
	struct fcgi_connection *l = mem_get(sizeof *l);

	l->fcgi = f;
	l->fd = fd;
	fcgi_read_open(&l->in, f->set.body_max);
	pthread_mutex_lock(&f->lock);
	l->next = f->connections;
	if (l->next)
		l->next->before = l;
	f->connections = l;
	if (++f->open < FCGI_OPEN_MAX)
		fcgi_watch(f, EPOLL_CTL_MOD, f->set.fd, f);
	else if (f->eldest)
		slow_drop(f->eldest);
	pthread_mutex_unlock(&f->lock);
	return l;
}

static void
fcgi_connection_close(struct fcgi_connection *l)
{
	struct fcgi *f = l->fcgi;

	pthread_mutex_lock(&f->lock);
	slow_end(l);
	close(l->fd);
	*(l->before ? &l->before->next : &f->connections) = l->next;
	if (l->next)
		l->next->before = l->before;
	if (f->open-- == FCGI_OPEN_MAX)
		fcgi_watch(f, EPOLL_CTL_MOD, f->set.fd, f);
	pthread_mutex_unlock(&f->lock);
	fcgi_read_end(&l->in);
	free(l);
}

/* Waits for the next request. The thread that gets it takes the lock, so it sees what this
   thread wrote. */
static void
fcgi_connection_keep(struct fcgi_connection *l)
{
	struct fcgi *f = l->fcgi;

	pthread_mutex_lock(&f->lock);
	if (fcgi_read_began(&l->in) || !l->served)
		slow_begin(l);
	fcgi_watch(f, l->known ? EPOLL_CTL_MOD : EPOLL_CTL_ADD, l->fd, l);
	l->known = true;
	pthread_mutex_unlock(&f->lock);
}

/* ---- requests ---- */

/* The response is short, and a peer that reads has room for it, so sending does not block. */
static bool
send_all(int fd, const struct str *s)
{
	return send(fd, str_text(s), s->len, MSG_DONTWAIT | MSG_NOSIGNAL) == (ssize_t)s->len;
}

static void
fcgi_responded(struct web_request *r, const struct web_response *a)
{
	struct fcgi_connection *l = (struct fcgi_connection *)r;
	struct fcgi *f = l->fcgi;
	struct str text = STR_MAX(2 * WEB_RESPONSE_MAX), out = STR_MAX(3 * WEB_RESPONSE_MAX);
	bool keep;

	web_response_print(&text, r, a);
	fcgi_print(&out, l->in.id, &text);
	keep = send_all(l->fd, &out) && l->in.keep;
	str_free(&text);
	str_free(&out);
	fcgi_read_end(&l->in);
	l->served = true;
	if (keep)
		fcgi_connection_keep(l);
	else
		fcgi_connection_close(l);
	fcgi_count(f, -1);
}

static void
take_request(struct fcgi_connection *l)
{
	const struct fcgi_setup *set = &l->fcgi->set;
	struct web_request *r = &l->request;
	struct web_response bad = { .status = 400, .text = "the headers are too many or too long" };

	fcgi_count(l->fcgi, 1);
	request_read(r, l->in.variables);
	r->responded = fcgi_responded;
	if (l->in.variables == NULL)
		web_respond(r, &bad);
	else if (request_body(r, &l->in.body, set->body_max))
		set->take(set->arg, r);
}

/* Reads what is available of a request, without waiting for more. */
static void
fcgi_converse(struct fcgi_connection *l)
{
	enum fcgi_came came = FCGI_MORE;
	char chunk[CHUNK];
	ssize_t got = 1;
	size_t n;
	int turn;

	for (turn = 0; turn < TURN_MAX && came == FCGI_MORE; turn++) {
		got = recv(l->fd, chunk, sizeof chunk, MSG_DONTWAIT);
		if (got <= 0)
			break;
		n = (size_t)got;
		came = fcgi_read(&l->in, chunk, &n);
		if (n < (size_t)got)
			l->in.keep = false;	/* it sends before the response: not ours */
	}
	if (came == FCGI_WHOLE) {
		pthread_mutex_lock(&l->fcgi->lock);
		slow_end(l);
		pthread_mutex_unlock(&l->fcgi->lock);
		take_request(l);
	} else if (came == FCGI_ALIEN || got == 0 || (got < 0 && errno != EAGAIN && errno != EINTR))
		fcgi_connection_close(l);
	else
		fcgi_connection_keep(l);
}

static void
fcgi_welcome(struct fcgi *f)
{
	int fd = accept4(f->set.fd, NULL, NULL, SOCK_CLOEXEC);

	if (fd >= 0) {
		fcgi_converse(fcgi_connection_open(f, fd));
		return;
	}
	if (errno == EMFILE || errno == ENFILE || errno == ENOMEM)
		poll(NULL, 0, FULL_PAUSE);
	fcgi_watch(f, EPOLL_CTL_MOD, f->set.fd, f);
}

static void *
fcgi_work(void *arg)
{
	struct fcgi *f = arg;
	struct epoll_event ev;
	int n;

	while ((n = epoll_wait(f->events, &ev, 1, -1)) > 0 || (n < 0 && errno == EINTR))
		if (n > 0 && ev.data.ptr == NULL)
			break;
		else if (n > 0 && ev.data.ptr == f)
			fcgi_welcome(f);
		else if (n > 0 && ev.data.ptr == &f->timer)
			slow_sweep(f);
		else if (n > 0)
			fcgi_converse(ev.data.ptr);
	return NULL;
}

/* ---- the server ---- */

static bool
start_threads(struct fcgi *f)
{
	pthread_attr_t small;

	pthread_attr_init(&small);
	pthread_attr_setstacksize(&small, STACK_BYTES);
	f->thread = mem_get(f->set.threads * sizeof *f->thread);
	while (f->started < f->set.threads
	    && !pthread_create(&f->thread[f->started], &small, fcgi_work, f))
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
	f->timer = timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC | TFD_NONBLOCK);
	f->events = epoll_create1(EPOLL_CLOEXEC);
	pthread_mutex_init(&f->lock, NULL);
	pthread_cond_init(&f->idle, NULL);
	if (f->timer < 0 || epoll_ctl(f->events, EPOLL_CTL_ADD, f->stop, &stop))
		return err_set(e, ERR_AGAIN, "cannot start FastCGI");
	fcgi_watch(f, EPOLL_CTL_ADD, f->timer, &f->timer);
	fcgi_watch(f, EPOLL_CTL_ADD, f->set.fd, f);
	return start_threads(f) || err_set(e, ERR_AGAIN, "cannot start %zu threads", set->threads);
}

void
fcgi_stop(struct fcgi *f)
{
	const uint64_t one = 1;
	ssize_t written UNUSED;
	size_t i;

	if (f == NULL)
		return;
	written = write(f->stop, &one, sizeof one);
	for (i = 0; i < f->started; i++)
		pthread_join(f->thread[i], NULL);
	pthread_mutex_lock(&f->lock);
	while (f->busy)
		pthread_cond_wait(&f->idle, &f->lock);
	pthread_mutex_unlock(&f->lock);
	while (f->connections)
		fcgi_connection_close(f->connections);
	close(f->events);
	close(f->timer);
	close(f->stop);
	pthread_cond_destroy(&f->idle);
	pthread_mutex_destroy(&f->lock);
	free(f->thread);
	free(f);
}
