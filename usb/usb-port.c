#include "usb/usb-port.h"

#include "app/base/error.h"

#include <stdlib.h>
#include <string.h>

char *
zm_usb_port_format (guint8        bus,
                    const guint8 *ports,
                    gsize         depth)
{
  GString *name;

  g_return_val_if_fail (ports != NULL || depth == 0, NULL);

  if (depth == 0 || depth > ZM_USB_PORT_DEPTH)
    return NULL;

  name = g_string_new (NULL);
  g_string_append_printf (name, "%u", bus);
  for (gsize i = 0; i < depth; i++)
    g_string_append_printf (name, "%c%u", i == 0 ? '-' : '.', ports[i]);

  return g_string_free (name, FALSE);
}

/* 1 to 255, without leading zeros. */
static gboolean
skip_number (const char **at)
{
  const char *start = *at;
  char *end;

  if (*start < '1' || *start > '9')
    return FALSE;
  if (strtoul (start, &end, 10) > G_MAXUINT8)
    return FALSE;

  *at = end;
  return TRUE;
}

gboolean
zm_usb_port_is_valid (const char *name)
{
  const char *at = name;
  gsize depth = 0;

  g_return_val_if_fail (name != NULL, FALSE);

  if (strlen (name) > ZM_USB_PORT_MAX || !skip_number (&at))
    return FALSE;
  while (*at == (depth == 0 ? '-' : '.'))
    {
      at++;
      if (!skip_number (&at))
        return FALSE;
      depth++;
    }

  return *at == '\0' && depth >= 1 && depth <= ZM_USB_PORT_DEPTH;
}

gboolean
zm_usb_port_check (const char  *name,
                   GError     **error)
{
  if (zm_usb_port_is_valid (name))
    return TRUE;

  zm_error_set (error, ZM_ERROR_INVALID, "port.name", name, "a port such as 1-2.3",
                "This is not the name of a USB port");
  return FALSE;
}

int
zm_usb_port_compare (const char *one,
                     const char *other)
{
  return strverscmp (one, other);
}
