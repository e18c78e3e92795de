#pragma once

#include "app/base/error.h"

#include <string.h>

G_BEGIN_DECLS

/* One target a file: fuzz-NAME.c defines fuzz_one(), which gives the bytes of a stranger to one
 * door of the product and asserts what must hold for whatever comes: no input may fail an
 * assertion, ours or the product's, or make the sanitizers speak.
 *
 * libFuzzer calls it in a build with -Dfuzzers=true, driver.c with every file of the corpus in all
 * other builds. */
void    fuzz_one   (const guint8 *data,
                    gsize         size);

/* An error is there exactly if nothing was accepted, says which check refused and no fault of ours,
 * and can be told to the peer, whatever the stranger wrote into it. Clears the error. */
void    fuzz_check (gboolean      accepted,
                    GError      **error);
/* The same where the program's own fault is a verdict too. */
void    fuzz_check_any (gboolean  accepted,
                        GError  **error);

/* Copies, so that the sanitizers see every step beyond the end. The text has a zero behind it and
 * perhaps some within. */
char   *fuzz_text  (const guint8 *data,
                    gsize         size);
GBytes *fuzz_bytes (const guint8 *data,
                    gsize         size);
/* The bytes from *at on up to the next separator, or to the end; NULL behind the end. */
GBytes *fuzz_split (const guint8 *data,
                    gsize         size,
                    guint8        separator,
                    gsize        *at);

void    fuzz_assert_equal (GBytes       *bytes,
                           const void   *data,
                           gsize         size);
/* Whether a text may be shown as it stands. */
void    fuzz_assert_shown (const char   *text);

G_END_DECLS
