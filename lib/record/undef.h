/* undef.h: after each reading of record.def, forget its macros.  Meant to be included again. */
#undef PART
#undef FIELD
#undef WORD
#undef SUB
#undef LIST
#undef END
#undef RECORD
#undef RECORD_OF
