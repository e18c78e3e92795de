#include "app/signer/root-revoker.h"

#include "app/base/error.h"

#define REVOKED_MAX  100
#define DEFAULT_DAYS 365

static gboolean
refuse_element (const char  *check,
                const char  *seen,
                const char  *expected,
                GError     **error)
{
  zm_error_set (error, ZM_ERROR_INVALID, check, seen, expected,
                "A revocation in this request has no sense");
  return FALSE;
}

/* The members of a ledger entry, or NULL. */
static json_t *
read_element (ZmCeremony    *ceremony,
              const json_t  *element,
              GError       **error)
{
  const char *typed = json_string_value (json_object_get (element, "serial"));
  const char *at = json_string_value (json_object_get (element, "at"));
  const char *reason = json_string_value (json_object_get (element, "reason"));
  g_autofree char *serial = NULL;
  ZmInstant instant;
  ZmReason parsed;

  if (typed == NULL || at == NULL || reason == NULL || json_object_size (element) != 3 ||
      !zm_instant_parse (at, &instant) || instant > zm_instant_now () ||
      !zm_crl_reason_parse (reason, &parsed))
    {
      refuse_element ("ceremony.revoked", reason, "{serial, at in the past, reason}", error);
      return NULL;
    }

  serial = zm_certificate_parse_serial (typed);
  if (serial == NULL || zm_root_book_find (ceremony->book, serial) == NULL)
    {
      refuse_element ("ceremony.serial", typed, "a certificate of this root", error);
      return NULL;
    }

  return json_pack ("{s:s, s:s, s:s}", "serial", serial, "revokedAt", at, "reason", reason);
}

/* All are judged before one is recorded. */
static GPtrArray *
read_elements (ZmCeremony    *ceremony,
               const json_t  *list,
               GError       **error)
{
  g_autoptr(GPtrArray) elements = g_ptr_array_new_with_free_func ((GDestroyNotify) json_decref);

  if (list != NULL && (!json_is_array (list) || json_array_size (list) > REVOKED_MAX))
    {
      refuse_element ("ceremony.revoked", NULL, "a list of at most 100 elements", error);
      return NULL;
    }

  for (gsize i = 0; i < json_array_size (list); i++)
    {
      json_t *element = read_element (ceremony, json_array_get (list, i), error);

      if (element == NULL)
        return NULL;
      g_ptr_array_add (elements, element);
    }

  return g_steal_pointer (&elements);
}

static gboolean
is_revoked (ZmCeremony   *ceremony,
            const json_t *element)
{
  const char *serial = json_string_value (json_object_get (element, "serial"));
  const json_t *certificate = zm_root_book_find (ceremony->book, serial);

  return json_object_get (certificate, "revokedAt") != NULL;
}

/* What is revoked already keeps its time and reason. */
static gboolean
record_revoked (ZmCeremony    *ceremony,
                const json_t  *list,
                GError       **error)
{
  g_autoptr(GPtrArray) elements = read_elements (ceremony, list, error);

  if (elements == NULL)
    return FALSE;

  for (guint i = 0; i < elements->len; i++)
    {
      json_t *element = g_ptr_array_index (elements, i);

      if (!is_revoked (ceremony, element) &&
          !zm_ledger_append (ceremony->ledger, "certificate.revoked", zm_instant_now (),
                             json_incref (element), error))
        return FALSE;
    }

  return TRUE;
}

static ZmCrl *
create_crl (ZmCeremony  *ceremony,
            gint64       days,
            GError     **error)
{
  g_autoptr(GArray) entries = zm_root_book_list_revoked (ceremony->book);
  ZmInstant now = zm_instant_now ();

  return zm_crl_create (ceremony->root, ceremony->key, (guint64) ceremony->book->crl_number + 1,
                        now, now + days * ZM_INSTANT_DAY,
                        (const ZmCrlEntry *) (gpointer) entries->data, entries->len, error);
}

json_t *
zm_root_revoker_issue_crl (ZmCeremony    *ceremony,
                           const json_t  *request,
                           GError       **error)
{
  const json_t *given = json_object_get (request, "crlDays");
  gint64 days = given == NULL ? DEFAULT_DAYS : json_integer_value (given);
  g_autoptr(ZmCrl) crl = NULL;
  g_autofree char *next_update = NULL;
  g_autofree char *pem = NULL;
  json_int_t number;

  if (!record_revoked (ceremony, json_object_get (request, "revoked"), error))
    return NULL;
  crl = create_crl (ceremony, days, error);
  if (crl == NULL)
    return NULL;

  number = (json_int_t) zm_crl_get_number (crl);
  next_update = zm_instant_format (zm_crl_get_next_update (crl));
  if (!zm_ledger_append (ceremony->ledger, "crl.issued", zm_instant_now (),
                         json_pack ("{s:I, s:s}", "number", number, "nextUpdate", next_update),
                         error))
    return NULL;

  pem = zm_crl_to_pem (crl);
  return json_pack ("{s:s, s:I, s:s}", "crl", pem, "number", number, "nextUpdate", next_update);
}
