/* ledger.c: record in a file which messages a sender has begun to hand off. */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/fault.h"
#include "base/mem.h"
#include "crypto/ident.h"
#include "ledger.h"
#include "os/file.h"
#include "os/owner.h"

#define MAGIC "crt ledger 1"
#define BOOT_ID "/proc/sys/kernel/random/boot_id"
#define BOOT_ROOM 64
#define SLOTS_MAX 4096
#define NAMES_MAX 100000		/* files whose age is checked */

#define READS_MAX 100		/* attempts to read a ledger that changes */

enum { EMPTY, BEGUN, ENDED, STATES = 4 };

struct ledger_slot {
	_Atomic uint32_t state;		/* plus STATES times the number of changes; written last */
	uint32_t fate;
	char id[40];
	char provider_id[128], code[32], reason[256], alike[40];
	char pad[8];
};

struct header {
	char magic[16], boot[BOOT_ROOM];
	uint64_t slots;
	int64_t pid;
	_Atomic int64_t until;
	char pad[512 - 16 - BOOT_ROOM - 24];
};

struct ledger {
	char *path;
	int fd;
	size_t bytes;
	struct header *header;
	struct ledger_slot *slot;
};

/* The id of this boot.  "" if the system has none: then no ledger counts as evidence. */
static void
ledger_boot(char boot[BOOT_ROOM])
{
	int fd = open(BOOT_ID, O_RDONLY | O_CLOEXEC);
	ssize_t n = fd < 0 ? 0 : read(fd, boot, BOOT_ROOM - 1);

	boot[n > 0 ? n : 0] = '\0';
	if (fd >= 0)
		close(fd);
}

static char *
ledger_path(const char *folder, int64_t sender)
{
	char name[24];

	snprintf(name, sizeof name, "%" PRId64, sender);
	return file_in(folder, name);
}

/* Removes the file of a dead sender that no message in flight refers to any more. */
static void
ledger_remove_old(int folder, const char *name)
{
	int fd = openat(folder, name, O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
	crt_time oldest = clock_now() - LEDGER_KEPT_DAYS * CLOCK_DAY;
	struct stat st;

	if (fd < 0)
		return;
	if (fstat(fd, &st) == 0 && S_ISREG(st.st_mode) && st.st_mtime < oldest / CLOCK_SECOND
	    && flock(fd, LOCK_EX | LOCK_NB) == 0)
		unlinkat(folder, name, 0);
	close(fd);
}

static void
ledger_tidy(const char *folder)
{
	DIR *dir = opendir(folder);
	struct dirent *d;
	size_t n;

	for (n = 0; dir && n < NAMES_MAX && (d = readdir(dir)); n++)
		if (d->d_name[strspn(d->d_name, "0123456789")] == '\0')
			ledger_remove_old(dirfd(dir), d->d_name);
	if (dir)
		closedir(dir);
}

static bool
ledger_error(const struct ledger *l, const char *what, int why, struct err *e)
{
	bool denied = why == EACCES || why == EROFS || why == EPERM;
	bool full = why == ENOSPC || why == EDQUOT;

	err_set(e, denied ? ERR_DENIED : full ? ERR_AGAIN : ERR_IO,
	    "cannot %s the ledger \"%s\": %s", what, l->path, strerror(why));
	return denied ? err_hint(e, "make the user that runs crt-send the owner of its folder") : false;
}

static bool
ledger_make(struct ledger *l, size_t slots, struct err *e)
{
	int why;

	l->bytes = sizeof *l->header + slots * sizeof *l->slot;
	l->fd = open(l->path, O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
	if (l->fd < 0 || flock(l->fd, LOCK_EX | LOCK_NB) < 0)
		return ledger_error(l, "make", errno, e);
	why = posix_fallocate(l->fd, 0, (off_t)l->bytes);	/* reports a full disk now */
	if (why)
		return ledger_error(l, "write", why, e);
	l->header = mmap(NULL, l->bytes, PROT_READ | PROT_WRITE, MAP_SHARED, l->fd, 0);
	if (l->header == MAP_FAILED) {
		l->header = NULL;
		return ledger_error(l, "write", errno, e);
	}
	l->slot = (struct ledger_slot *)(l->header + 1);
	l->header->slots = slots;
	l->header->pid = getpid();
	ledger_boot(l->header->boot);
	memcpy(l->header->magic, MAGIC, sizeof MAGIC);
	return true;
}

bool
ledger_open(struct ledger **out, const char *folder, int64_t sender, size_t slots, struct err *e)
{
	struct ledger *l = *out = mem_get(sizeof *l);

	l->path = ledger_path(folder, sender);
	l->fd = -1;
	if (!owner_keep(folder, e) || !file_folders(folder, 0700, e))
		return false;
	ledger_tidy(folder);
	return ledger_make(l, slots, e);
}

void
ledger_close(struct ledger *l, bool resolved)
{
	if (l == NULL)
		return;
	if (resolved && l->fd >= 0)
		unlink(l->path);
	if (l->header)
		munmap(l->header, l->bytes);
	if (l->fd >= 0)
		close(l->fd);
	free(l->path);
	free(l);
}

void
ledger_lease(struct ledger *l, crt_time until)
{
	if (l)
		atomic_store(&l->header->until, until);
}

static void
ledger_become(struct ledger_slot *s, uint32_t state)
{
	uint32_t now = atomic_load(&s->state);

	atomic_store(&s->state, now - now % STATES + STATES + state);
}

void
ledger_forget(struct ledger *l, size_t slot)
{
	if (l)
		ledger_become(&l->slot[slot], EMPTY);
}

void
ledger_begin(struct ledger *l, size_t slot, const char *id)
{
	struct ledger_slot *s = &l->slot[slot];

	ledger_become(s, EMPTY);
	snprintf(s->id, sizeof s->id, "%s", id);
	ledger_become(s, BEGUN);
	fault();
}

void
ledger_end(struct ledger *l, size_t slot, const struct channel_result *r)
{
	struct ledger_slot *s = &l->slot[slot];

	if (atomic_load(&s->state) % STATES != BEGUN)
		return;
	fault();
	s->fate = (uint32_t)r->fate;
	memcpy(s->provider_id, r->provider_id, sizeof s->provider_id);
	memcpy(s->code, r->code, sizeof s->code);
	memcpy(s->reason, r->reason, sizeof s->reason);
	memcpy(s->alike, r->alike, sizeof r->alike);
	ledger_become(s, ENDED);
}

/* A slot may change while it is read.  Where two reads agree, the value was real in between. */
static bool
ledger_read_slots(struct ledger_copy *c)
{
	size_t want = c->n * sizeof *c->slot, i;
	struct ledger_slot *again = mem_get(want);
	bool ok = true;

	c->slot = mem_get(want);
	c->torn = true;
	for (i = 0; ok && c->torn && i < READS_MAX; i++) {
		ok = pread(c->fd, c->slot, want, sizeof(struct header)) == (ssize_t)want
		    && pread(c->fd, again, want, sizeof(struct header)) == (ssize_t)want;
		c->torn = ok && memcmp(c->slot, again, want);
	}
	free(again);
	return ok;
}

/* Reads the slots of the file, if it was written since the last boot. */
static bool
ledger_load(struct ledger_copy *c)
{
	struct header h;
	char boot[BOOT_ROOM] = "";

	ledger_boot(boot);
	if (read(c->fd, &h, sizeof h) != sizeof h || memcmp(h.magic, MAGIC, sizeof MAGIC)
	    || *boot == '\0' || strncmp(h.boot, boot, sizeof boot) || h.slots > SLOTS_MAX)
		return false;
	c->n = h.slots;
	c->pid = (pid_t)h.pid;
	c->until = h.until;
	return ledger_read_slots(c);
}

void
ledger_read(struct ledger_copy *c, const char *folder, int64_t sender)
{
	*c = (struct ledger_copy){ .word = LEDGER_NONE, .path = ledger_path(folder, sender) };
	c->fd = open(c->path, O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
	if (c->fd < 0)
		return;
	c->word = flock(c->fd, LOCK_EX | LOCK_NB) == 0 ? LEDGER_GOOD : LEDGER_ALIVE;
	if (!ledger_load(c))
		c->word = c->word == LEDGER_GOOD ? LEDGER_OLD : LEDGER_NONE;
}

void
ledger_unlook(struct ledger_copy *c, bool resolved)
{
	if (c->fd >= 0) {
		if (resolved)
			unlink(c->path);
		close(c->fd);
	}
	free(c->slot);
	free(c->path);
}

bool
ledger_find(const struct ledger_copy *c, const char *id, struct channel_result *r)
{
	const struct ledger_slot *found = NULL;
	size_t i;

	for (i = 0; i < c->n; i++) {
		const struct ledger_slot *s = &c->slot[i];

		if (s->state % STATES != EMPTY && !strncmp(s->id, id, sizeof s->id)
		    && (found == NULL || s->state % STATES == BEGUN))
			found = s;
	}
	if (found == NULL && !c->torn)
		return false;
	*r = (struct channel_result){ .fate = CHANNEL_UNKNOWN };
	if (c->torn || found->state % STATES != ENDED)
		return true;
	r->fate = (enum channel_fate)found->fate;
	memcpy(r->provider_id, found->provider_id, sizeof r->provider_id - 1);
	memcpy(r->code, found->code, sizeof r->code - 1);
	memcpy(r->reason, found->reason, sizeof r->reason - 1);
	memcpy(r->alike, found->alike, sizeof r->alike - 1);
	return true;
}
