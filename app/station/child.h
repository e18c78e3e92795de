#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* A companion program that ends with this object: started by name (app/base/companion.h), asked
 * to end with SIGTERM, and waited for (SIGKILL after 3 s). What it writes to one descriptor can be read here. */
typedef struct _ZmChild ZmChild;

/* arguments: NULL-terminated, without the program's name. report_option: an option that takes a
 * descriptor, e.g. "--events-fd", whose other end zm_child_get_report() reads; or NULL. log_file
 * takes what it writes to standard error; NULL: ours does. */
ZmChild      *zm_child_start      (const char         *program,
                                   const char *const  *arguments,
                                   const char         *report_option,
                                   const char         *log_file,
                                   GError            **error) G_GNUC_WARN_UNUSED_RESULT;
void          zm_child_free       (ZmChild            *child);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ZmChild, zm_child_free)

GInputStream *zm_child_get_report (ZmChild            *child);

/* Runs one to its end; a status other than 0 is "child.failed". */
gboolean      zm_child_run        (const char         *program,
                                   const char *const  *arguments,
                                   GError            **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
