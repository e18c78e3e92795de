#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The subcommands of zmonitor-device. Each takes its own name as argv[0] and gives the exit
 * status. */

#define ZM_COMMAND_SUCCESS    0
#define ZM_COMMAND_FAILURE    1 /* refused or failed; why stands on standard error */
#define ZM_COMMAND_USAGE      2
#define ZM_COMMAND_BROKEN     3 /* of "audit verify": a row was changed, added or taken out */
#define ZM_COMMAND_CUT        4 /* rows are missing at the end */
#define ZM_COMMAND_UNREADABLE 5 /* nothing can be said */

int      zm_command_init           (int      argc,
                                    char   **argv);
int      zm_command_run            (int      argc,
                                    char   **argv);
int      zm_command_show           (int      argc,
                                    char   **argv);
int      zm_command_audit          (int      argc,
                                    char   **argv);
int      zm_command_verify_payload (int      argc,
                                    char   **argv);

/* For those: parses entries; what is left must be n_rest arguments. FALSE after telling how it is
 * used. */
gboolean zm_command_parse          (int                  argc,
                                    char               **argv,
                                    const char          *parameters,
                                    const char          *summary,
                                    const GOptionEntry  *entries,
                                    int                  n_rest,
                                    char              ***rest);
/* An option that must be given. */
gboolean zm_command_require        (const char          *value,
                                    const char          *option);
/* Tells the error on standard error and gives ZM_COMMAND_FAILURE. */
int      zm_command_fail           (const GError        *error);

G_END_DECLS
