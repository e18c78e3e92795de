#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Judges what zmonitor-reader said, which is as hostile as the picture that it looked at. */

/* The texts of all codes, at least one, or an error as listed in app/qr/reader-client.h. */
char **zm_reader_answer_parse_all (GBytes  *answer,
                                   GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* The one of them; more are "reader.several-codes". */
char  *zm_reader_answer_take_only (char   **texts,
                                   GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Both together. */
char  *zm_reader_answer_parse     (GBytes  *answer,
                                   GError **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
