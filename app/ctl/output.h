#pragma once

#include "app/ctl/command.h"

G_BEGIN_DECLS

/* What a person or a program reads: standard output has the result (or, with --json, the one
 * object), standard error has the progress and, for people, the error. Foreign text is escaped
 * either way. */

/* Whether it is about the command line, and not about a station. */
gboolean  zm_output_is_usage          (const GError     *error);
/* The exit code that the error's meaning has, one of the table below. */
int       zm_output_exit_code         (const GError     *error);
/* All of them, as a table in Markdown. */
char     *zm_output_format_exit_codes (void);

void      zm_output_result            (const ZmCommand  *command);
void      zm_output_error             (const ZmCommand  *command,
                                       const GError     *error);
/* One line to standard error, with the seconds since the first one. */
void      zm_output_progress          (const char       *format,
                                       ...) G_GNUC_PRINTF (1, 2);

G_END_DECLS
