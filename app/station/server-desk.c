#include "config.h"

#include "app/station/server-desk.h"

#include "app/base/error.h"
#include "app/station/authority-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define SERVER_DAYS 398 /* the ceremony's, which no medium made here has otherwise */

static void
free_row (gpointer data)
{
  ZmJudgementRow *row = data;

  g_free (row->field);
  g_free (row->asked);
  g_free (row->policy);
  g_free (row->standard);
  g_free (row->issued);
  g_free (row->check);
  g_free (row);
}

void
zm_server_desk_free (ZmServerRequest *request)
{
  if (request == NULL)
    return;

  g_clear_pointer (&request->csr, zm_csr_unref);
  g_ptr_array_unref (request->rows);
  g_clear_error (&request->refusal);
  g_free (request);
}

static ZmJudgementRow *
add (ZmServerRequest *request,
     const char      *field,
     const char      *asked,
     const char      *policy,
     const char      *issued,
     ZmVerdict        verdict)
{
  ZmJudgementRow *row = g_new0 (ZmJudgementRow, 1);

  row->field = g_strdup (field);
  row->asked = g_strdup (asked);
  row->policy = g_strdup (policy);
  row->issued = g_strdup (issued);
  row->verdict = verdict;
  g_ptr_array_add (request->rows, row);

  return row;
}

static void
refuse (ZmServerRequest *request,
        const char      *field,
        const char      *expected,
        const char      *check,
        const char      *message)
{
  ZmJudgementRow *row = add (request, field, NULL, expected, NULL, ZM_VERDICT_REFUSED);

  row->check = g_strdup (check);
  if (request->refusal == NULL)
    zm_error_set (&request->refusal, ZM_ERROR_REFUSED, check, NULL, expected, "%s", message);
}

static const char *
find_asked (ZmCsr      *csr,
            const char *name)
{
  gsize count;
  const ZmCsrField *fields = zm_csr_get_fields (csr, &count);

  for (gsize i = 0; i < count; i++)
    {
      if (strcmp (fields[i].name, name) == 0)
        return fields[i].value;
    }

  return NULL;
}

static void
judge_name (ZmServerRequest *request)
{
  const char *name = zm_csr_get_common_name (request->csr);

  if (name != NULL)
    add (request, "CN", name, _("one name"), name, ZM_VERDICT_GRANTED);
  else
    refuse (request, "CN", "one common name", "csr.subject", "The request names no server");
}

/* The names that a device compares (RFC 9525). */
static void
judge_hosts (ZmServerRequest *request)
{
  gsize count;
  const ZmCsrField *fields = zm_csr_get_fields (request->csr, &count);
  gboolean has_name = FALSE;

  for (gsize i = 0; i < count; i++)
    {
      if (strcmp (fields[i].name, "SAN DNS") != 0 && strcmp (fields[i].name, "SAN IP") != 0)
        continue;
      add (request, fields[i].name, fields[i].value, _("as asked: it is the server’s name"),
           fields[i].value, ZM_VERDICT_GRANTED)->standard = g_strdup ("RFC 9525 §6");
      has_name = TRUE;
    }
  if (!has_name)
    refuse (request, "SAN DNS", "a DNS name or an IP address in the subjectAltName", "csr.dns-name",
            "No device could tell this server by a name");
}

static void
judge_fixed (ZmServerRequest *request,
             const char      *field,
             const char      *policy,
             const char      *issued,
             const char      *standard)
{
  const char *asked = find_asked (request->csr, field);
  ZmVerdict verdict = ZM_VERDICT_FILLED;

  if (asked != NULL)
    verdict = strcmp (asked, issued) == 0 ? ZM_VERDICT_GRANTED : ZM_VERDICT_CHANGED;
  add (request, field, asked, policy, issued, verdict)->standard = g_strdup (standard);
}

static void
judge_rest (ZmServerRequest *request)
{
  static const char *const judged[] = { "CN", "SAN DNS", "SAN IP", "Key usage", "Extended key usage",
                                        "Basic constraints", NULL };
  gsize count;
  const ZmCsrField *fields = zm_csr_get_fields (request->csr, &count);

  for (gsize i = 0; i < count; i++)
    {
      if (!g_strv_contains (judged, fields[i].name))
        add (request, fields[i].name, fields[i].value, _("not taken over"), NULL, ZM_VERDICT_IGNORED);
    }
}

static void
judge_validity (ZmServerRequest          *request,
                const ZmStationAuthority *authority)
{
  const ZmPolicy policy = { .server_days = SERVER_DAYS };
  g_autofree char *days = g_strdup_printf (ngettext ("%u day, no longer than the root",
                                                     "%u days, no longer than the root",
                                                     SERVER_DAYS), SERVER_DAYS);
  g_autofree char *until = NULL;

  request->not_after = zm_profile_not_after (&policy, ZM_PROFILE_SERVER, zm_instant_now (),
                                             zm_certificate_get_not_after (authority->root));
  until = zm_instant_format (request->not_after);
  add (request, "Validity", NULL, days, until, ZM_VERDICT_FILLED);
}

ZmServerRequest *
zm_server_desk_judge (ZmStation  *station,
                      GBytes     *content,
                      GError    **error)
{
  const ZmStationAuthority *authority;
  g_autoptr(ZmServerRequest) request = NULL;
  ZmCsr *csr;

  g_return_val_if_fail (ZM_IS_STATION (station), NULL);
  g_return_val_if_fail (content != NULL, NULL);

  authority = zm_station_get_authority (station, error);
  if (authority == NULL)
    return NULL;
  csr = zm_csr_new_from_pem (g_bytes_get_data (content, NULL), g_bytes_get_size (content), error);
  if (csr == NULL)
    return NULL;

  request = g_new0 (ZmServerRequest, 1);
  request->csr = csr;
  request->rows = g_ptr_array_new_with_free_func (free_row);
  judge_name (request);
  judge_hosts (request);
  add (request, "Key", zm_public_key_get_hash (zm_csr_get_key (csr)),
       _("the server’s own, which never leaves it"), zm_public_key_get_hash (zm_csr_get_key (csr)),
       ZM_VERDICT_GRANTED);
  judge_fixed (request, "Extended key usage", _("serverAuth alone"), "serverAuth",
               "RFC 5280 §4.2.1.12");
  judge_fixed (request, "Basic constraints", _("no CA"), "CA:FALSE", "RFC 5280 §4.2.1.9");
  judge_validity (request, authority);
  judge_rest (request);

  return g_steal_pointer (&request);
}

ZmCertificate *
zm_server_desk_issue (ZmStation              *station,
                      const ZmServerRequest  *request,
                      const char             *media_directory,
                      const ZmSecret         *root_passphrase,
                      GError                **error)
{
  g_autofree char *pem = NULL;
  ZmSignerClient *signer;

  g_return_val_if_fail (ZM_IS_STATION (station), NULL);
  g_return_val_if_fail (request != NULL && media_directory != NULL, NULL);

  signer = zm_station_need_signer (station, error);
  if (signer == NULL || !zm_signer_client_check_role (signer, ZM_ROLE_ADMINISTRATOR, error))
    return NULL;
  if (request->refusal != NULL)
    {
      g_propagate_error (error, g_error_copy (request->refusal));
      return NULL;
    }

  pem = zm_csr_to_pem (request->csr);
  return zm_authority_sign_server (station, media_directory, root_passphrase, pem, error);
}
