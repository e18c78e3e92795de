#include "app/base/device-id.h"

#include "app/base/error.h"
#include "app/base/text.h"

#include <string.h>

gboolean
zm_device_id_is_valid (const char *text,
                       gssize      length)
{
  gsize size;

  g_return_val_if_fail (text != NULL, FALSE);

  size = length < 0 ? strlen (text) : (gsize) length;
  if (size < 1 || size > ZM_DEVICE_ID_MAX || !g_ascii_isalnum (text[0]))
    return FALSE;

  for (gsize i = 1; i < size; i++)
    {
      if (!g_ascii_isalnum (text[i]) && (text[i] == '\0' || strchr ("._-", text[i]) == NULL))
        return FALSE;
    }

  return TRUE;
}

gboolean
zm_device_id_check (const char  *text,
                    GError     **error)
{
  g_return_val_if_fail (text != NULL, FALSE);

  if (zm_device_id_is_valid (text, -1))
    return TRUE;

  zm_error_set (error, ZM_ERROR_INVALID, "device.id", text, "[A-Za-z0-9][A-Za-z0-9._-]{0,63}",
                "This is not a device identifier");
  return FALSE;
}

static gboolean
has_dangerous_character (const char *text)
{
  for (; *text != '\0'; text = g_utf8_next_char (text))
    {
      if (zm_text_is_dangerous (g_utf8_get_char (text)))
        return TRUE;
    }

  return FALSE;
}

gboolean
zm_device_text_check (const char  *text,
                      gsize        max,
                      const char  *check,
                      GError     **error)
{
  g_autofree char *expected = NULL;

  g_return_val_if_fail (text != NULL, FALSE);

  if (g_utf8_validate (text, -1, NULL) && (gsize) g_utf8_strlen (text, -1) <= max &&
      !has_dangerous_character (text))
    return TRUE;

  expected = g_strdup_printf ("UTF-8 of at most %" G_GSIZE_FORMAT
                              " characters without control or direction characters", max);
  zm_error_set (error, ZM_ERROR_INVALID, check, text, expected, "This text cannot be used");
  return FALSE;
}

gboolean
zm_device_label_check (const char  *text,
                       GError     **error)
{
  g_return_val_if_fail (text != NULL, FALSE);

  if (*text == '\0')
    {
      zm_error_set (error, ZM_ERROR_INVALID, "device.label", "", "1 to 128 characters",
                    "The device label is empty");
      return FALSE;
    }

  return zm_device_text_check (text, ZM_DEVICE_LABEL_MAX, "device.label", error);
}
