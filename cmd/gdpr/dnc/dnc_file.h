/* dnc_file.h: the lines of a file of the registry, with the hash of its bytes. */
#ifndef CRT_GDPR_DNC_FILE_H
#define CRT_GDPR_DNC_FILE_H

#include "base/err.h"
#include "base/str.h"

#define DNC_LINE_MAX 256

/* n is DNC_LINE_MAX for a line that is as long or longer. */
typedef bool dnc_line_fn(void *, const char *line, size_t n, struct err *);

/* "-" is standard input. Appends the SHA-256 of all bytes to hex. */
bool dnc_file_read(const char *path, dnc_line_fn *fn, void *arg, struct str *hex, struct err *e)
    MUSTUSE;

#endif
