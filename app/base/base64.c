#include "app/base/base64.h"

#include <string.h>

char *
zm_base64_encode (const guint8 *data,
                  gsize         length)
{
  return g_base64_encode (data, length);
}

static void
replace (char *text,
         char  from,
         char  to)
{
  for (char *at = strchr (text, from); at != NULL; at = strchr (at, from))
    *at = to;
}

char *
zm_base64url_encode (const guint8 *data,
                     gsize         length)
{
  char *text = g_base64_encode (data, length);

  replace (text, '+', '-');
  replace (text, '/', '_');
  text[strcspn (text, "=")] = '\0';

  return text;
}

/* GLib skips what it does not know; encoding the result again shows every such liberty. */
GBytes *
zm_base64_decode (const char *text)
{
  g_autofree guint8 *data = NULL;
  g_autofree char *again = NULL;
  gsize length;

  g_return_val_if_fail (text != NULL, NULL);

  data = g_base64_decode (text, &length);
  again = g_base64_encode (data, length);
  if (strcmp (again, text) != 0)
    return NULL;

  return g_bytes_new_take (g_steal_pointer (&data), length);
}

GBytes *
zm_base64url_decode (const char *text)
{
  g_autoptr(GString) padded = NULL;

  g_return_val_if_fail (text != NULL, NULL);

  if (strpbrk (text, "+/=") != NULL)
    return NULL;

  padded = g_string_new (text);
  replace (padded->str, '-', '+');
  replace (padded->str, '_', '/');
  while (padded->len % 4 != 0)
    g_string_append_c (padded, '=');

  return zm_base64_decode (padded->str);
}
