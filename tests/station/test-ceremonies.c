#include "app/base/error.h"
#include "app/station/authority.h"
#include "app/station/server-desk.h"
#include "app/store/certificate-record.h"
#include "tests/station/desk.h"

#include <glib/gstdio.h>
#include <string.h>

#define ROOT_PASSPHRASE "the root’s own for tests"
#define HOST            "central.example"

/* A station whose root key is on a medium. */
typedef struct {
  Desk      desk;
  char     *media;
  ZmSecret *passphrase;
} Founded;

static void
set_up (Founded       *founded,
        gconstpointer  data)
{
  const ZmAuthorityPlan plan = { .hospital = "Test", .identity_host = "id.example",
                                 .server_url = "https://central.example:8443",
                                 .crl_url = "http://crl.example/" };
  g_autoptr(GError) error = NULL;

  desk_set_up (&founded->desk, NULL);
  founded->media = g_build_filename (founded->desk.directory, "media", NULL);
  g_assert_cmpint (g_mkdir (founded->media, 0700), ==, 0);
  founded->passphrase = desk_secret (ROOT_PASSPHRASE);
  g_assert_true (zm_authority_create (founded->desk.station, &plan, founded->media,
                                      founded->passphrase, &error));
  g_assert_no_error (error);
}

static void
tear_down (Founded       *founded,
           gconstpointer  data)
{
  zm_secret_free (founded->passphrase);
  g_free (founded->media);
  desk_tear_down (&founded->desk, NULL);
}

static ZmServerRequest *
ask (Founded           *founded,
     const char        *name,
     const char *const *hosts)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(ZmKey) key = zm_key_generate (ZM_KEY_EC_P256, &error);
  g_autoptr(ZmCsr) csr = zm_csr_create (key, name, "Test", hosts, &error);
  g_autofree char *pem = NULL;
  g_autoptr(GBytes) content = NULL;
  ZmServerRequest *request;

  g_assert_no_error (error);
  pem = zm_csr_to_pem (csr);
  content = g_bytes_new (pem, strlen (pem));
  request = zm_server_desk_judge (founded->desk.station, content, &error);
  g_assert_no_error (error);
  return request;
}

static const ZmJudgementRow *
find (const ZmServerRequest *request,
      const char            *field)
{
  for (guint i = 0; i < request->rows->len; i++)
    {
      const ZmJudgementRow *row = request->rows->pdata[i];

      if (g_str_equal (row->field, field))
        return row;
    }

  return NULL;
}

static void
test_server (Founded       *founded,
             gconstpointer  data)
{
  const char *const hosts[] = { HOST, "127.0.0.1", NULL };
  g_autoptr(ZmServerRequest) request = ask (founded, HOST, hosts);
  g_autoptr(GError) error = NULL;
  g_autoptr(ZmCertificate) certificate = NULL;
  g_autoptr(GPtrArray) kept = NULL;

  g_assert_no_error (request->refusal);
  g_assert_cmpint (find (request, "CN")->verdict, ==, ZM_VERDICT_GRANTED);
  g_assert_cmpstr (find (request, "SAN DNS")->issued, ==, HOST);
  g_assert_cmpint (find (request, "Validity")->verdict, ==, ZM_VERDICT_FILLED);

  certificate = zm_server_desk_issue (founded->desk.station, request, founded->media,
                                      founded->passphrase, &error);
  g_assert_no_error (error);
  g_assert_true (zm_certificate_matches_host (certificate, HOST));
  g_assert_true (zm_certificate_matches_host (certificate, "127.0.0.1"));
  /* What was shown is what came, but for the time between. */
  g_assert_cmpint (ABS (zm_certificate_get_not_after (certificate) - request->not_after), <=,
                   ZM_INSTANT_HOUR);
  kept = zm_certificate_record_list_of_kind (zm_station_get_database (founded->desk.station),
                                             ZM_CERTIFICATE_SERVER, &error);
  g_assert_cmpuint (kept->len, ==, 1);
  g_assert_cmpuint (desk_count (&founded->desk, "server-certificate.issued", 0), ==, 1);
}

static void
test_nameless_server (Founded       *founded,
                      gconstpointer  data)
{
  g_autoptr(ZmServerRequest) request = ask (founded, HOST, NULL);
  g_autoptr(GError) error = NULL;

  g_assert_cmpstr (zm_error_get_check (request->refusal), ==, "csr.dns-name");
  g_assert_null (zm_server_desk_issue (founded->desk.station, request, founded->media,
                                       founded->passphrase, &error));
  g_assert_cmpstr (zm_error_get_check (error), ==, "csr.dns-name");
}

static void
test_wrong_medium (Founded       *founded,
                   gconstpointer  data)
{
  const char *const hosts[] = { HOST, NULL };
  g_autoptr(ZmServerRequest) request = ask (founded, HOST, hosts);
  g_autoptr(ZmSecret) wrong = desk_secret ("not this one, surely");
  g_autoptr(GError) error = NULL;

  g_assert_null (zm_server_desk_issue (founded->desk.station, request, "/nowhere/at/all",
                                       founded->passphrase, &error));
  g_assert_cmpstr (zm_error_get_check (error), ==, "media.missing");
  g_clear_error (&error);
  g_assert_null (zm_server_desk_issue (founded->desk.station, request, founded->media, wrong,
                                       &error));
  g_assert_cmpstr (zm_error_get_check (error), ==, "key.passphrase");
  g_clear_error (&error);
  g_assert_false (zm_authority_renew_root_list (founded->desk.station, founded->desk.directory,
                                                founded->passphrase, &error));
  g_assert_cmpstr (zm_error_get_check (error), ==, "authority.exists");
}

static void
test_renewal (Founded       *founded,
              gconstpointer  data)
{
  const ZmStationAuthority *authority = zm_station_get_authority (founded->desk.station, NULL);
  g_autofree char *before = g_strdup (zm_certificate_get_serial (authority->chain->pdata[0]));
  g_autofree char *root = g_strdup (zm_certificate_get_sha256 (authority->root));
  g_autoptr(GError) error = NULL;

  g_assert_true (zm_authority_renew (founded->desk.station, founded->media, founded->passphrase,
                                     &error));
  g_assert_no_error (error);
  authority = zm_station_get_authority (founded->desk.station, NULL);
  g_assert_cmpstr (zm_certificate_get_serial (authority->chain->pdata[0]), !=, before);
  g_assert_cmpstr (zm_certificate_get_sha256 (authority->root), ==, root);
}

static guint64
get_root_number (Founded *founded)
{
  const ZmStationAuthority *authority = zm_station_get_authority (founded->desk.station, NULL);
  g_autoptr(GPtrArray) lists = zm_authority_load_crls (founded->desk.station, NULL);

  for (guint i = 0; i < lists->len; i++)
    {
      if (g_str_equal (zm_crl_get_issuer (lists->pdata[i]),
                       zm_certificate_get_subject (authority->root)))
        return zm_crl_get_number (lists->pdata[i]);
    }

  g_assert_not_reached ();
}

static void
test_list (Founded       *founded,
           gconstpointer  data)
{
  guint64 before = get_root_number (founded);
  g_autoptr(GError) error = NULL;

  g_assert_true (zm_authority_renew_root_list (founded->desk.station, founded->media,
                                               founded->passphrase, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (get_root_number (founded), ==, before + 1);
  g_assert_cmpuint (desk_count (&founded->desk, "crl.imported", 0), ==, 1);
}

static void
test_nobody (Founded       *founded,
             gconstpointer  data)
{
  const char *const hosts[] = { HOST, NULL };
  g_autoptr(ZmServerRequest) request = ask (founded, HOST, hosts);
  g_autoptr(GError) error = NULL;

  zm_station_sign_out (founded->desk.station);
  g_assert_null (zm_server_desk_issue (founded->desk.station, request, founded->media,
                                       founded->passphrase, &error));
  g_assert_true (zm_error_matches (error, ZM_ERROR_DENIED));
}

#define ADD(path, function) \
  g_test_add ("/ceremonies/" path, Founded, NULL, set_up, function, tear_down)

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  ADD ("list", test_list);
  ADD ("nameless-server", test_nameless_server);
  ADD ("nobody", test_nobody);
  ADD ("renewal", test_renewal);
  ADD ("server", test_server);
  ADD ("wrong-medium", test_wrong_medium);

  return g_test_run ();
}
