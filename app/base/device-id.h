#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define ZM_DEVICE_ID_MAX    64  /* characters */
#define ZM_DEVICE_LABEL_MAX 128 /* Unicode characters */

/* [A-Za-z0-9][A-Za-z0-9._-]{0,63}; text need not be terminated at length. */
gboolean zm_device_id_is_valid    (const char *text,
                                   gssize      length);
/* Sets check "device.id". */
gboolean zm_device_id_check       (const char  *text,
                                   GError     **error) G_GNUC_WARN_UNUSED_RESULT;
/* UTF-8, 1 to 128 characters, no control or bidi characters. Sets check "device.label". */
gboolean zm_device_label_check    (const char  *text,
                                   GError     **error) G_GNUC_WARN_UNUSED_RESULT;
/* The same rules for any other short text that a person wrote, of 0 to max characters (model,
 * location, asset tag, reason). Sets the given check. */
gboolean zm_device_text_check     (const char  *text,
                                   gsize        max,
                                   const char  *check,
                                   GError     **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
