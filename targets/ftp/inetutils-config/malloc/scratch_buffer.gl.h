/* What gnulib's Makefile makes of the header of glibc. */
#include "malloc/scratch_buffer.h"
