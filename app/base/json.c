#include "app/base/json.h"

#include "app/base/error.h"

#include <string.h>

void
zm_json_seed (void)
{
  json_object_seed (0);
}

json_t *
zm_json_parse_object (const char  *text,
                      gsize        length,
                      const char  *check,
                      GError     **error)
{
  g_autoptr(json_t) value = NULL;
  json_error_t where;

  g_return_val_if_fail (text != NULL || length == 0, NULL);

  value = json_loadb (text != NULL ? text : "", length,
                      JSON_REJECT_DUPLICATES | JSON_ALLOW_NUL, &where);
  if (value == NULL)
    {
      zm_error_set (error, ZM_ERROR_INVALID, check, where.text, "one JSON object",
                    "The JSON cannot be read (line %d, column %d)", where.line, where.column);
      return NULL;
    }
  if (!json_is_object (value))
    {
      zm_error_set (error, ZM_ERROR_INVALID, check, "another JSON value", "one JSON object",
                    "The JSON is not an object");
      return NULL;
    }

  return g_steal_pointer (&value);
}

static const char *
string_value (json_t      *value,
              const char  *member,
              gsize        max,
              const char  *check,
              GError     **error)
{
  const char *text = json_string_value (value);

  if (text == NULL)
    {
      zm_error_set (error, ZM_ERROR_INVALID, check, value == NULL ? "nothing" : "another type",
                    "a string", "Member “%s” is missing or not a string", member);
      return NULL;
    }
  if (strlen (text) != json_string_length (value) || strlen (text) > max)
    {
      g_autofree char *seen = g_strdup_printf ("%zu bytes", json_string_length (value));
      g_autofree char *expected = g_strdup_printf ("at most %zu bytes without U+0000", max);

      zm_error_set (error, ZM_ERROR_INVALID, check, seen, expected,
                    "Member “%s” is too long or has a zero character", member);
      return NULL;
    }

  return text;
}

const char *
zm_json_get_string (const json_t  *object,
                    const char    *member,
                    gsize          max,
                    const char    *check,
                    GError       **error)
{
  return string_value (json_object_get (object, member), member, max, check, error);
}

gboolean
zm_json_get_optional (const json_t  *object,
                      const char    *member,
                      gsize          max,
                      const char   **value,
                      const char    *check,
                      GError       **error)
{
  json_t *found = json_object_get (object, member);
  const char *text = NULL;

  if (found != NULL)
    {
      text = string_value (found, member, max, check, error);
      if (text == NULL)
        return FALSE;
    }

  *value = text;
  return TRUE;
}

gboolean
zm_json_get_integer (const json_t  *object,
                     const char    *member,
                     gint64         min,
                     gint64         max,
                     gint64        *value,
                     const char    *check,
                     GError       **error)
{
  json_t *found = json_object_get (object, member);
  gint64 number = json_is_integer (found) ? json_integer_value (found) : 0;

  if (!json_is_integer (found) || number < min || number > max)
    {
      g_autofree char *seen = json_is_integer (found)
                                ? g_strdup_printf ("%" G_GINT64_FORMAT, number)
                                : g_strdup (found == NULL ? "nothing" : "another type");
      g_autofree char *expected = g_strdup_printf ("an integer from %" G_GINT64_FORMAT
                                                   " to %" G_GINT64_FORMAT, min, max);

      zm_error_set (error, ZM_ERROR_INVALID, check, seen, expected,
                    "Member “%s” is missing or out of range", member);
      return FALSE;
    }

  *value = number;
  return TRUE;
}

void
zm_json_set_string (json_t     *object,
                    const char *member,
                    const char *value)
{
  if (value != NULL)
    json_object_set_new (object, member, json_string (value));
}
