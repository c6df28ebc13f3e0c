/* word.h: find a word in a list. */
#ifndef CRT_WORD_H
#define CRT_WORD_H

/* The index of the text in a list that ends with NULL; -1 if it is not there, or is NULL. */
int word_find(const char *const words[], const char *text);

#endif
