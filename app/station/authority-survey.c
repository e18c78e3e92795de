#include "app/station/authority-survey.h"

#include "app/station/authority.h"
#include "app/store/certificate-record.h"

#define SOON_DAYS  30
#define LATER_DAYS 90

static void
free_link (gpointer data)
{
  ZmAuthorityLink *link = data;

  g_clear_pointer (&link->certificate, zm_certificate_unref);
  g_clear_pointer (&link->crl, zm_crl_unref);
  g_free (link);
}

static ZmAuthorityLink *
add_link (ZmAuthoritySurvey *survey,
          ZmAuthorityKind    kind,
          ZmCertificate     *certificate)
{
  ZmAuthorityLink *link = g_new0 (ZmAuthorityLink, 1);

  link->kind = kind;
  link->certificate = zm_certificate_ref (certificate);
  link->severity = zm_health_judge_expiry (zm_certificate_get_not_before (certificate),
                                           zm_certificate_get_not_after (certificate), survey->at,
                                           NULL);
  g_ptr_array_add (survey->links, link);

  return link;
}

static void
add_ca (ZmAuthoritySurvey *survey,
        ZmAuthorityKind    kind,
        ZmCertificate     *certificate,
        GPtrArray         *crls)
{
  ZmAuthorityLink *link = add_link (survey, kind, certificate);
  ZmInstant end = zm_certificate_get_not_after (certificate);

  survey->chain_end = survey->chain_end == 0 ? end : MIN (survey->chain_end, end);
  link->crl_severity = ZM_HEALTH_PROBLEM;
  for (guint i = 0; i < crls->len; i++)
    {
      ZmCrl *crl = crls->pdata[i];

      if (g_strcmp0 (zm_crl_get_issuer (crl), zm_certificate_get_subject (certificate)) != 0)
        continue;

      link->crl = zm_crl_ref (crl);
      link->crl_severity = zm_health_judge_expiry (zm_crl_get_this_update (crl),
                                                   zm_crl_get_next_update (crl), survey->at, NULL);
      return;
    }
}

static gboolean
add_servers (ZmAuthoritySurvey  *survey,
             ZmDatabase         *database,
             GError            **error)
{
  g_autoptr(GPtrArray) records =
    zm_certificate_record_list_of_kind (database, ZM_CERTIFICATE_SERVER, error);

  if (records == NULL)
    return FALSE;

  for (guint i = 0; i < records->len; i++)
    {
      const ZmCertificateRecord *record = records->pdata[i];
      gsize length;
      const void *der = g_bytes_get_data (record->der, &length);
      ZmCertificate *certificate = zm_certificate_new_from_der (der, length, error);

      if (certificate == NULL)
        return FALSE;
      g_ptr_array_add (survey->servers, certificate);
    }
  if (survey->servers->len > 0)
    add_link (survey, ZM_AUTHORITY_SERVER, survey->servers->pdata[0]);

  return TRUE;
}

static gboolean
count_endings (ZmAuthoritySurvey  *survey,
               ZmDatabase         *database,
               GError            **error)
{
  const ZmInstant ends[] = { survey->at, survey->at + SOON_DAYS * ZM_INSTANT_DAY,
                             survey->at + LATER_DAYS * ZM_INSTANT_DAY, 0 };
  gint64 before = 0;

  G_STATIC_ASSERT (G_N_ELEMENTS (ends) == ZM_AUTHORITY_N_ENDINGS);
  for (gsize i = 0; i < ZM_AUTHORITY_N_ENDINGS; i++)
    {
      gint64 count;

      if (!zm_certificate_record_count_ending (database, ZM_CERTIFICATE_DEVICE, ends[i], &count,
                                               error))
        return FALSE;
      survey->endings[i] = count - before;
      before = count;
    }

  return TRUE;
}

ZmAuthoritySurvey *
zm_authority_survey_new (ZmStation  *station,
                         GError    **error)
{
  g_autoptr(ZmAuthoritySurvey) survey = NULL;
  g_autoptr(GPtrArray) crls = NULL;
  const ZmStationAuthority *authority;
  ZmDatabase *database;

  g_return_val_if_fail (ZM_IS_STATION (station), NULL);

  authority = zm_station_get_authority (station, error);
  if (authority == NULL)
    return NULL;
  crls = zm_authority_load_crls (station, error);
  if (crls == NULL)
    return NULL;

  database = zm_station_get_database (station);
  survey = g_new0 (ZmAuthoritySurvey, 1);
  survey->at = zm_instant_now ();
  survey->authority = authority;
  survey->links = g_ptr_array_new_with_free_func (free_link);
  survey->servers = g_ptr_array_new_with_free_func ((GDestroyNotify) zm_certificate_unref);
  add_ca (survey, ZM_AUTHORITY_ROOT, authority->root, crls);
  for (guint i = authority->chain->len; i > 0; i--)
    add_ca (survey, ZM_AUTHORITY_INTERMEDIATE, authority->chain->pdata[i - 1], crls);
  survey->clipped_from = survey->chain_end - authority->policy.device_days * ZM_INSTANT_DAY;
  add_link (survey, ZM_AUTHORITY_STATION, authority->station);
  if (!add_servers (survey, database, error) || !count_endings (survey, database, error))
    return NULL;

  return g_steal_pointer (&survey);
}

void
zm_authority_survey_free (ZmAuthoritySurvey *survey)
{
  if (survey == NULL)
    return;

  g_ptr_array_unref (survey->links);
  g_ptr_array_unref (survey->servers);
  g_free (survey);
}
