#include "app/pki/pem.h"

#include "app/base/base64.h"

#include <string.h>

#define COLUMNS 64

char *
zm_pem_encode (const char *label,
               GBytes     *der)
{
  g_autofree char *base64 = NULL;
  GString *pem = g_string_new (NULL);
  gsize length;

  g_return_val_if_fail (label != NULL && der != NULL, NULL);

  base64 = zm_base64_encode (g_bytes_get_data (der, NULL), g_bytes_get_size (der));
  length = strlen (base64);
  g_string_append_printf (pem, "-----BEGIN %s-----\n", label);
  for (gsize i = 0; i < length; i += COLUMNS)
    {
      g_string_append_len (pem, base64 + i, (gssize) MIN (COLUMNS, length - i));
      g_string_append_c (pem, '\n');
    }
  g_string_append_printf (pem, "-----END %s-----\n", label);

  return g_string_free (pem, FALSE);
}

static gsize
skip_space (const char *text,
            gsize       length,
            gsize       offset)
{
  while (offset < length && strchr (" \t\r\n", text[offset]) != NULL && text[offset] != '\0')
    offset++;

  return offset;
}

static gboolean
starts_with (const char *text,
             gsize       length,
             const char *prefix)
{
  return length >= strlen (prefix) && memcmp (text, prefix, strlen (prefix)) == 0;
}

/* A zero among the text would end the string here and fail as base64 that is too short. */
static GBytes *
decode_body (const char *text,
             gsize       length)
{
  g_autofree char *base64 = g_malloc (length + 1);
  gsize count = 0;

  for (gsize i = skip_space (text, length, 0); i < length; i = skip_space (text, length, i + 1))
    {
      if (text[i] == '\0')
        return NULL;
      base64[count++] = text[i];
    }
  base64[count] = '\0';

  return zm_base64_decode (base64);
}

GBytes *
zm_pem_decode (const char *pem,
               gsize       length,
               const char *label,
               gsize      *used)
{
  g_autofree char *begin = NULL;
  g_autofree char *end = NULL;
  const char *tail;
  gsize offset;
  GBytes *der;

  g_return_val_if_fail (pem != NULL || length == 0, NULL);
  g_return_val_if_fail (label != NULL, NULL);

  begin = g_strdup_printf ("-----BEGIN %s-----", label);
  end = g_strdup_printf ("-----END %s-----", label);
  offset = skip_space (pem, length, 0);
  if (!starts_with (pem + offset, length - offset, begin))
    return NULL;
  offset += strlen (begin);

  tail = memmem (pem + offset, length - offset, end, strlen (end));
  if (tail == NULL)
    return NULL;
  der = decode_body (pem + offset, (gsize) (tail - pem) - offset);
  if (der != NULL)
    *used = skip_space (pem, length, (gsize) (tail - pem) + strlen (end));

  return der;
}
