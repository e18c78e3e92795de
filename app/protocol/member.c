#include "app/protocol/member.h"

#include "app/base/base64.h"
#include "app/base/device-id.h"
#include "app/base/error.h"
#include "app/base/instant.h"
#include "app/pki/certificate.h"

#include <string.h>

static gboolean
is_in_range (gsize           length,
             const ZmMember *member)
{
  return (gint64) length >= member->min && (gint64) length <= member->max;
}

static gboolean
consists_of (const char *text,
             const char *characters)
{
  return strspn (text, characters) == strlen (text);
}

static gboolean
is_hex (const char     *text,
        const ZmMember *member)
{
  gsize length = strlen (text);

  return length % 2 == 0 && is_in_range (length / 2, member) &&
         consists_of (text, "0123456789abcdef");
}

static gboolean
is_base64 (const char     *text,
           const ZmMember *member)
{
  g_autoptr(GBytes) bytes = NULL;

  /* Four characters carry three bytes: what is longer need not be decoded. */
  if ((gint64) strlen (text) > member->max / 3 * 4 + 4)
    return FALSE;

  bytes = zm_base64_decode (text);
  return bytes != NULL && is_in_range (g_bytes_get_size (bytes), member);
}

static gboolean
is_session (const char *text)
{
  static const char shape[] = "00000000-0000-0000-0000-000000000000";

  if (strlen (text) != sizeof shape - 1)
    return FALSE;

  for (gsize i = 0; i < sizeof shape - 1; i++)
    {
      if (shape[i] == '-' ? text[i] != '-' : strchr ("0123456789abcdef", text[i]) == NULL)
        return FALSE;
    }

  return TRUE;
}

static gboolean
is_serial (const char *text)
{
  return strlen (text) == ZM_SERIAL_DIGITS && consists_of (text, "0123456789ABCDEF");
}

static gboolean
is_choice (const char     *text,
           const ZmMember *member)
{
  return g_strv_contains (member->choices, text);
}

static gboolean
fits_string (const json_t   *value,
             const ZmMember *member)
{
  const char *text = json_string_value (value);
  ZmInstant ignored;

  if (text == NULL || strlen (text) != json_string_length (value))
    return FALSE;

  switch (member->kind)
    {
    case ZM_MEMBER_TEXT:
      return is_in_range (strlen (text), member);
    case ZM_MEMBER_HEX:
      return is_hex (text, member);
    case ZM_MEMBER_BASE64:
      return is_base64 (text, member);
    case ZM_MEMBER_DEVICE_ID:
      return zm_device_id_is_valid (text, -1);
    case ZM_MEMBER_SESSION:
      return is_session (text);
    case ZM_MEMBER_SERIAL:
      return is_serial (text);
    case ZM_MEMBER_TIME:
      return zm_instant_parse (text, &ignored);
    case ZM_MEMBER_CHOICE:
      return is_choice (text, member);
    case ZM_MEMBER_CHECK:
      return is_in_range (strlen (text), member) && zm_error_is_check (text);
    case ZM_MEMBER_INTEGER:
    case ZM_MEMBER_BOOLEAN:
    default:
      return FALSE;
    }
}

static gboolean
fits (const json_t   *value,
      const ZmMember *member)
{
  if (member->kind == ZM_MEMBER_BOOLEAN)
    return json_is_boolean (value);
  if (member->kind == ZM_MEMBER_INTEGER)
    return json_is_integer (value) && json_integer_value (value) >= member->min &&
           json_integer_value (value) <= member->max;

  return fits_string (value, member);
}

static gboolean
fits_array (const json_t   *value,
            const ZmMember *member)
{
  if (!json_is_array (value) || json_array_size (value) > member->array_max)
    return FALSE;

  for (gsize i = 0; i < json_array_size (value); i++)
    {
      if (!fits (json_array_get (value, i), member))
        return FALSE;
    }

  return TRUE;
}

static char *
describe (const ZmMember *member)
{
  static const char *const units[] = {
    [ZM_MEMBER_TEXT] = "bytes of text",
    [ZM_MEMBER_HEX] = "bytes in lower-case hex",
    [ZM_MEMBER_BASE64] = "bytes in base64",
    [ZM_MEMBER_DEVICE_ID] = "a device identifier",
    [ZM_MEMBER_SESSION] = "a session identifier",
    [ZM_MEMBER_SERIAL] = "a serial number",
    [ZM_MEMBER_TIME] = "a time in UTC",
    [ZM_MEMBER_INTEGER] = "as an integer",
    [ZM_MEMBER_BOOLEAN] = "true or false",
    [ZM_MEMBER_CHECK] = "bytes of lower-case words, joined by '.' and '-'",
  };
  g_autofree char *one = NULL;

  if (member->kind == ZM_MEMBER_CHOICE)
    one = g_strjoinv (", ", (char **) member->choices);
  else if (member->max == 0)
    one = g_strdup (units[member->kind]);
  else
    one = g_strdup_printf ("%" G_GINT64_FORMAT " to %" G_GINT64_FORMAT " %s", member->min,
                           member->max, units[member->kind]);

  return member->array_max == 0 ? g_steal_pointer (&one)
                                : g_strdup_printf ("at most %u of: %s", member->array_max, one);
}

/* Its kind and size; the value itself may be a secret or a flood. */
static char *
describe_seen (const json_t *value)
{
  if (value == NULL)
    return g_strdup ("nothing");

  switch (json_typeof (value))
    {
    case JSON_STRING:
      return g_strdup_printf ("a text of %zu bytes", json_string_length (value));
    case JSON_ARRAY:
      return g_strdup_printf ("a list of %zu", json_array_size (value));
    case JSON_INTEGER:
      return g_strdup_printf ("%" JSON_INTEGER_FORMAT, json_integer_value (value));
    case JSON_OBJECT:
      return g_strdup ("an object");
    case JSON_REAL:
    case JSON_TRUE:
    case JSON_FALSE:
    case JSON_NULL:
    default:
      return g_strdup ("another type");
    }
}

static gboolean
check_member (const json_t    *object,
              const ZmMember  *member,
              const char      *check,
              GError         **error)
{
  const json_t *value = json_object_get (object, member->name);
  g_autofree char *seen = NULL;
  g_autofree char *expected = NULL;

  if (value == NULL && member->optional)
    return TRUE;
  if (value != NULL &&
      (member->array_max > 0 ? fits_array (value, member) : fits (value, member)))
    return TRUE;

  seen = describe_seen (value);
  expected = describe (member);
  zm_error_set (error, ZM_ERROR_INVALID, check, seen, expected, "Member “%s” is missing or not as it must be", member->name);
  return FALSE;
}

static gboolean
is_known (const char        *name,
          const ZmMember    *members,
          const char *const *envelope)
{
  for (const ZmMember *member = members; member->name != NULL; member++)
    {
      if (strcmp (member->name, name) == 0)
        return TRUE;
    }

  return g_strv_contains (envelope, name);
}

gboolean
zm_member_check_object (const json_t       *object,
                        const ZmMember     *members,
                        const char *const  *envelope,
                        const char         *check,
                        GError            **error)
{
  const char *name;
  json_t *value;

  g_return_val_if_fail (members != NULL, FALSE);
  g_return_val_if_fail (envelope != NULL, FALSE);

  for (const ZmMember *member = members; member->name != NULL; member++)
    {
      if (!check_member (object, member, check, error))
        return FALSE;
    }

  json_object_foreach ((json_t *) object, name, value)
    {
      if (is_known (name, members, envelope))
        continue;
      zm_error_set (error, ZM_ERROR_INVALID, check, name, NULL, "There is an unknown member");
      return FALSE;
    }

  return TRUE;
}
