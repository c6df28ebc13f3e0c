/* output.c: lines for standard output, held until what they tell is committed. */
#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "base/fault.h"
#include "flow/output.h"

void
output_init(struct output *o)
{
	*o = (struct output){ .held = STR_MAX(OUTPUT_HELD_MAX) };
}

void
output_line(struct output *o, const char *text, size_t n)
{
	str_add(&o->held, text, n);
	str_putc(&o->held, '\n');
	o->lines++;
}

void
output_drop(struct output *o)
{
	str_cut(&o->held, 0);
	o->lines = 0;
}

bool
output_flush(struct output *o, struct err *e)
{
	const char *p = str_text(&o->held);
	size_t left = o->held.len;

	if (left)
		fault();
	while (left) {
		ssize_t n = write(STDOUT_FILENO, p, left);

		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return err_set(e, ERR_IO, "standard output: %s", strerror(errno));
		p += n;
		left -= (size_t)n;
	}
	output_drop(o);
	return true;
}

void
output_free(struct output *o)
{
	str_free(&o->held);
}
