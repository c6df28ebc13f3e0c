/* ledger.c: a ledger that is read while its sender changes it gives no wrong results. */
#include <unistd.h>

/* The sender continues while another process reads. */
static ssize_t pread_beside(int fd, void *to, size_t n, off_t at);
#define pread pread_beside
#include "../../cmd/send/outcome/ledger.c"
#undef pread
#include "tap.h"

#define OLD "00000000-0000-4000-8000-000000000001"
#define NEW "00000000-0000-4000-8000-000000000002"

static struct ledger *sender;
static int changes;

/* A copy taken during a change: the state of the old mail with the id of the new one. */
static ssize_t
pread_beside(int fd, void *to, size_t n, off_t at)
{
	struct channel_result sent = { .fate = CHANNEL_SENT };
	struct ledger_slot *s = to;
	ssize_t got = pread(fd, to, n, at);

	if (changes && changes--) {
		ledger_begin(sender, 0, NEW);
		if (changes % 2)
			ledger_end(sender, 0, &sent);
		memcpy(s->id, NEW, sizeof NEW);
	}
	return got;
}

/* What another process reads while the sender changes its slot n times. */
static bool
finds(const char *folder, int times, const char *id, enum channel_fate *fate)
{
	struct channel_result sent = { .fate = CHANNEL_SENT }, r = { 0 };
	struct ledger_copy c;
	bool found;

	changes = 0;
	ledger_begin(sender, 0, OLD);
	ledger_end(sender, 0, &sent);
	changes = times;
	ledger_read(&c, folder, 1);
	found = c.word == LEDGER_ALIVE && ledger_find(&c, id, &r);
	ledger_unlook(&c, false);
	*fate = r.fate;
	return found;
}

int
main(void)
{
	char folder[] = "/tmp/crt-ledger.XXXXXX";
	enum channel_fate fate;
	struct err e = { 0 };

	if (!mkdtemp(folder) || !ledger_open(&sender, folder, 1, 4, &e))
		return 1;
	tap_ok(finds(folder, 0, OLD, &fate) && fate == CHANNEL_SENT, "ended messages are reported");
	tap_ok(!finds(folder, 0, NEW, &fate) && fate == CHANNEL_SENT,
	    "what was not begun is not found");
	tap_ok(finds(folder, 1, NEW, &fate) && fate == CHANNEL_UNKNOWN,
	    "a mail begun while it is read is not taken for sent");
	tap_ok(finds(folder, 1000000, OLD, &fate) && fate == CHANNEL_UNKNOWN,
	    "of a ledger that never rests nothing is known");
	ledger_close(sender, true);
	rmdir(folder);
	return tap_done();
}
