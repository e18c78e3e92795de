#include "app/base/error.h"
#include "app/device/server-test.h"
#include "tests/device/whoami.h"

#include <string.h>

#define NONCE  "00112233445566778899aabbccddeeff"
#define SERIAL "0A23456789ABCDEF0123456789ABCDEF"

static void
judge (const char *head,
       const char *body,
       const char *check)
{
  g_autofree char *text = g_strconcat (head, "\r\n\r\n", body, NULL);
  g_autoptr(GBytes) bytes = g_bytes_new (text, strlen (text));
  g_auto(ZmServerTest) test = { 0 };
  g_autoptr(GError) error = NULL;
  gboolean ok = zm_server_test_judge (bytes, NONCE, SERIAL, &test, &error);

  g_test_message ("%s", body);
  g_assert_cmpint (ok, ==, check == NULL);
  if (check != NULL)
    g_assert_cmpstr (zm_error_get_check (error), ==, check);
  else
    g_assert_cmpstr (test.serial, ==, SERIAL);
}

static void
test_judge (void)
{
  static const char ok[] = "HTTP/1.1 200 OK";

  judge (ok, "{\"nonce\":\"" NONCE "\",\"serial\":\"" SERIAL "\"}", NULL);
  /* As nginx spells it. */
  judge (ok, "{\"nonce\":\"" NONCE "\",\"serial\":\"A23456789ABCDEF0123456789ABCDEF\"}", NULL);
  judge ("HTTP/1.1 204 No Content", "{\"nonce\":\"" NONCE "\",\"serial\":\"" SERIAL "\"}", NULL);
  judge ("HTTP/1.1 400 Bad Request", "{\"nonce\":\"" NONCE "\",\"serial\":\"" SERIAL "\"}",
         "mtls.status");
  judge ("HTTP/1.1 302 Found", "", "mtls.status");
  judge (ok, "", "mtls.body");
  judge (ok, "[]", "mtls.body");
  judge (ok, "{\"nonce\":\"" NONCE "\"}", "mtls.body");
  judge (ok, "{\"serial\":\"" SERIAL "\"}", "mtls.body");
  judge (ok, "{\"nonce\":\"" NONCE "\",\"serial\":\"" SERIAL "\",\"receipt\":1}", "mtls.body");
  judge (ok, "{\"nonce\":\"\",\"serial\":\"" SERIAL "\"}", "mtls.nonce");
  judge (ok, "{\"nonce\":\"" NONCE "\",\"serial\":\"\"}", "mtls.serial");
  judge (ok, "{\"nonce\":\"" NONCE "\",\"serial\":\"0B23456789ABCDEF0123456789ABCDEF\"}",
         "mtls.serial");
}

typedef struct {
  Authority         authority;
  Whoami            whoami;
  ZmDeviceIdentity  identity;
  ZmResolver       *resolver;
} Fixture;

static void
set_up (Fixture       *fixture,
        gconstpointer  mood)
{
  g_autoptr(ZmKey) key = zm_key_generate (ZM_KEY_EC_P256, NULL);
  g_autoptr(MakerIdentity) leaf = NULL;
  g_autofree char *rule = NULL;
  g_autoptr(GError) error = NULL;

  authority_set_up (&fixture->authority);
  whoami_start (&fixture->whoami, &fixture->authority, GPOINTER_TO_INT (mood));
  leaf = authority_certify (&fixture->authority, key);
  fixture->identity.key = g_steal_pointer (&key);
  fixture->identity.chain = g_ptr_array_new_with_free_func ((GDestroyNotify) zm_certificate_unref);
  g_ptr_array_add (fixture->identity.chain, zm_certificate_ref (leaf->certificate));
  g_ptr_array_add (fixture->identity.chain,
                   zm_certificate_ref (fixture->authority.ca->certificate));
  fixture->identity.root = zm_certificate_ref (fixture->authority.root->certificate);
  fixture->identity.crls = g_ptr_array_ref (fixture->authority.crls);
  fixture->identity.server_url = g_strdup_printf ("https://" AUTHORITY_HOST ":%u/base/",
                                                  fixture->whoami.port);

  fixture->resolver = zm_resolver_new ();
  rule = g_strdup_printf (AUTHORITY_HOST ":%u:127.0.0.1", fixture->whoami.port);
  g_assert_true (zm_resolver_add (fixture->resolver, rule, &error));
  g_assert_no_error (error);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  mood)
{
  whoami_clear (&fixture->whoami);
  zm_resolver_free (fixture->resolver);
  zm_key_unref (fixture->identity.key);
  g_ptr_array_unref (fixture->identity.chain);
  zm_certificate_unref (fixture->identity.root);
  g_ptr_array_unref (fixture->identity.crls);
  g_free (fixture->identity.server_url);
  authority_clear (&fixture->authority);
}

static void
run (Fixture    *fixture,
     const char *check)
{
  g_auto(ZmServerTest) test = { 0 };
  g_autoptr(GError) error = NULL;
  ZmReach reach = { .ways = ZM_REACH_NETWORK, .resolver = fixture->resolver };
  gboolean ok = zm_server_test_run (&fixture->identity, NONCE, AUTHORITY_SESSION, &reach, &test,
                                    &error);

  if (check != NULL)
    {
      g_assert_false (ok);
      g_assert_cmpstr (zm_error_get_check (error), ==, check);
      return;
    }

  g_assert_no_error (error);
  g_assert_true (ok);
  g_assert_cmpuint (test.status, ==, 200);
  g_assert_cmpstr (test.serial, ==, zm_device_identity_get_serial (&fixture->identity));
  g_assert_cmpstr (test.receipt, ==, "a.b.c");
  g_assert_cmpstr (test.via, ==, "network");
  g_assert_cmpstr (test.tls_version, ==, "TLSv1.3");
  g_assert_true (g_str_has_prefix (test.cipher, "TLS_"));
  g_assert_cmpstr (test.server, ==,
                   zm_certificate_get_sha256 (fixture->authority.server->certificate));
  g_assert_nonnull (test.crl_update);
}

/* The device refuses its own server under a name that it does not bear, and says why. */
static void
test_wrong_name (Fixture       *fixture,
                 gconstpointer  mood)
{
  g_auto(ZmServerTest) test = { 0 };
  ZmReach reach = { .ways = ZM_REACH_NETWORK, .resolver = fixture->resolver };

  zm_server_test_try_wrong_name (&fixture->identity, &reach, &test);
  g_assert_cmpstr (test.wrong_name, ==, "tls.server-name");

  whoami_stop (&fixture->whoami);
  g_socket_listener_close (fixture->whoami.listener);
  zm_server_test_try_wrong_name (&fixture->identity, &reach, &test);
  g_assert_cmpstr (test.wrong_name, ==, "tls.connect");
}

static void
test_honest (Fixture       *fixture,
             gconstpointer  mood)
{
  run (fixture, NULL);
  whoami_stop (&fixture->whoami);
  g_assert_cmpstr (fixture->whoami.request, ==,
                   "GET /base/zmonitor/v1/whoami?nonce=" NONCE "&session=" AUTHORITY_SESSION
                   " HTTP/1.1");
}

static void
test_other_nonce (Fixture       *fixture,
                  gconstpointer  mood)
{
  run (fixture, "mtls.nonce");
}

static void
test_other_serial (Fixture       *fixture,
                   gconstpointer  mood)
{
  run (fixture, "mtls.serial");
}

static void
test_refuses (Fixture       *fixture,
              gconstpointer  mood)
{
  run (fixture, "mtls.status");
}

/* Without its CRLs the server could be a revoked one. */
static void
test_without_crls (Fixture       *fixture,
                   gconstpointer  mood)
{
  g_ptr_array_unref (fixture->identity.crls);
  fixture->identity.crls = g_ptr_array_new ();
  run (fixture, "chain.crl-missing");
}

static void
test_other_host (Fixture       *fixture,
                 gconstpointer  mood)
{
  g_free (fixture->identity.server_url);
  fixture->identity.server_url = g_strdup_printf ("https://127.0.0.1:%u", fixture->whoami.port);
  run (fixture, "tls.server-name");
}

static void
test_nobody_there (Fixture       *fixture,
                   gconstpointer  mood)
{
  whoami_stop (&fixture->whoami);
  g_socket_listener_close (fixture->whoami.listener);
  run (fixture, "tls.connect");
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

  g_test_add_func ("/server-test/judge", test_judge);
  add ("/server-test/honest", WHOAMI_HONEST, test_honest);
  add ("/server-test/other-nonce", WHOAMI_OTHER_NONCE, test_other_nonce);
  add ("/server-test/other-serial", WHOAMI_OTHER_SERIAL, test_other_serial);
  add ("/server-test/refuses", WHOAMI_REFUSES, test_refuses);
  add ("/server-test/without-crls", WHOAMI_HONEST, test_without_crls);
  add ("/server-test/other-host", WHOAMI_HONEST, test_other_host);
  add ("/server-test/wrong-name", WHOAMI_HONEST, test_wrong_name);
  add ("/server-test/nobody-there", WHOAMI_HONEST, test_nobody_there);

  return g_test_run ();
}
