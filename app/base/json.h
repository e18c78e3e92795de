#pragma once

#include <glib.h>
#include <jansson.h>

G_BEGIN_DECLS

/* The door to jansson. A failed parse or a missing member is an error of code ZM_ERROR_INVALID
 * with the check that the caller names. */

G_DEFINE_AUTOPTR_CLEANUP_FUNC (json_t, json_decref)

/* Has jansson read now, from /dev/urandom, what it keeps its hash tables unpredictable with; at the
 * first object it would do so by itself. */
void        zm_json_seed          (void);

/* One object, UTF-8, no duplicate members, no byte order mark, no lone surrogates, nothing but
 * white space after it. length in bytes; text may be NULL if it is 0,
 * as in an empty GBytes. The caller has already applied its size limit. U+0000 inside a string is
 * kept (jansson counts lengths), so that the members check can name it. */
json_t     *zm_json_parse_object  (const char   *text,
                                   gsize         length,
                                   const char   *check,
                                   GError      **error) G_GNUC_WARN_UNUSED_RESULT;

/* The string value of a member, owned by object; max in bytes. Refuses U+0000 within. */
const char *zm_json_get_string    (const json_t *object,
                                   const char   *member,
                                   gsize         max,
                                   const char   *check,
                                   GError      **error) G_GNUC_WARN_UNUSED_RESULT;
/* Absent reads as NULL without an error; present it must be a string. */
gboolean    zm_json_get_optional  (const json_t *object,
                                   const char   *member,
                                   gsize         max,
                                   const char  **value,
                                   const char   *check,
                                   GError      **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean    zm_json_get_integer   (const json_t *object,
                                   const char   *member,
                                   gint64        min,
                                   gint64        max,
                                   gint64       *value,
                                   const char   *check,
                                   GError      **error) G_GNUC_WARN_UNUSED_RESULT;

/* Adds a member unless value is NULL. */
void        zm_json_set_string    (json_t       *object,
                                   const char   *member,
                                   const char   *value);

G_END_DECLS
