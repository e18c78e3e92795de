#include "app/signer/root-book.h"

#include "app/base/error.h"
#include "app/protocol/policy-rules.h"

#include <string.h>

#define TEXT_MAX 2048 /* bytes */
#define DAYS_MAX 36500

static const struct {
  const char *member;
  json_int_t  days;
} default_days[] = {
  { "rootDays", 7300 },
  { "intermediateDays", 1095 },
  { "stationDays", 1095 },
  { "serverDays", 398 },
};

ZmRootBook *
zm_root_book_new (void)
{
  ZmRootBook *book = g_new0 (ZmRootBook, 1);

  book->certificates = json_array ();

  return book;
}

void
zm_root_book_free (ZmRootBook *book)
{
  if (book == NULL)
    return;

  json_decref (book->members);
  json_decref (book->certificates);
  g_free (book);
}

json_t *
zm_root_book_fill_policy (const json_t *request)
{
  json_t *members = json_object ();

  for (gsize i = 0; i < G_N_ELEMENTS (default_days); i++)
    json_object_set_new (members, default_days[i].member, json_integer (default_days[i].days));
  json_object_set_new (members, "nameConstraints", json_true ());
  json_object_update (members, (json_t *) request);
  json_object_del (members, "request");

  return members;
}

static gboolean
read_days (const json_t  *members,
           const char    *member,
           guint         *days,
           GError       **error)
{
  gint64 value;

  if (!zm_json_get_integer (members, member, 1, DAYS_MAX, &value, "policy.members", error))
    return FALSE;

  *days = (guint) value;
  return TRUE;
}

static gboolean
read_text (const json_t  *members,
           const char    *member,
           const char   **text,
           GError       **error)
{
  *text = zm_json_get_string (members, member, TEXT_MAX, "policy.members", error);

  return *text != NULL;
}

gboolean
zm_root_book_read_policy (const json_t  *members,
                          ZmPolicy      *policy,
                          GError       **error)
{
  ZmPolicy draft = { NULL };

  g_return_val_if_fail (members != NULL, FALSE);
  g_return_val_if_fail (policy != NULL, FALSE);

  if (!read_text (members, "hospital", &draft.hospital, error) ||
      !read_text (members, "identityHost", &draft.identity_host, error) ||
      !read_text (members, "crlUrl", &draft.crl_url, error) ||
      !read_days (members, "rootDays", &draft.root_days, error) ||
      !read_days (members, "intermediateDays", &draft.intermediate_days, error) ||
      !read_days (members, "stationDays", &draft.station_days, error) ||
      !read_days (members, "serverDays", &draft.server_days, error) ||
      !zm_policy_rules_check_hospital (draft.hospital, error) ||
      !zm_policy_rules_check_host (draft.identity_host, error) ||
      !zm_policy_rules_check_crl_url (draft.crl_url, error))
    return FALSE;

  draft.name_constraints = json_is_true (json_object_get (members, "nameConstraints"));
  *policy = draft;

  return TRUE;
}

static gboolean
take_created (ZmRootBook    *book,
              const json_t  *entry,
              GError       **error)
{
  json_t *members = json_object_get (entry, "policy");
  ZmPolicy policy;

  if (!json_is_object (members) || book->members != NULL ||
      !zm_root_book_read_policy (members, &policy, error))
    return FALSE;

  book->members = json_incref (members);
  book->policy = policy;

  return TRUE;
}

static gboolean
take_signed (ZmRootBook    *book,
             const json_t  *entry,
             GError       **error)
{
  static const char *const names[] = { "serial", "profile", "commonName", "notAfter" };
  json_t *certificate = json_object ();

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      const char *member = strcmp (names[i], "profile") == 0 ? "kind" : names[i];

      json_object_set (certificate, member, json_object_get (entry, names[i]));
    }
  json_array_append_new (book->certificates, certificate);

  return json_object_size (certificate) == G_N_ELEMENTS (names);
}

static gboolean
take_revoked (ZmRootBook    *book,
              const json_t  *entry,
              GError       **error)
{
  const char *serial = zm_json_get_string (entry, "serial", 64, "ledger.entry", error);
  json_t *certificate = serial == NULL ? NULL : zm_root_book_find (book, serial);
  json_t *at = json_object_get (entry, "revokedAt");
  json_t *name = json_object_get (entry, "reason");
  ZmInstant instant;
  ZmReason reason;

  if (certificate == NULL || !json_is_string (at) || !json_is_string (name) ||
      !zm_instant_parse (json_string_value (at), &instant) ||
      !zm_crl_reason_parse (json_string_value (name), &reason))
    return FALSE;

  json_object_set (certificate, "revokedAt", at);
  json_object_set (certificate, "reason", name);

  return TRUE;
}

static gboolean
take_crl_issued (ZmRootBook    *book,
                 const json_t  *entry,
                 GError       **error)
{
  return zm_json_get_integer (entry, "number", book->crl_number + 1, G_MAXINT64,
                              &book->crl_number, "ledger.entry", error);
}

static const struct {
  const char *kind;
  gboolean  (*take) (ZmRootBook    *book,
                     const json_t  *entry,
                     GError       **error);
} kinds[] = {
  { "root.created", take_created },
  { "certificate.signed", take_signed },
  { "certificate.revoked", take_revoked },
  { "crl.issued", take_crl_issued },
};

gboolean
zm_root_book_take_entry (const json_t  *entry,
                         gpointer       data,
                         GError       **error)
{
  ZmRootBook *book = data;
  const char *kind = json_string_value (json_object_get (entry, "kind"));

  g_return_val_if_fail (book != NULL, FALSE);

  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (g_strcmp0 (kinds[i].kind, kind) == 0 && kinds[i].take (book, entry, NULL))
      return TRUE;

  zm_error_set (error, ZM_ERROR_CORRUPT, "ledger.entry", kind, NULL,
                "An entry of the root's ledger has no sense at its place");
  return FALSE;
}

json_t *
zm_root_book_find (ZmRootBook *book,
                   const char *serial)
{
  json_t *certificate;
  gsize i;

  g_return_val_if_fail (book != NULL, NULL);

  json_array_foreach (book->certificates, i, certificate)
    {
      if (g_strcmp0 (json_string_value (json_object_get (certificate, "serial")), serial) == 0)
        return certificate;
    }

  return NULL;
}

GArray *
zm_root_book_list_revoked (ZmRootBook *book)
{
  GArray *entries = g_array_new (FALSE, FALSE, sizeof (ZmCrlEntry));
  json_t *certificate;
  gsize i;

  g_return_val_if_fail (book != NULL, NULL);

  json_array_foreach (book->certificates, i, certificate)
    {
      const char *at = json_string_value (json_object_get (certificate, "revokedAt"));
      const char *reason = json_string_value (json_object_get (certificate, "reason"));
      ZmCrlEntry entry;

      if (at == NULL || !zm_instant_parse (at, &entry.at) ||
          !zm_crl_reason_parse (reason, &entry.reason))
        continue;
      entry.serial = (char *) json_string_value (json_object_get (certificate, "serial"));
      g_array_append_val (entries, entry);
    }

  return entries;
}
