#include "app/pki/openssl.h"

static char *
take_queue_text (void)
{
  g_autoptr(GString) text = g_string_new (NULL);
  const char *data = NULL;
  unsigned long code;
  int flags = 0;

  while ((code = ERR_get_error_all (NULL, NULL, NULL, &data, &flags)) != 0)
    {
      const char *reason = ERR_reason_error_string (code);

      if (text->len > 0)
        g_string_append (text, "; ");
      g_string_append (text, reason != NULL ? reason : "unknown reason");
      if ((flags & ERR_TXT_STRING) != 0 && data != NULL && *data != '\0')
        g_string_append_printf (text, " (%s)", data);
    }

  return text->len > 0 ? g_string_free (g_steal_pointer (&text), FALSE) : NULL;
}

void
zm_openssl_take_error (GError      **error,
                       ZmErrorCode   code,
                       const char   *check,
                       const char   *message)
{
  g_autofree char *seen = take_queue_text ();

  zm_error_set (error, code, check, seen, NULL, "%s", message);
}

void
zm_openssl_abort (const char *what)
{
  g_autofree char *text = take_queue_text ();

  g_error ("OpenSSL failed at %s: %s", what, text != NULL ? text : "no reason given");
}

GBytes *
zm_openssl_take_bytes (unsigned char *data,
                       int            length)
{
  GBytes *bytes;

  if (length < 0 || data == NULL)
    zm_openssl_abort ("encoding");

  bytes = g_bytes_new (data, (gsize) length);
  OPENSSL_free (data);

  return bytes;
}

char *
zm_openssl_bio_text (BIO *bio)
{
  char *data = NULL;
  long length;

  g_return_val_if_fail (bio != NULL, NULL);

  length = BIO_get_mem_data (bio, &data);

  /* Of nothing, as of an empty name, there is no address. */
  return g_strndup (length > 0 ? data : "", length > 0 ? (gsize) length : 0);
}
