#include "app/base/error.h"

#include <string.h>

typedef struct {
  char *check;
  char *seen;
  char *expected;
  gboolean on_record;
} ZmErrorPrivate;

static void
zm_error_private_init (ZmErrorPrivate *priv)
{
}

static void
zm_error_private_copy (const ZmErrorPrivate *source,
                       ZmErrorPrivate       *copy)
{
  copy->check = g_strdup (source->check);
  copy->seen = g_strdup (source->seen);
  copy->expected = g_strdup (source->expected);
  copy->on_record = source->on_record;
}

static void
zm_error_private_clear (ZmErrorPrivate *priv)
{
  g_free (priv->check);
  g_free (priv->seen);
  g_free (priv->expected);
}

G_DEFINE_EXTENDED_ERROR (ZmError, zm_error)

static const char *const code_names[] = {
  [ZM_ERROR_INVALID] = "invalid",
  [ZM_ERROR_REFUSED] = "refused",
  [ZM_ERROR_DENIED] = "denied",
  [ZM_ERROR_NOT_FOUND] = "not-found",
  [ZM_ERROR_CONFLICT] = "conflict",
  [ZM_ERROR_UNAVAILABLE] = "unavailable",
  [ZM_ERROR_CORRUPT] = "corrupt",
  [ZM_ERROR_IO] = "io",
  [ZM_ERROR_INTERNAL] = "internal",
};

GError *
zm_error_new_literal (ZmErrorCode  code,
                      const char  *check,
                      const char  *seen,
                      const char  *expected,
                      const char  *message)
{
  GError *error = NULL;
  ZmErrorPrivate *priv;

  g_return_val_if_fail (check != NULL, NULL);
  g_return_val_if_fail (message != NULL, NULL);

  error = g_error_new_literal (ZM_ERROR, (int) code, message);
  priv = zm_error_get_private (error);
  priv->check = g_strdup (check);
  priv->seen = g_strdup (seen);
  priv->expected = g_strdup (expected);

  return error;
}

void
zm_error_set (GError      **error,
              ZmErrorCode   code,
              const char   *check,
              const char   *seen,
              const char   *expected,
              const char   *format,
              ...)
{
  g_autofree char *message = NULL;
  va_list args;

  g_return_if_fail (error == NULL || *error == NULL);

  if (error == NULL)
    return;

  va_start (args, format);
  message = g_strdup_vprintf (format, args);
  va_end (args);

  *error = zm_error_new_literal (code, check, seen, expected, message);
}

static ZmErrorPrivate *
peek_private (const GError *error)
{
  if (error == NULL || error->domain != ZM_ERROR)
    return NULL;

  return zm_error_get_private (error);
}

const char *
zm_error_get_check (const GError *error)
{
  const ZmErrorPrivate *priv = peek_private (error);

  return priv != NULL && priv->check != NULL ? priv->check : "system.io";
}

const char *
zm_error_get_seen (const GError *error)
{
  const ZmErrorPrivate *priv = peek_private (error);

  return priv != NULL ? priv->seen : NULL;
}

const char *
zm_error_get_expected (const GError *error)
{
  const ZmErrorPrivate *priv = peek_private (error);

  return priv != NULL ? priv->expected : NULL;
}

gboolean
zm_error_is_check (const char *text)
{
  g_return_val_if_fail (text != NULL, FALSE);

  return *text != '\0' &&
         strspn (text, "abcdefghijklmnopqrstuvwxyz0123456789.-") == strlen (text);
}

gboolean
zm_error_matches (const GError *error,
                  ZmErrorCode   code)
{
  return g_error_matches (error, ZM_ERROR, (int) code);
}

void
zm_error_set_on_record (const GError *error)
{
  ZmErrorPrivate *priv = peek_private (error);

  if (priv != NULL)
    priv->on_record = TRUE;
}

gboolean
zm_error_is_on_record (const GError *error)
{
  const ZmErrorPrivate *priv = peek_private (error);

  return priv != NULL && priv->on_record;
}

const char *
zm_error_code_name (ZmErrorCode code)
{
  g_return_val_if_fail ((gsize) code < G_N_ELEMENTS (code_names), "internal");

  return code_names[code];
}

gboolean
zm_error_code_parse (const char  *name,
                     ZmErrorCode *code)
{
  for (gsize i = 0; i < G_N_ELEMENTS (code_names); i++)
    {
      if (g_strcmp0 (name, code_names[i]) == 0)
        {
          *code = (ZmErrorCode) i;
          return TRUE;
        }
    }

  return FALSE;
}
