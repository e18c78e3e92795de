#include "app/protocol/ticket.h"

#include "app/base/base32.h"
#include "app/base/device-id.h"
#include "app/base/error.h"

#include <string.h>

#define PREFIX       "ZM1"
#define CODE_LETTERS 4
#define CODE_DIGITS  4
#define TYPED_MAX    64 /* bytes */

typedef struct {
  const char *text;
  gsize       length;
} Field;

enum {
  FIELD_VERSION,
  FIELD_DEVICE_ID,
  FIELD_CODE,
  FIELD_KEY_HASH,
  FIELD_NONCE,
  N_FIELDS,
};

static gboolean
fail (const char  *check,
      const char  *seen,
      const char  *expected,
      GError     **error)
{
  zm_error_set (error, ZM_ERROR_INVALID, check, seen, expected,
                "This is not a pairing ticket of a monitor");
  return FALSE;
}

/* FALSE unless there are exactly N_FIELDS. */
static gboolean
split_fields (const char *text,
              gsize       length,
              Field       fields[N_FIELDS])
{
  gsize count = 0;

  for (;;)
    {
      const char *end = memchr (text, ':', length);
      gsize taken = end != NULL ? (gsize) (end - text) : length;

      if (count == N_FIELDS)
        return FALSE;
      fields[count++] = (Field) { text, taken };
      if (end == NULL)
        return count == N_FIELDS;
      text += taken + 1;
      length -= taken + 1;
    }
}

static gboolean
field_is (const Field *field,
          const char  *text)
{
  return field->length == strlen (text) && memcmp (field->text, text, field->length) == 0;
}

/* "ZM" and digits: a ticket of ours, of whatever version. */
static gboolean
is_version (const Field *field)
{
  if (field->length < 3 || field->length > 8 || memcmp (field->text, "ZM", 2) != 0)
    return FALSE;

  for (gsize i = 2; i < field->length; i++)
    {
      if (!g_ascii_isdigit (field->text[i]))
        return FALSE;
    }

  return TRUE;
}

static gboolean
check_version (const char  *text,
               gsize        length,
               GError     **error)
{
  const char *end = memchr (text, ':', length);
  Field field = { text, end != NULL ? (gsize) (end - text) : length };
  g_autofree char *seen = NULL;

  if (field_is (&field, PREFIX))
    return TRUE;
  if (!is_version (&field))
    return fail ("ticket.form", NULL, "ZM1:…", error);

  seen = g_strndup (field.text, field.length);
  return fail ("ticket.version", seen, PREFIX, error);
}

static gboolean
is_code (const char *text,
         gsize       length)
{
  if (length != ZM_PAIRING_CODE_LENGTH || text[CODE_LETTERS] != '-')
    return FALSE;

  for (gsize i = 0; i < CODE_LETTERS; i++)
    {
      if (!g_ascii_isupper (text[i]))
        return FALSE;
    }
  for (gsize i = CODE_LETTERS + 1; i < length; i++)
    {
      if (!g_ascii_isdigit (text[i]))
        return FALSE;
    }

  return TRUE;
}

static gboolean
check_device_id (const Field  *field,
                 GError      **error)
{
  g_autofree char *seen = NULL;

  if (zm_device_id_is_valid (field->text, (gssize) field->length))
    return TRUE;

  seen = g_strndup (field->text, field->length);
  return fail ("ticket.device-id", seen, "[A-Za-z0-9][A-Za-z0-9._-]{0,63}", error);
}

static gboolean
decode (const Field  *field,
        guint8       *data,
        gsize         length,
        const char   *check,
        GError      **error)
{
  g_autofree char *expected = NULL;

  if (zm_base32_decode (field->text, field->length, data, length))
    return TRUE;

  expected = g_strdup_printf ("%zu bytes in base32 without padding", length);
  return fail (check, NULL, expected, error);
}

ZmTicket *
zm_ticket_parse (const char  *text,
                 gsize        length,
                 GError     **error)
{
  g_autoptr(ZmTicket) ticket = NULL;
  Field fields[N_FIELDS];

  g_return_val_if_fail (text != NULL || length == 0, NULL);

  if (length == 0 || length > ZM_TICKET_MAX)
    {
      fail ("ticket.form", length == 0 ? "nothing" : "a longer text", "ZM1:…", error);
      return NULL;
    }
  if (!check_version (text, length, error))
    return NULL;
  if (!split_fields (text, length, fields))
    {
      fail ("ticket.form", "another number of parts", "five parts", error);
      return NULL;
    }
  if (!check_device_id (&fields[FIELD_DEVICE_ID], error))
    return NULL;
  if (!is_code (fields[FIELD_CODE].text, fields[FIELD_CODE].length))
    {
      fail ("ticket.code", NULL, "[A-Z]{4}-[0-9]{4}", error);
      return NULL;
    }

  ticket = g_new0 (ZmTicket, 1);
  ticket->device_id = g_strndup (fields[FIELD_DEVICE_ID].text, fields[FIELD_DEVICE_ID].length);
  memcpy (ticket->pairing_code, fields[FIELD_CODE].text, ZM_PAIRING_CODE_LENGTH);
  if (!decode (&fields[FIELD_KEY_HASH], ticket->key_hash, sizeof ticket->key_hash,
               "ticket.key-hash", error) ||
      !decode (&fields[FIELD_NONCE], ticket->nonce, sizeof ticket->nonce, "ticket.nonce", error))
    return NULL;

  return g_steal_pointer (&ticket);
}

char *
zm_ticket_format (const ZmTicket *ticket)
{
  g_autofree char *key_hash = NULL;
  g_autofree char *nonce = NULL;

  g_return_val_if_fail (ticket != NULL, NULL);

  key_hash = zm_base32_encode (ticket->key_hash, sizeof ticket->key_hash);
  nonce = zm_base32_encode (ticket->nonce, sizeof ticket->nonce);

  return g_strjoin (":", PREFIX, ticket->device_id, ticket->pairing_code, key_hash, nonce, NULL);
}

void
zm_ticket_free (ZmTicket *ticket)
{
  if (ticket == NULL)
    return;

  g_free (ticket->device_id);
  explicit_bzero (ticket, sizeof *ticket);
  g_free (ticket);
}

static gboolean
is_filler (gunichar character)
{
  return g_unichar_isspace (character) || character == 0x2212 /* minus sign */ ||
         g_unichar_type (character) == G_UNICODE_DASH_PUNCTUATION;
}

char *
zm_ticket_parse_code (const char  *typed,
                      GError     **error)
{
  char code[ZM_PAIRING_CODE_LENGTH + 1] = { 0 };
  gsize length = 0;
  gboolean ok;

  g_return_val_if_fail (typed != NULL, NULL);

  ok = strlen (typed) <= TYPED_MAX && g_utf8_validate (typed, -1, NULL);
  for (const char *at = typed; ok && *at != '\0'; at = g_utf8_next_char (at))
    {
      if (is_filler (g_utf8_get_char (at)))
        continue;
      if (length == CODE_LETTERS)
        code[length++] = '-';
      ok = length < ZM_PAIRING_CODE_LENGTH && g_ascii_isalnum (*at);
      if (ok)
        code[length++] = g_ascii_toupper (*at);
    }

  if (ok && is_code (code, length))
    return g_strdup (code);

  zm_error_set (error, ZM_ERROR_INVALID, "code.form", NULL, "four letters and four digits",
                "This is not a pairing code");
  return NULL;
}
