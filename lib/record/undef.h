/* undef.h: undefine the macros after each inclusion of record.def. May be included repeatedly. */
#undef PART
#undef FIELD
#undef WORD
#undef SUB
#undef LIST
#undef END
#undef RECORD
#undef RECORD_OF
