#pragma once

#include "app/station/station.h"

G_BEGIN_DECLS

/* What a person is told of a refusal is in security_audit_log with the same check. Most refusals
 * are put there by the desk that refuses; this is for what they have in common, and for whoever
 * shows an error that no desk knows of. */

/* Adds check, seen and expected to the detail of a record, escaped and cut. */
void zm_refusal_describe      (const GError *refusal,
                               json_t       *detail);
/* Records what "what" (a verb, a button) was refused for, unless it is on record already. */
void zm_refusal_note          (ZmStation    *station,
                               const char   *what,
                               const GError *refusal);
/* The same of a station that could not be opened, as far as its log can be. */
void zm_refusal_note_unopened (const char   *directory,
                               const GError *refusal);

G_END_DECLS
