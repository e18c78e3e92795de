#include "desk.h"

#include "app/base/error.h"

#include <string.h>

typedef struct {
  Desk *desk;
} Fixture;

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  fixture->desk = desk_new ();
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  desk_free (fixture->desk);
}

static void
refuse_policy (Desk       *desk,
               const char *member,
               const char *value,
               const char *check)
{
  json_t *policy = desk_policy ();

  json_object_set_new (policy, member, json_string (value));
  desk_refuse (desk, desk->admin, ZM_REQUEST_POLICY_SET, policy, check);
}

static void
test_policy (Fixture       *fixture,
             gconstpointer  data)
{
  Desk *desk = fixture->desk;
  g_autoptr(json_t) shown = NULL;
  g_autoptr(json_t) expected = desk_policy ();

  desk_refuse (desk, desk->admin, ZM_REQUEST_AUTHORITY_REQUESTS, NULL, "policy.missing");
  refuse_policy (desk, "hospital", "a\nb", "policy.hospital");
  refuse_policy (desk, "identityHost", "ID.hospital.example", "policy.identity-host");
  refuse_policy (desk, "identityHost", "id..example", "policy.identity-host");
  refuse_policy (desk, "serverUrl", "http://central.example", "policy.server-url");
  refuse_policy (desk, "serverUrl", "https://user@central.example", "policy.server-url");
  refuse_policy (desk, "crlUrl", "http://crl.example", "policy.crl-url");
  refuse_policy (desk, "crlUrl", "https://crl.example/", "policy.crl-url");
  refuse_policy (desk, "origin", "two words", "policy.origin");
  refuse_policy (desk, "origin", "a+b", "policy.origin");

  json_decref (desk_ask (desk, desk->admin, ZM_REQUEST_POLICY_SET, desk_policy ()));
  desk_restart (desk);
  shown = desk_ask (desk, NULL, ZM_REQUEST_AUTHORITY_SHOW, NULL);
  g_assert_true (json_equal (json_object_get (shown, "policy"), expected));
  g_assert_null (json_object_get (shown, "root"));
}

static char *
create_root (Desk *desk)
{
  return desk_take_text (desk_ceremony (desk, json_pack ("{s:s, s:s, s:s, s:s}", "request",
                                                         "create", "hospital", "St. Example",
                                                         "identityHost", DESK_HOST, "crlUrl",
                                                         "http://crl.hospital.example/")), "root");
}

static char *
sign_csr (Desk       *desk,
          const char *request,
          const char *csr)
{
  return desk_take_text (desk_ceremony (desk, json_pack ("{s:s, s:s}", "request", request, "csr",
                                                         csr)), "certificate");
}

static char *
sign_own (Desk       *desk,
          const char *request,
          const char *which)
{
  g_autofree char *csr = desk_request_pem (desk, which);

  return sign_csr (desk, request, csr);
}

static json_t *
installation (const char *root,
              const char *intermediate,
              const char *station)
{
  return json_pack ("{s:s, s:[s], s:s}", "root", root, "chain", intermediate, "station", station);
}

/* Certificates for foreign keys, in the wrong places, and of another root. */
static void
test_installs_only_its_own (Fixture       *fixture,
                            gconstpointer  data)
{
  Desk *desk = fixture->desk;
  g_autofree char *root = create_root (desk);
  g_autofree char *intermediate = NULL;
  g_autofree char *station = NULL;

  desk_refuse (desk, desk->admin, ZM_REQUEST_AUTHORITY_INSTALL, installation (root, root, root),
               "policy.missing");
  json_decref (desk_ask (desk, desk->admin, ZM_REQUEST_POLICY_SET, desk_policy ()));
  intermediate = sign_own (desk, "sign-intermediate", "intermediate");
  station = sign_own (desk, "sign-station", "station");
  desk->now = zm_moment_now ();

  desk_refuse (desk, desk->admin, ZM_REQUEST_AUTHORITY_INSTALL,
               installation (root, station, station), "authority.intermediate-key");
  desk_refuse (desk, desk->admin, ZM_REQUEST_AUTHORITY_INSTALL,
               installation (root, intermediate, intermediate), "authority.station-key");
  desk_refuse (desk, desk->admin, ZM_REQUEST_AUTHORITY_INSTALL, installation (root, "x", station),
               "certificate.pem");
  json_decref (desk_ask (desk, desk->admin, ZM_REQUEST_AUTHORITY_INSTALL,
                         installation (root, intermediate, station)));
  /* The same again is what a renewal does. */
  json_decref (desk_ask (desk, desk->admin, ZM_REQUEST_AUTHORITY_INSTALL,
                         installation (root, intermediate, station)));
  refuse_policy (desk, "identityHost", "id.elsewhere.example", "policy.identity-host");
}

/* The right key, but a certificate that makes it something else. */
static void
test_refuses_a_wrong_intermediate (Fixture       *fixture,
                                   gconstpointer  data)
{
  Desk *desk = fixture->desk;
  g_autofree char *root = create_root (desk);
  g_autofree char *as_station = NULL;
  g_autofree char *station = NULL;
  g_autoptr(GError) error = NULL;
  g_autoptr(json_t) answer = NULL;

  json_decref (desk_ask (desk, desk->admin, ZM_REQUEST_POLICY_SET, desk_policy ()));
  as_station = sign_own (desk, "sign-station", "intermediate");
  station = sign_own (desk, "sign-station", "station");
  desk->now = zm_moment_now ();
  answer = desk_try (desk, desk->admin, ZM_REQUEST_AUTHORITY_INSTALL,
                     installation (root, as_station, station), &error);
  g_assert_null (answer);
  g_assert_true (g_str_has_prefix (zm_error_get_check (error), "chain."));
}

/* The policy asks for name constraints, this intermediate has none; or none for this host. */
static void
test_refuses_without_constraints (Fixture       *fixture,
                                  gconstpointer  data)
{
  Desk *desk = fixture->desk;
  g_autofree char *intermediate = NULL;
  g_autofree char *station = NULL;
  g_autofree char *root = NULL;
  json_t *policy;

  root = desk_take_text (desk_ceremony (desk, json_pack ("{s:s, s:s, s:s, s:s, s:b}", "request",
                                                         "create", "hospital", "St. Example",
                                                         "identityHost", DESK_HOST, "crlUrl",
                                                         "http://crl.hospital.example/",
                                                         "nameConstraints", 0)), "root");
  json_decref (desk_ask (desk, desk->admin, ZM_REQUEST_POLICY_SET, desk_policy ()));
  intermediate = sign_own (desk, "sign-intermediate", "intermediate");
  station = sign_own (desk, "sign-station", "station");
  desk->now = zm_moment_now ();
  desk_refuse (desk, desk->admin, ZM_REQUEST_AUTHORITY_INSTALL,
               installation (root, intermediate, station), "authority.intermediate");

  policy = desk_policy ();
  json_object_set_new (policy, "nameConstraints", json_false ());
  json_decref (desk_ask (desk, desk->admin, ZM_REQUEST_POLICY_SET, policy));
  json_decref (desk_ask (desk, desk->admin, ZM_REQUEST_AUTHORITY_INSTALL,
                         installation (root, intermediate, station)));
}

static void
test_refuses_constraints_for_another_host (Fixture       *fixture,
                                           gconstpointer  data)
{
  Desk *desk = fixture->desk;
  g_autofree char *root = create_root (desk);
  g_autofree char *intermediate = NULL;
  g_autofree char *station = NULL;
  json_t *policy = desk_policy ();

  json_object_set_new (policy, "identityHost", json_string ("id.elsewhere.example"));
  json_decref (desk_ask (desk, desk->admin, ZM_REQUEST_POLICY_SET, policy));
  intermediate = sign_own (desk, "sign-intermediate", "intermediate");
  station = sign_own (desk, "sign-station", "station");
  desk->now = zm_moment_now ();
  desk_refuse (desk, desk->admin, ZM_REQUEST_AUTHORITY_INSTALL,
               installation (root, intermediate, station), "chain.constraint");
}

static void
test_shows_what_is_installed (Fixture       *fixture,
                              gconstpointer  data)
{
  Desk *desk = fixture->desk;
  g_autoptr(json_t) status = NULL;
  g_autoptr(json_t) shown = NULL;

  desk_found (desk);
  desk_restart (desk);
  status = desk_ask (desk, NULL, ZM_REQUEST_STATUS, NULL);
  g_assert_true (json_is_true (json_object_get (status, "authority")));
  g_assert_true (json_is_false (json_object_get (status, "sameUser")));
  g_assert_cmpint (json_integer_value (json_object_get (status, "operators")), ==, 1);
  g_assert_null (json_object_get (status, "checkpoint"));
  shown = desk_ask (desk, NULL, ZM_REQUEST_AUTHORITY_SHOW, NULL);
  g_assert_true (g_str_has_prefix (json_string_value (json_object_get (shown, "root")),
                                   "-----BEGIN CERTIFICATE-----\n"));
  g_assert_cmpuint (json_array_size (json_object_get (shown, "chain")), ==, 1);
}

static void
test_issues_nothing_before (Fixture       *fixture,
                            gconstpointer  data)
{
  Desk *desk = fixture->desk;
  g_autoptr(ZmKey) key = desk_make_key ();
  static const char session[] = "5f0c1d8e-6d6e-4c5e-9f7a-0b1f2e3d4c5b";

  desk_open_window (desk, 1, 10);
  desk_refuse (desk, desk->admin, ZM_REQUEST_ISSUE_PREPARE, desk_describe (key, "DEV-001", session),
               "policy.missing");
  json_decref (desk_ask (desk, desk->admin, ZM_REQUEST_POLICY_SET, desk_policy ()));
  desk_refuse (desk, desk->admin, ZM_REQUEST_ISSUE_PREPARE, desk_describe (key, "DEV-001", session),
               "authority.missing");
  desk_refuse (desk, desk->admin, ZM_REQUEST_CRL_ISSUE, NULL, "authority.missing");
  desk_refuse (desk, desk->admin, ZM_REQUEST_FACTORY_RECORD, json_pack ("{s:s}", "deviceId", "d"),
               "authority.missing");
}

static void
add (const char  *path,
     void       (*test)(Fixture *, gconstpointer))
{
  g_test_add (path, Fixture, NULL, set_up, test, tear_down);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  add ("/founding/policy", test_policy);
  add ("/founding/own", test_installs_only_its_own);
  add ("/founding/wrong-intermediate", test_refuses_a_wrong_intermediate);
  add ("/founding/no-constraints", test_refuses_without_constraints);
  add ("/founding/other-constraints", test_refuses_constraints_for_another_host);
  add ("/founding/shown", test_shows_what_is_installed);
  add ("/founding/nothing-before", test_issues_nothing_before);

  return g_test_run ();
}
