/* output.c: hold lines for standard output until their transaction is committed. */
#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "base/fault.h"
#include "os/file.h"
#include "run/output.h"

void
output_init(struct output *o)
{
	*o = (struct output){ .fd = STDOUT_FILENO, .held = STR_MAX(OUTPUT_HELD_MAX) };
}

void
output_line(struct output *o, const char *text, size_t n)
{
	str_add(&o->held, text, n);
	str_putc(&o->held, '\n');
	o->lines++;
}

bool
output_is_page(const struct output *o)
{
	return o->held.len >= OUTPUT_PAGE;
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
	if (str_full(&o->held))
		return err_set(e, ERR_BUG, "%zu lines at once are longer than %zu bytes", o->lines,
		    o->held.max);
	if (o->held.len)
		fault();
	if (o->fd >= 0 && !file_write(o->fd, o->held.data, o->held.len))
		return err_set(e, errno == EPIPE ? ERR_GONE : ERR_IO, "standard output: %s",
		    strerror(errno));
	output_drop(o);
	return true;
}

void
output_free(struct output *o)
{
	str_free(&o->held);
}
