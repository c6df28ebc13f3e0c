/* base.h: definitions that every file needs; no functions. */
#ifndef CRT_BASE_H
#define CRT_BASE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define COUNT(a)        (sizeof (a) / sizeof (a)[0])
#define MUSTUSE         __attribute__((warn_unused_result))
#define PRINTF(f, v)    __attribute__((format(printf, f, v)))
#define UNUSED          __attribute__((unused))

#endif
