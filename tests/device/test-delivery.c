#include "app/base/base64.h"
#include "app/base/error.h"
#include "app/base/file.h"
#include "app/pki/csr.h"
#include "app/pki/random.h"
#include "app/protocol/payload.h"
#include "tests/device/bench.h"
#include "tests/device/whoami.h"

#include <signal.h>
#include <string.h>

#define SESSION   AUTHORITY_SESSION
#define SESSION_2 "6f0c1d8e-6d6e-4c5e-9f7a-0b1f2e3d4c5b"
#define NONCE     "00112233445566778899aabbccddeeff"

/* The whole way of a certificate, with a server that is really spoken to. */
typedef struct {
  Bench   bench;
  Whoami  whoami;
  char   *server_url;
  char   *rule;     /* for --resolve */
} Fixture;

static void
start_device (Fixture *fixture)
{
  bench_start (&fixture->bench, (const char *[]) { "--resolve", fixture->rule, NULL });
}

static void
set_up (Fixture       *fixture,
        gconstpointer  mood)
{
  bench_set_up (&fixture->bench, NULL);
  whoami_start (&fixture->whoami, &fixture->bench.authority, GPOINTER_TO_INT (mood));
  fixture->server_url = g_strdup_printf ("https://" AUTHORITY_HOST ":%u", fixture->whoami.port);
  fixture->rule = g_strdup_printf (AUTHORITY_HOST ":%u:127.0.0.1", fixture->whoami.port);
  start_device (fixture);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  mood)
{
  whoami_clear (&fixture->whoami);
  bench_tear_down (&fixture->bench, NULL);
  g_free (fixture->server_url);
  g_free (fixture->rule);
}

/* The maker signs for a key it holds; so the test takes a look into the device. */
static MakerIdentity *
certify (Fixture *fixture)
{
  g_autofree char *path = g_build_filename (fixture->bench.state, "pending.key", NULL);
  g_autoptr(GError) error = NULL;
  g_autoptr(ZmSecret) pem = zm_file_read_secret (path, 8192, &error);
  g_autoptr(ZmKey) key = NULL;

  g_assert_no_error (error);
  key = zm_key_new_from_pem ((const char *) zm_secret_peek (pem), zm_secret_length (pem), NULL,
                             &error);
  g_assert_no_error (error);

  return authority_certify (&fixture->bench.authority, key);
}

static void
pair (Fixture    *fixture,
      Station    *station,
      const char *session)
{
  g_autoptr(ZmCsr) csr = NULL;

  station_pair (station, &fixture->bench, session, fixture->bench.ticket->pairing_code);
  csr = station_request_csr (station, session);
}

static void
send_crls (Fixture *fixture,
           Station *station)
{
  GPtrArray *crls = fixture->bench.authority.crls;
  g_autoptr(ZmMessage) answer = NULL;
  json_t *array = json_array ();

  for (guint i = 0; i < crls->len; i++)
    {
      GBytes *der = zm_crl_get_der (g_ptr_array_index (crls, i));
      g_autofree char *text = zm_base64_encode (g_bytes_get_data (der, NULL),
                                                g_bytes_get_size (der));

      json_array_append_new (array, json_string (text));
    }
  station_say (station, ZM_MESSAGE_CRLS, json_pack ("{s:o}", "crls", array));
  answer = station_expect (station, ZM_MESSAGE_CRLS_STORED);
  g_assert_cmpint (zm_message_get_integer (answer, "count"), ==, (gint64) crls->len);
}

static void
send_payload (Station    *station,
              const char *payload)
{
  station_say (station, ZM_MESSAGE_INSTALL,
               json_pack ("{s:s, s:s}", "payload", payload, "testNonce", NONCE));
}

static void
expect_steps (Station *station,
              int      from,
              int      to)
{
  for (int i = from; i <= to; i++)
    {
      g_autoptr(ZmMessage) message = station_expect (station, ZM_MESSAGE_STEP);

      g_assert_cmpint (zm_message_get_integer (message, "step"), ==, i);
      g_assert_cmpstr (zm_message_get_string (message, "outcome"), ==, "success");
    }
}

static void
expect_failed_step (Station    *station,
                    int         step,
                    const char *check)
{
  g_autoptr(ZmMessage) message = station_expect (station, ZM_MESSAGE_STEP);

  g_assert_cmpint (zm_message_get_integer (message, "step"), ==, step);
  g_assert_cmpstr (zm_message_get_string (message, "outcome"), ==, "failure");
  g_assert_cmpstr (zm_message_get_string (message, "check"), ==, check);
}

/* check NULL: the server named this serial. */
static void
expect_tested (Station    *station,
               const char *serial,
               const char *check)
{
  g_autoptr(ZmMessage) message = station_expect (station, ZM_MESSAGE_TESTED);

  g_assert_cmpstr (zm_message_get_string (message, "nonce"), ==, NONCE);
  g_assert_cmpstr (zm_message_get_string (message, "check"), ==, check);
  g_assert_cmpstr (zm_message_get_string (message, "outcome"), ==,
                   check == NULL ? "success" : "failure");
  if (check != NULL)
    return;

  g_assert_cmpstr (zm_message_get_string (message, "serial"), ==, serial);
  g_assert_cmpstr (zm_message_get_string (message, "receipt"), ==, "a.b.c");
  g_assert_cmpint (zm_message_get_integer (message, "status"), ==, 200);
}

static void
expect_installed (Station    *station,
                  const char *serial,
                  const char *check)
{
  g_autoptr(ZmMessage) message = station_expect (station, ZM_MESSAGE_INSTALLED);

  g_assert_cmpstr (zm_message_get_string (message, "outcome"), ==,
                   check == NULL ? "success" : "failure");
  g_assert_cmpstr (zm_message_get_string (message, "serial"), ==, serial);
  g_assert_cmpstr (zm_message_get_string (message, "check"), ==, check);
}

static json_t *
show (Fixture *fixture)
{
  g_autofree char *text = NULL;
  g_autoptr(GError) error = NULL;
  json_t *object;

  g_assert_cmpint (bench_call ((const char *[]) { "show", "--state", fixture->bench.state,
                                                  "--json", NULL }, &text), ==, 0);
  object = zm_json_parse_object (text, strlen (text), "test", &error);
  g_assert_no_error (error);

  return object;
}

/* serial NULL: the device has no identity. */
static void
assert_shown (Fixture    *fixture,
              const char *serial)
{
  g_autoptr(json_t) object = show (fixture);
  const char *seen = json_string_value (json_object_get (object, "certificateSerial"));

  g_assert_cmpstr (seen, ==, serial);
  g_assert_cmpstr (json_string_value (json_object_get (object, "state")), ==,
                   serial == NULL ? "new" : "active");
}

/* Pairs, delivers and sees it installed; gives the serial. */
static char *
install (Fixture    *fixture,
         Station    *station,
         const char *session)
{
  g_autoptr(MakerIdentity) leaf = NULL;
  g_autofree char *payload = NULL;
  const char *serial;

  pair (fixture, station, session);
  leaf = certify (fixture);
  serial = zm_certificate_get_serial (leaf->certificate);
  payload = authority_compose (&fixture->bench.authority, leaf, session, fixture->server_url,
                               zm_instant_now ());
  send_crls (fixture, station);
  send_payload (station, payload);
  expect_steps (station, 1, 4);
  expect_tested (station, serial, NULL);
  expect_steps (station, 5, 6);
  expect_installed (station, serial, NULL);

  return g_strdup (serial);
}

static void
test_installs (Fixture       *fixture,
               gconstpointer  mood)
{
  g_auto(Station) station = { 0 };
  g_autofree char *serial = install (fixture, &station, SESSION);
  g_autoptr(json_t) event = bench_await (&fixture->bench, "installed");
  g_autofree char *output = NULL;

  g_assert_cmpstr (json_string_value (json_object_get (event, "outcome")), ==, "success");
  assert_shown (fixture, serial);
  g_assert_cmpint (bench_call ((const char *[]) { "audit", "verify", "--state",
                                                  fixture->bench.state, NULL }, NULL), ==, 0);
  g_assert_cmpint (bench_call ((const char *[]) { "audit", "list", "--state",
                                                  fixture->bench.state, NULL }, &output), ==, 0);
  g_assert_nonnull (strstr (output, "identity.installed success"));
  g_assert_null (strstr (output, fixture->bench.ticket->pairing_code));
}

/* The next ticket is for another key and code, and brings another identity. */
static void
test_renews (Fixture       *fixture,
             gconstpointer  mood)
{
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;
  g_auto(Station) station = { 0 };
  g_auto(Station) later = { 0 };
  guint8 key_hash[ZM_SHA256_LENGTH];

  memcpy (key_hash, fixture->bench.ticket->key_hash, sizeof key_hash);
  first = install (fixture, &station, SESSION);
  station_clear (&station);
  json_decref (bench_await (&fixture->bench, "ticket"));
  g_assert_false (zm_digest_equal (key_hash, fixture->bench.ticket->key_hash, sizeof key_hash));

  second = install (fixture, &later, SESSION_2);
  g_assert_cmpstr (zm_message_get_string (later.identity, "certificateSerial"), ==, first);
  g_assert_cmpstr (first, !=, second);
  assert_shown (fixture, second);
}

/* Whoever was interrupted after the switch joins the session with the key that is in use now, and
 * only asks for the test. */
static void
test_rejoins (Fixture       *fixture,
              gconstpointer  mood)
{
  g_auto(Station) station = { 0 };
  g_auto(Station) later = { 0 };
  g_autofree char *serial = install (fixture, &station, SESSION);
  g_autoptr(ZmCsr) csr = NULL;

  g_assert_cmpint (bench_stop (&fixture->bench, SIGKILL), ==, -1);
  start_device (fixture);
  station_pair (&later, &fixture->bench, SESSION, fixture->bench.ticket->pairing_code);
  g_assert_cmpmem (later.pairing.key_hash, ZM_SHA256_LENGTH, station.pairing.key_hash,
                   ZM_SHA256_LENGTH);
  csr = station_request_csr (&later, SESSION);
  station_say (&later, ZM_MESSAGE_TEST, json_pack ("{s:s}", "testNonce", NONCE));
  expect_tested (&later, serial, NULL);
}

/* Wherever the power is cut, there is the old identity or the new one, and a log that fits. */
static void
test_killed_anywhere (Fixture       *fixture,
                      gconstpointer  mood)
{
  g_autofree char *old = NULL;

  for (int i = 0; i < 12; i++)
    {
      g_auto(Station) station = { 0 };
      g_autofree char *session = zm_random_uuid ();
      g_autoptr(MakerIdentity) leaf = NULL;
      g_autofree char *payload = NULL;
      g_autoptr(json_t) object = NULL;
      const char *serial;

      pair (fixture, &station, session);
      leaf = certify (fixture);
      payload = authority_compose (&fixture->bench.authority, leaf, session, fixture->server_url,
                                   zm_instant_now ());
      send_crls (fixture, &station);
      send_payload (&station, payload);
      g_usleep (zm_random_below (100) * 1000);
      bench_stop (&fixture->bench, SIGKILL);

      start_device (fixture);
      object = show (fixture);
      serial = json_string_value (json_object_get (object, "certificateSerial"));
      if (g_strcmp0 (serial, zm_certificate_get_serial (leaf->certificate)) != 0)
        g_assert_cmpstr (serial, ==, old);
      g_free (old);
      old = g_strdup (serial);
      g_assert_cmpint (bench_call ((const char *[]) { "audit", "verify", "--state",
                                                      fixture->bench.state, NULL }, NULL), ==, 0);
    }
}

static void
test_nothing_to_test (Fixture       *fixture,
                      gconstpointer  mood)
{
  g_auto(Station) station = { 0 };

  pair (fixture, &station, SESSION);
  station_say (&station, ZM_MESSAGE_TEST, json_pack ("{s:s}", "testNonce", NONCE));
  expect_tested (&station, NULL, "identity.missing");
}

/* The server refuses over a handshake that worked: the old identity, here none, stays. */
static void
test_server_refuses (Fixture       *fixture,
                     gconstpointer  mood)
{
  g_auto(Station) station = { 0 };
  g_autoptr(MakerIdentity) leaf = NULL;
  g_autofree char *payload = NULL;

  pair (fixture, &station, SESSION);
  leaf = certify (fixture);
  payload = authority_compose (&fixture->bench.authority, leaf, SESSION, fixture->server_url,
                               zm_instant_now ());
  send_crls (fixture, &station);
  send_payload (&station, payload);
  expect_steps (&station, 1, 4);
  expect_tested (&station, NULL, "mtls.status");
  expect_failed_step (&station, 5, "mtls.status");
  expect_installed (&station, NULL, "mtls.status");
  assert_shown (fixture, NULL);
}

static void
test_without_crls (Fixture       *fixture,
                   gconstpointer  mood)
{
  g_auto(Station) station = { 0 };
  g_autoptr(MakerIdentity) leaf = NULL;
  g_autofree char *payload = NULL;

  pair (fixture, &station, SESSION);
  leaf = certify (fixture);
  payload = authority_compose (&fixture->bench.authority, leaf, SESSION, fixture->server_url,
                               zm_instant_now ());
  send_payload (&station, payload);
  expect_steps (&station, 1, 4);
  expect_tested (&station, NULL, "chain.crl-missing");
  expect_failed_step (&station, 5, "chain.crl-missing");
  expect_installed (&station, NULL, "chain.crl-missing");
}

static void
test_refuses_payloads (Fixture       *fixture,
                       gconstpointer  mood)
{
  g_autofree char *flood = g_strnfill (ZM_PAYLOAD_MAX + 1, ' ');
  const struct {
    const char *payload;
    const char *check;
  } cases[] = {
    { flood, "payload.size" },
    { "[]", "payload.json" },
    { "{}", "payload.members" },
  };
  g_auto(Station) station = { 0 };

  pair (fixture, &station, SESSION);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      send_payload (&station, cases[i].payload);
      expect_failed_step (&station, 1, cases[i].check);
      expect_installed (&station, NULL, cases[i].check);
    }
  assert_shown (fixture, NULL);
}

static void
test_refuses_crl (Fixture       *fixture,
                  gconstpointer  mood)
{
  g_auto(Station) station = { 0 };

  pair (fixture, &station, SESSION);
  station_say (&station, ZM_MESSAGE_CRLS, json_pack ("{s:[s]}", "crls", "AAAA"));
  station_expect_error (&station, "crl.encoding");
}

static void
add (const char *path,
     WhoamiMood  mood,
     void      (*test)(Fixture *, gconstpointer))
{
  g_test_add (path, Fixture, GINT_TO_POINTER (mood), set_up, test, tear_down);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  add ("/delivery/installs", WHOAMI_HONEST, test_installs);
  add ("/delivery/renews", WHOAMI_HONEST, test_renews);
  add ("/delivery/rejoins", WHOAMI_HONEST, test_rejoins);
  add ("/delivery/killed-anywhere", WHOAMI_HONEST, test_killed_anywhere);
  add ("/delivery/nothing-to-test", WHOAMI_HONEST, test_nothing_to_test);
  add ("/delivery/server-refuses", WHOAMI_REFUSES, test_server_refuses);
  add ("/delivery/without-crls", WHOAMI_HONEST, test_without_crls);
  add ("/delivery/refuses-payloads", WHOAMI_HONEST, test_refuses_payloads);
  add ("/delivery/refuses-crl", WHOAMI_HONEST, test_refuses_crl);

  return g_test_run ();
}
