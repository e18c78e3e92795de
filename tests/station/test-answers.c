#include "app/base/error.h"
#include "app/base/file.h"
#include "app/station/authority-answers.h"
#include "app/station/authority-origin.h"
#include "app/station/authority.h"
#include "tests/pki/testpki.h"
#include "tests/station/desk.h"

#include <string.h>

#define INTERMEDIATE_NAME "ZMonitor Intermediate CA"
#define STATION_NAME      "ZMonitor Provisioning Station"
#define FILES_MAX         8

/* A station that has asked, and the hospital's CA. */
typedef struct {
  Desk          desk;
  TestPki      *pki;
  char         *folder; /* of the requests */
  ZmCsr        *intermediate_csr;
  ZmCsr        *station_csr;
  ZmAnswerFile  files[FILES_MAX];
  gsize         n_files;
} Hospital;

static ZmCsr *
read_csr (Hospital   *hospital,
          const char *name)
{
  g_autofree char *path = g_build_filename (hospital->folder, name, NULL);
  g_autoptr(GError) error = NULL;
  g_autoptr(GBytes) pem = zm_file_read (path, 2 * ZM_CSR_MAX, &error);
  ZmCsr *csr;

  g_assert_no_error (error);
  csr = zm_csr_new_from_pem (g_bytes_get_data (pem, NULL), g_bytes_get_size (pem), &error);
  g_assert_no_error (error);
  return csr;
}

static void
export_requests (Hospital *hospital)
{
  const ZmAuthorityPlan plan = { .hospital = "Test", .identity_host = TEST_PKI_IDENTITY_HOST,
                                 .server_url = "https://central.example:8443",
                                 .crl_url = TEST_PKI_CRL_URL };
  g_autoptr(GError) error = NULL;

  g_assert_true (zm_authority_export_requests (hospital->desk.station, &plan, hospital->folder,
                                               &error));
  g_assert_no_error (error);
}

static void
set_up (Hospital      *hospital,
        gconstpointer  data)
{
  desk_set_up (&hospital->desk, NULL);
  hospital->pki = test_pki_new ();
  hospital->folder = g_build_filename (hospital->desk.directory, "requests", NULL);
  export_requests (hospital);
  hospital->intermediate_csr = read_csr (hospital, "intermediate.csr");
  hospital->station_csr = read_csr (hospital, "station.csr");
}

static void
clear_files (Hospital *hospital)
{
  for (gsize i = 0; i < hospital->n_files; i++)
    g_bytes_unref (hospital->files[i].content);
  hospital->n_files = 0;
}

static void
tear_down (Hospital      *hospital,
           gconstpointer  data)
{
  clear_files (hospital);
  zm_csr_unref (hospital->intermediate_csr);
  zm_csr_unref (hospital->station_csr);
  test_pki_free (hospital->pki);
  g_free (hospital->folder);
  desk_tear_down (&hospital->desk, NULL);
}

static void
give_text (Hospital   *hospital,
           const char *name,
           const char *text)
{
  g_assert_cmpuint (hospital->n_files, <, FILES_MAX);
  hospital->files[hospital->n_files++] =
    (ZmAnswerFile) { name, g_bytes_new (text, strlen (text)) };
}

static void
give (Hospital      *hospital,
      const char    *name,
      ZmCertificate *certificate)
{
  g_autofree char *pem = zm_certificate_to_pem (certificate);

  give_text (hospital, name, pem);
}

static void
give_signed (Hospital      *hospital,
             const char    *name,
             ZmProfileKind  kind,
             const char    *common_name,
             ZmCsr         *csr)
{
  g_autoptr(ZmCertificate) certificate =
    test_pki_certify (hospital->pki, kind, common_name, zm_csr_get_key (csr), 0);

  give (hospital, name, certificate);
}

static void
give_intermediate (Hospital *hospital)
{
  give_signed (hospital, "intermediate.pem", ZM_PROFILE_INTERMEDIATE, INTERMEDIATE_NAME,
               hospital->intermediate_csr);
}

static void
give_station (Hospital *hospital)
{
  give_signed (hospital, "station.pem", ZM_PROFILE_STATION, STATION_NAME, hospital->station_csr);
}

static void
give_list (Hospital *hospital)
{
  g_autoptr(GPtrArray) lists = test_pki_crls (hospital->pki);
  GBytes *der = zm_crl_get_der (lists->pdata[0]);

  hospital->files[hospital->n_files++] = (ZmAnswerFile) { "root.crl", g_bytes_ref (der) };
}

static void
give_all (Hospital *hospital)
{
  give_station (hospital);
  give_intermediate (hospital);
  give (hospital, "root.pem", hospital->pki->root);
  give_list (hospital);
}

static ZmAuthorityAnswers *
judge (Hospital *hospital)
{
  g_autoptr(GError) error = NULL;
  ZmAuthorityAnswers *answers = zm_authority_answers_judge (hospital->desk.station, hospital->files,
                                                            hospital->n_files, &error);

  g_assert_no_error (error);
  return answers;
}

static void
assert_refused (Hospital   *hospital,
                const char *check)
{
  g_autoptr(ZmAuthorityAnswers) answers = judge (hospital);
  g_autoptr(GError) error = NULL;

  g_assert_nonnull (answers->refusal);
  g_assert_cmpstr (zm_error_get_check (answers->refusal), ==, check);
  g_assert_false (zm_authority_answers_take (hospital->desk.station, answers, &error));
  g_assert_cmpstr (zm_error_get_check (error), ==, check);
}

static void
take (Hospital *hospital)
{
  g_autoptr(ZmAuthorityAnswers) answers = judge (hospital);
  g_autoptr(GError) error = NULL;

  g_assert_no_error (answers->refusal);
  g_assert_true (zm_authority_answers_take (hospital->desk.station, answers, &error));
  g_assert_no_error (error);
  clear_files (hospital);
}

static ZmAuthorityOrigin *
read_origin (Hospital *hospital)
{
  g_autoptr(GError) error = NULL;
  ZmAuthorityOrigin *origin =
    zm_authority_origin_read (zm_station_get_database (hospital->desk.station), &error);

  g_assert_no_error (error);
  return origin;
}

static void
test_first_answers (Hospital      *hospital,
                    gconstpointer  data)
{
  static const ZmAnswerKind kinds[] = { ZM_ANSWER_ROOT, ZM_ANSWER_INTERMEDIATE, ZM_ANSWER_STATION,
                                        ZM_ANSWER_LIST };
  g_autoptr(ZmAuthorityAnswers) answers = NULL;
  g_autoptr(GPtrArray) lists = NULL;

  give_all (hospital);
  answers = judge (hospital);
  g_assert_cmpuint (answers->items->len, ==, G_N_ELEMENTS (kinds));
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      const ZmAuthorityAnswer *item = answers->items->pdata[i];

      g_assert_cmpint (item->kind, ==, kinds[i]);
      g_assert_false (item->is_known);
      g_assert_cmpuint (item->checks->len, >, 0);
    }
  g_assert_true (answers->is_new);

  take (hospital);
  g_assert_nonnull (zm_station_get_authority (hospital->desk.station, NULL));
  g_assert_cmpuint (desk_count (&hospital->desk, "authority.imported", 0), ==, 1);
  lists = zm_authority_load_crls (hospital->desk.station, NULL);
  g_assert_cmpuint (lists->len, ==, 2);
}

/* What is missing is said, and until then nothing is taken. */
static void
test_incomplete (Hospital      *hospital,
                 gconstpointer  data)
{
  give (hospital, "root.pem", hospital->pki->root);
  give_intermediate (hospital);
  assert_refused (hospital, "authority.incomplete");
  g_assert_null (zm_station_get_authority (hospital->desk.station, NULL));
  g_assert_cmpuint (desk_count (&hospital->desk, "authority.imported", 0), ==, 0);
  give_station (hospital);
  take (hospital);
}

static void
test_other_keys (Hospital      *hospital,
                 gconstpointer  data)
{
  give (hospital, "root.pem", hospital->pki->root);
  give_station (hospital);
  give_signed (hospital, "other.pem", ZM_PROFILE_INTERMEDIATE, INTERMEDIATE_NAME,
               hospital->station_csr);
  /* By its key it answers the other request, and that has an answer. */
  assert_refused (hospital, "authority.answer");
  clear_files (hospital);

  give (hospital, "root.pem", hospital->pki->root);
  give_intermediate (hospital);
  {
    g_autoptr(TestIdentity) other =
      test_pki_issue (hospital->pki, ZM_PROFILE_STATION, STATION_NAME, 0);

    give (hospital, "station.pem", test_identity_leaf (other));
  }
  assert_refused (hospital, "authority.station-key");
  clear_files (hospital);

  give (hospital, "root.pem", hospital->pki->root);
  give_station (hospital);
  {
    g_autoptr(TestIdentity) other =
      test_pki_issue (hospital->pki, ZM_PROFILE_INTERMEDIATE, INTERMEDIATE_NAME, 0);

    give (hospital, "intermediate.pem", test_identity_leaf (other));
  }
  assert_refused (hospital, "authority.intermediate-key");
}

static void
test_strange_files (Hospital      *hospital,
                    gconstpointer  data)
{
  g_autoptr(TestIdentity) device = test_pki_issue (hospital->pki, ZM_PROFILE_DEVICE, "DEV-1", 0);

  give_all (hospital);
  give (hospital, "device.pem", test_identity_leaf (device));
  assert_refused (hospital, "authority.answer");
  clear_files (hospital);

  give_all (hospital);
  give_text (hospital, "letter.txt", "Dear colleagues");
  assert_refused (hospital, "certificate.encoding");
  clear_files (hospital);

  give_all (hospital);
  give_text (hospital, "empty.pem", "");
  assert_refused (hospital, "certificate.encoding");
}

/* The same certificate as a file and within a chain is one answer. */
static void
test_twice (Hospital      *hospital,
            gconstpointer  data)
{
  g_autoptr(ZmAuthorityAnswers) answers = NULL;

  give_all (hospital);
  give (hospital, "root-again.pem", hospital->pki->root);
  answers = judge (hospital);
  g_assert_no_error (answers->refusal);
  g_assert_cmpuint (answers->items->len, ==, 4);
}

static void
test_weak_intermediate (Hospital      *hospital,
                        gconstpointer  data)
{
  hospital->pki->policy.name_constraints = FALSE;
  give_all (hospital);
  assert_refused (hospital, "authority.intermediate");
}

static void
test_other_root (Hospital      *hospital,
                 gconstpointer  data)
{
  g_autoptr(TestPki) other = test_pki_new ();

  give_all (hospital);
  take (hospital);
  give (hospital, "root.pem", other->root);
  assert_refused (hospital, "authority.root");
}

static void
test_without_root (Hospital      *hospital,
                   gconstpointer  data)
{
  give_intermediate (hospital);
  give_station (hospital);
  assert_refused (hospital, "chain.incomplete");
}

/* Later on: what is not given stays as it is. */
static void
test_renewal (Hospital      *hospital,
              gconstpointer  data)
{
  g_autoptr(ZmAuthorityAnswers) answers = NULL;
  g_autofree char *before = NULL;
  const ZmStationAuthority *authority;

  give_all (hospital);
  take (hospital);
  authority = zm_station_get_authority (hospital->desk.station, NULL);
  before = g_strdup (zm_certificate_get_serial (authority->chain->pdata[0]));

  give_intermediate (hospital);
  answers = judge (hospital);
  g_assert_no_error (answers->refusal);
  g_assert_true (answers->is_new);
  take (hospital);
  authority = zm_station_get_authority (hospital->desk.station, NULL);
  g_assert_cmpstr (zm_certificate_get_serial (authority->chain->pdata[0]), !=, before);
  g_assert_cmpuint (desk_count (&hospital->desk, "authority.imported", 0), ==, 2);
}

static void
test_lists (Hospital      *hospital,
            gconstpointer  data)
{
  g_autoptr(TestIdentity) known = NULL;
  guint64 number;

  give_all (hospital);
  take (hospital);
  number = hospital->pki->crl_number;

  give_list (hospital);
  take (hospital);
  g_assert_cmpuint (desk_count (&hospital->desk, "crl.imported", 0), ==, 1);
  g_assert_cmpuint (desk_count (&hospital->desk, "authority.imported", 0), ==, 1);

  hospital->pki->crl_number = number;
  hospital->pki->crl_from -= ZM_INSTANT_HOUR;
  give_list (hospital);
  assert_refused (hospital, "crl.older");
  clear_files (hospital);

  hospital->pki->crl_number = number + 5;
  hospital->pki->crl_until = hospital->pki->crl_from + ZM_INSTANT_SECOND;
  give_list (hospital);
  assert_refused (hospital, "crl.expired");
}

/* The end of this authority has to be taken as well, and to be kept. */
static void
test_revoked_intermediate (Hospital      *hospital,
                           gconstpointer  data)
{
  g_autoptr(ZmAuthorityAnswers) answers = NULL;
  const ZmStationAuthority *authority;
  const ZmAuthorityAnswer *item;
  const ZmAnswerCheck *warning;
  ZmCrlEntry entry = { .at = hospital->pki->now, .reason = ZM_REASON_CA_COMPROMISE };

  give_all (hospital);
  take (hospital);
  authority = zm_station_get_authority (hospital->desk.station, NULL);
  entry.serial = g_strdup (zm_certificate_get_serial (authority->chain->pdata[0]));
  g_array_append_val (hospital->pki->revoked_by_root, entry);
  give_list (hospital);
  answers = judge (hospital);
  item = answers->items->pdata[0];
  warning = item->checks->pdata[item->checks->len - 1];
  g_assert_true (warning->warns);
  g_assert_no_error (answers->refusal);
  take (hospital);

  g_array_set_size (hospital->pki->revoked_by_root, 0);
  give_list (hospital);
  assert_refused (hospital, "crl.forgets");
}

static void
test_origin (Hospital      *hospital,
             gconstpointer  data)
{
  g_autoptr(ZmAuthorityOrigin) asked = read_origin (hospital);
  g_autoptr(ZmAuthorityOrigin) founded = NULL;
  g_autoptr(ZmAuthorityOrigin) again = NULL;

  g_assert_cmpuint (desk_count (&hospital->desk, "authority.requests-exported", 0), ==, 1);
  g_assert_cmpint (asked->source, ==, ZM_AUTHORITY_FROM_OUTSIDE);
  g_assert_cmpint (asked->asked, >, 0);
  g_assert_cmpint (asked->founded, ==, 0);
  g_assert_cmpstr (asked->asked_by, ==, DESK_OPERATOR);
  g_assert_cmpstr (asked->folder, ==, hospital->folder);
  g_assert_cmpstr (asked->intermediate_sha256, ==, zm_csr_get_sha256 (hospital->intermediate_csr));

  give_all (hospital);
  take (hospital);
  founded = read_origin (hospital);
  g_assert_cmpint (founded->founded, >, 0);
  g_assert_cmpint (founded->asked, ==, 0);

  export_requests (hospital);
  again = read_origin (hospital);
  g_assert_cmpint (again->asked, >=, founded->founded);
}

static void
test_nobody (Hospital      *hospital,
             gconstpointer  data)
{
  g_autoptr(GError) error = NULL;

  give_all (hospital);
  zm_station_sign_out (hospital->desk.station);
  g_assert_null (zm_authority_answers_judge (hospital->desk.station, hospital->files,
                                             hospital->n_files, &error));
  g_assert_true (zm_error_matches (error, ZM_ERROR_DENIED));
}

#define ADD(path, function) \
  g_test_add ("/answers/" path, Hospital, NULL, set_up, function, tear_down)

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  ADD ("first", test_first_answers);
  ADD ("incomplete", test_incomplete);
  ADD ("lists", test_lists);
  ADD ("nobody", test_nobody);
  ADD ("origin", test_origin);
  ADD ("other-keys", test_other_keys);
  ADD ("other-root", test_other_root);
  ADD ("renewal", test_renewal);
  ADD ("revoked-intermediate", test_revoked_intermediate);
  ADD ("strange-files", test_strange_files);
  ADD ("twice", test_twice);
  ADD ("weak-intermediate", test_weak_intermediate);
  ADD ("without-root", test_without_root);

  return g_test_run ();
}
