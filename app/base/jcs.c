#include "app/base/jcs.h"

#include "app/base/error.h"

#include <string.h>

#define DEPTH_MAX   32
#define INTEGER_MAX (G_GINT64_CONSTANT (1) << 53)

static gboolean append_value (GString       *out,
                              const json_t  *value,
                              guint          depth,
                              GError       **error);

static gboolean
refuse (const char  *seen,
        GError     **error)
{
  zm_error_set (error, ZM_ERROR_INVALID, "json.canonical", seen,
                "objects, arrays, strings, true, false, null and integers below 2^53",
                "This JSON has no canonical form here");
  return FALSE;
}

static void
append_escaped (GString *out,
                guchar   byte)
{
  switch (byte)
    {
    case '"':
      g_string_append (out, "\\\"");
      break;
    case '\\':
      g_string_append (out, "\\\\");
      break;
    case '\b':
      g_string_append (out, "\\b");
      break;
    case '\f':
      g_string_append (out, "\\f");
      break;
    case '\n':
      g_string_append (out, "\\n");
      break;
    case '\r':
      g_string_append (out, "\\r");
      break;
    case '\t':
      g_string_append (out, "\\t");
      break;
    default:
      if (byte < 0x20)
        g_string_append_printf (out, "\\u%04x", byte);
      else
        g_string_append_c (out, (char) byte);
      break;
    }
}

static void
append_string (GString    *out,
               const char *text,
               gsize       length)
{
  g_string_append_c (out, '"');
  for (gsize i = 0; i < length; i++)
    append_escaped (out, (guchar) text[i]);
  g_string_append_c (out, '"');
}

/* RFC 8785 section 3.2.3 sorts by UTF-16 code units, which differs from UTF-8's order only where
 * a surrogate pair meets U+E000 to U+FFFF. */
static int
compare_members (gconstpointer a,
                 gconstpointer b)
{
  const char *left = *(const char *const *) a;
  const char *right = *(const char *const *) b;

  for (; *left != '\0' && *right != '\0';
       left = g_utf8_next_char (left), right = g_utf8_next_char (right))
    {
      gunichar x = g_utf8_get_char (left);
      gunichar y = g_utf8_get_char (right);

      if (x == y)
        continue;
      if ((x > 0xffff) != (y > 0xffff))
        {
          x = x > 0xffff ? 0xd800 : x;
          y = y > 0xffff ? 0xd800 : y;
        }
      return x < y ? -1 : 1;
    }

  return (*left != '\0') - (*right != '\0');
}

static gboolean
append_object (GString       *out,
               const json_t  *object,
               guint          depth,
               GError       **error)
{
  g_autoptr(GPtrArray) members = g_ptr_array_new ();

  for (void *at = json_object_iter ((json_t *) object); at != NULL;
       at = json_object_iter_next ((json_t *) object, at))
    g_ptr_array_add (members, (gpointer) json_object_iter_key (at));
  g_ptr_array_sort (members, compare_members);

  g_string_append_c (out, '{');
  for (guint i = 0; i < members->len; i++)
    {
      const char *member = g_ptr_array_index (members, i);

      if (i > 0)
        g_string_append_c (out, ',');
      append_string (out, member, strlen (member));
      g_string_append_c (out, ':');
      if (!append_value (out, json_object_get (object, member), depth, error))
        return FALSE;
    }
  g_string_append_c (out, '}');

  return TRUE;
}

static gboolean
append_array (GString       *out,
              const json_t  *array,
              guint          depth,
              GError       **error)
{
  g_string_append_c (out, '[');
  for (gsize i = 0; i < json_array_size (array); i++)
    {
      if (i > 0)
        g_string_append_c (out, ',');
      if (!append_value (out, json_array_get (array, i), depth, error))
        return FALSE;
    }
  g_string_append_c (out, ']');

  return TRUE;
}

static gboolean
append_integer (GString  *out,
                gint64    number,
                GError  **error)
{
  if (number <= -INTEGER_MAX || number >= INTEGER_MAX)
    return refuse ("a large integer", error);

  g_string_append_printf (out, "%" G_GINT64_FORMAT, number);
  return TRUE;
}

static gboolean
append_value (GString       *out,
              const json_t  *value,
              guint          depth,
              GError       **error)
{
  if (depth >= DEPTH_MAX)
    return refuse ("deep nesting", error);

  switch (json_typeof (value))
    {
    case JSON_OBJECT:
      return append_object (out, value, depth + 1, error);
    case JSON_ARRAY:
      return append_array (out, value, depth + 1, error);
    case JSON_STRING:
      append_string (out, json_string_value (value), json_string_length (value));
      return TRUE;
    case JSON_INTEGER:
      return append_integer (out, json_integer_value (value), error);
    case JSON_TRUE:
      g_string_append (out, "true");
      return TRUE;
    case JSON_FALSE:
      g_string_append (out, "false");
      return TRUE;
    case JSON_NULL:
      g_string_append (out, "null");
      return TRUE;
    case JSON_REAL:
    default:
      return refuse ("a number with a fraction", error);
    }
}

GBytes *
zm_jcs_encode (const json_t  *value,
               GError       **error)
{
  g_autoptr(GString) out = g_string_new (NULL);

  g_return_val_if_fail (value != NULL, NULL);

  if (!append_value (out, value, 0, error))
    return NULL;

  return g_string_free_to_bytes (g_steal_pointer (&out));
}
