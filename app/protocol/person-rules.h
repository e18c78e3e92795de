#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What a person who signs in may be called, for the signer that takes the name and the screen where it
 * is typed. */

#define ZM_PERSON_RULES_NAME_MAX 64 /* characters */

/* Sets check "operator.name". */
gboolean zm_person_rules_check_name (const char  *name,
                                     GError     **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
