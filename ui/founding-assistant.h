#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* From nothing to a station with its authority, page by page: where, under which CA, who, with which
 * secrets; then everything once more before it is done. Until then nothing is written.
 *
 * Signal: "founded" (const char *directory), when the person wants to go on to it. */
#define ZM_TYPE_FOUNDING_ASSISTANT (zm_founding_assistant_get_type ())
G_DECLARE_FINAL_TYPE (ZmFoundingAssistant, zm_founding_assistant, ZM, FOUNDING_ASSISTANT, AdwWindow)

GtkWindow *zm_founding_assistant_new (void);

G_END_DECLS
