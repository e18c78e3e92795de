#include "usb/usb-id.h"

#include <string.h>

#define DIGITS 4

static gboolean
parse_number (const char *digits,
              guint16    *number)
{
  *number = 0;
  for (gsize i = 0; i < DIGITS; i++)
    {
      if (!g_ascii_isxdigit (digits[i]))
        return FALSE;
      *number = (guint16) (*number << 4 | g_ascii_xdigit_value (digits[i]));
    }

  return TRUE;
}

gboolean
zm_usb_id_parse (const char *text,
                 ZmUsbId    *id)
{
  g_return_val_if_fail (text != NULL, FALSE);
  g_return_val_if_fail (id != NULL, FALSE);

  return strlen (text) == 2 * DIGITS + 1 && text[DIGITS] == ':' &&
         parse_number (text, &id->vendor) && parse_number (text + DIGITS + 1, &id->product);
}

char *
zm_usb_id_format (const ZmUsbId *id)
{
  g_return_val_if_fail (id != NULL, NULL);

  return g_strdup_printf ("%04x:%04x", id->vendor, id->product);
}
