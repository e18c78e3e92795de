#include "app/station/authority-survey.h"

#include "app/station/training.h"
#include "app/store/certificate-record.h"

/* What is said of an authority, of a training station's real one. */
typedef struct {
  ZmTraining *training;
  ZmStation  *station;
} Fixture;

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  g_autoptr(GError) error = NULL;

  fixture->training = zm_training_new (NULL, 1, &error);
  g_assert_no_error (error);
  fixture->station = zm_training_get_station (fixture->training);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  zm_training_free (fixture->training);
}

static ZmAuthoritySurvey *
survey (Fixture *fixture)
{
  g_autoptr(GError) error = NULL;
  ZmAuthoritySurvey *found = zm_authority_survey_new (fixture->station, &error);

  g_assert_no_error (error);
  return found;
}

static void
assert_link (const ZmAuthoritySurvey *found,
             guint                    at,
             ZmAuthorityKind          kind,
             gboolean                 issues_list)
{
  const ZmAuthorityLink *link = found->links->pdata[at];

  g_assert_cmpint (link->kind, ==, kind);
  g_assert_cmpint (link->severity, ==, ZM_HEALTH_OK);
  g_assert_cmpint (link->crl != NULL, ==, issues_list);
  g_assert_cmpint (link->crl_severity, ==, ZM_HEALTH_OK);
  if (issues_list)
    g_assert_cmpstr (zm_crl_get_issuer (link->crl), ==,
                     zm_certificate_get_subject (link->certificate));
}

static void
test_links (Fixture       *fixture,
            gconstpointer  data)
{
  g_autoptr(ZmAuthoritySurvey) found = survey (fixture);
  const ZmAuthorityLink *root;
  const ZmAuthorityLink *intermediate;

  g_assert_cmpuint (found->links->len, ==, 4);
  assert_link (found, 0, ZM_AUTHORITY_ROOT, TRUE);
  assert_link (found, 1, ZM_AUTHORITY_INTERMEDIATE, TRUE);
  assert_link (found, 2, ZM_AUTHORITY_STATION, FALSE);
  assert_link (found, 3, ZM_AUTHORITY_SERVER, FALSE);

  root = found->links->pdata[0];
  intermediate = found->links->pdata[1];
  g_assert_cmpint (zm_certificate_get_not_after (intermediate->certificate), <,
                   zm_certificate_get_not_after (root->certificate));
  g_assert_cmpint (found->chain_end, ==, zm_certificate_get_not_after (intermediate->certificate));
  g_assert_cmpint (found->chain_end - found->clipped_from, ==,
                   found->authority->policy.device_days * ZM_INSTANT_DAY);
}

static void
insert (Fixture            *fixture,
        const char         *serial,
        int                 days,
        ZmCertificateState  state)
{
  g_autoptr(ZmCertificateRecord) record = g_new0 (ZmCertificateRecord, 1);
  g_autoptr(GError) error = NULL;
  ZmInstant now = zm_instant_now ();

  record->serial = g_strdup (serial);
  record->issuer_sha256 = g_strnfill (64, 'a');
  record->device_id = g_strdup ("DEV-014");
  record->kind = ZM_CERTIFICATE_DEVICE;
  record->der = g_bytes_new_static ("x", 1);
  record->key_sha256 = g_strnfill (64, 'b');
  record->not_before = now - 100 * ZM_INSTANT_DAY;
  record->not_after = now + days * ZM_INSTANT_DAY + ZM_INSTANT_HOUR;
  record->issued_at = record->not_before;
  record->state = state;
  if (state == ZM_CERTIFICATE_REVOKED)
    {
      record->revoked_at = now;
      record->revocation_reason = g_strdup ("superseded");
    }
  g_assert_true (zm_certificate_record_insert (zm_station_get_database (fixture->station), record,
                                               &error));
  g_assert_no_error (error);
}

/* What no longer counts does not end either. */
static void
test_endings (Fixture       *fixture,
              gconstpointer  data)
{
  static const gint64 expected[] = { 1, 2, 3, 1 };
  g_autoptr(ZmAuthoritySurvey) found = NULL;

  insert (fixture, "00000000000000000000000000000001", -2, ZM_CERTIFICATE_ACTIVE);
  insert (fixture, "00000000000000000000000000000002", 0, ZM_CERTIFICATE_ISSUED);
  insert (fixture, "00000000000000000000000000000003", 29, ZM_CERTIFICATE_ACTIVE);
  insert (fixture, "00000000000000000000000000000004", 30, ZM_CERTIFICATE_ACTIVE);
  insert (fixture, "00000000000000000000000000000005", 60, ZM_CERTIFICATE_ACTIVE);
  insert (fixture, "00000000000000000000000000000006", 89, ZM_CERTIFICATE_ISSUED);
  insert (fixture, "00000000000000000000000000000007", 90, ZM_CERTIFICATE_ACTIVE);
  insert (fixture, "00000000000000000000000000000008", 5, ZM_CERTIFICATE_REVOKED);
  insert (fixture, "00000000000000000000000000000009", 5, ZM_CERTIFICATE_SUPERSEDED);

  found = survey (fixture);
  for (gsize i = 0; i < ZM_AUTHORITY_N_ENDINGS; i++)
    g_assert_cmpint (found->endings[i], ==, expected[i]);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add ("/authority-survey/links", Fixture, NULL, set_up, test_links, tear_down);
  g_test_add ("/authority-survey/endings", Fixture, NULL, set_up, test_endings, tear_down);

  return g_test_run ();
}
