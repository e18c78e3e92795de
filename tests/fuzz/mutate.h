#pragma once

#include <glib.h>
#include <string.h>

/* A mutator that knows the form of the input, so that more than the first check of a parser is
 * reached; only beside libFuzzer, which calls the one and offers the other. */
gsize LLVMFuzzerCustomMutator (guint8 *data,
                               gsize   size,
                               gsize   max_size,
                               guint   seed);
gsize LLVMFuzzerMutate        (guint8 *data,
                               gsize   size,
                               gsize   max_size);
