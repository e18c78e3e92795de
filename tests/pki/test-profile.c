#include "app/base/error.h"
#include "app/pki/crl.h"
#include "app/pki/der.h"
#include "tests/pki/fixture.h"
#include "tests/pki/world.h"

#include <string.h>

static void
assert_check (World         *world,
              ZmProfileKind  kind,
              ZmCertificate *certificate)
{
  g_autoptr(GError) error = NULL;
  ZmCertificate *issuer = world->root;

  if (kind == ZM_PROFILE_ROOT)
    issuer = NULL;
  else if (kind == ZM_PROFILE_DEVICE || kind == ZM_PROFILE_CANARY)
    issuer = world->intermediate;

  if (!zm_profile_check (&world->policy, kind, certificate, issuer, &error))
    g_test_message ("%s: %s instead of %s", zm_error_get_check (error), zm_error_get_seen (error),
                    zm_error_get_expected (error));
  g_assert_no_error (error);
}

/* What is composed passes the check, which does not know how it was composed. */
static void
test_all_kinds (gconstpointer data)
{
  ZmKeyKind ca_kind = (ZmKeyKind) GPOINTER_TO_INT (data);
  g_autoptr(World) world = world_new (ca_kind);

  assert_check (world, ZM_PROFILE_ROOT, world->root);
  g_assert_true (zm_profile_check (&world->policy, ZM_PROFILE_ROOT, world->root, world->root,
                                   NULL));
  assert_check (world, ZM_PROFILE_INTERMEDIATE, world->intermediate);
  for (int kind = ZM_PROFILE_DEVICE; kind <= ZM_PROFILE_CANARY; kind++)
    {
      g_autoptr(ZmCertificate) ec = world_make (world, (ZmProfileKind) kind, ZM_KEY_EC_P256);
      g_autoptr(ZmCertificate) rsa = world_make (world, (ZmProfileKind) kind, ZM_KEY_RSA_3072);

      assert_check (world, (ZmProfileKind) kind, ec);
      assert_check (world, (ZmProfileKind) kind, rsa);
    }
}

static void
test_device (void)
{
  g_autoptr(World) world = world_new (ZM_KEY_EC_P256);
  g_autoptr(ZmCertificate) device = world_make (world, ZM_PROFILE_DEVICE, ZM_KEY_EC_P256);

  g_assert_cmpstr (zm_certificate_get_subject (device), ==, "OU=ZMonitor,CN=DEV-001");
  g_assert_cmpstr (zm_certificate_get_uri (device), ==,
                   "https://id.hospital.example/zmonitor/device/DEV-001");
  g_assert_cmpstr (zm_certificate_get_device_id (device), ==, "DEV-001");
  g_assert_cmpstr (zm_certificate_get_device_label (device), ==, WORLD_LABEL);
  g_assert_cmpuint (strlen (zm_certificate_get_serial (device)), ==, ZM_SERIAL_DIGITS);
  g_assert_cmpint (zm_certificate_get_not_before (device), ==,
                   MAX (world->now - world->now % ZM_INSTANT_SECOND - 5 * ZM_INSTANT_MINUTE,
                        zm_certificate_get_not_before (world->intermediate)));
  g_assert_cmpint (zm_certificate_get_not_after (device), ==,
                   world->now - world->now % ZM_INSTANT_SECOND + 365 * ZM_INSTANT_DAY);
}

/* What was durable before the signature is in the certificate, byte for byte. */
static void
test_tbs_is_kept (void)
{
  g_autoptr(World) world = world_new (ZM_KEY_EC_P256);
  g_autoptr(ZmKey) key = zm_key_generate (ZM_KEY_EC_P256, NULL);
  ZmProfileSubject subject = {
    .kind = ZM_PROFILE_DEVICE, .common_name = "DEV-001", .device_label = WORLD_LABEL,
    .key = zm_key_get_public (key), .now = world->now,
  };
  ZmPublicKey *issuer_key = zm_key_get_public (world->intermediate_key);
  g_autoptr(GBytes) tbs = zm_profile_compose (&world->policy, &subject, world->intermediate,
                                              issuer_key, NULL);
  g_autoptr(GBytes) another = zm_profile_compose (&world->policy, &subject, world->intermediate,
                                                  issuer_key, NULL);
  g_autoptr(ZmCertificate) first = zm_profile_sign (tbs, world->intermediate_key, NULL);
  g_autoptr(ZmCertificate) second = zm_profile_sign (tbs, world->intermediate_key, NULL);
  gsize length = g_bytes_get_size (tbs);
  const guint8 *der = g_bytes_get_data (zm_certificate_get_der (first), NULL);

  g_assert_true (zm_der_is_strict (g_bytes_get_data (tbs, NULL), length));
  g_assert_cmpmem (der + 4, length, g_bytes_get_data (tbs, NULL), length);
  g_assert_cmpstr (zm_certificate_get_serial (first), ==, zm_certificate_get_serial (second));
  g_assert_false (g_bytes_equal (tbs, another));
}

static void
test_sign_refuses (void)
{
  g_autoptr(World) world = world_new (ZM_KEY_EC_P256);
  g_autoptr(ZmKey) rsa = zm_key_generate (ZM_KEY_RSA_3072, NULL);
  g_autoptr(ZmKey) key = zm_key_generate (ZM_KEY_EC_P256, NULL);
  ZmProfileSubject subject = {
    .kind = ZM_PROFILE_DEVICE, .common_name = "DEV-001", .device_label = WORLD_LABEL,
    .key = zm_key_get_public (key), .now = world->now,
  };
  g_autoptr(GBytes) tbs = zm_profile_compose (&world->policy, &subject, world->intermediate,
                                              zm_key_get_public (world->intermediate_key), NULL);
  g_autoptr(GBytes) cut = g_bytes_new_from_bytes (tbs, 0, g_bytes_get_size (tbs) - 1);
  g_autoptr(GBytes) nothing = g_bytes_new_static ("", 0);
  g_autoptr(GError) error = NULL;

  g_assert_null (zm_profile_sign (tbs, rsa, &error));
  fixture_assert_check (&error, "profile.tbs");
  g_assert_null (zm_profile_sign (cut, world->intermediate_key, &error));
  fixture_assert_check (&error, "profile.tbs");
  g_assert_null (zm_profile_sign (nothing, world->intermediate_key, &error));
  fixture_assert_check (&error, "profile.tbs");
}

static void
test_clipped (void)
{
  g_autoptr(World) world = world_new (ZM_KEY_EC_P256);
  g_autoptr(ZmCertificate) device = NULL;

  world->policy.device_days = 2000;
  device = world_make (world, ZM_PROFILE_DEVICE, ZM_KEY_EC_P256);
  g_assert_cmpint (zm_certificate_get_not_after (device), ==,
                   zm_certificate_get_not_after (world->intermediate));
  g_assert_cmpint (zm_profile_not_after (&world->policy, ZM_PROFILE_DEVICE, world->now,
                                         zm_certificate_get_not_after (world->intermediate)), ==,
                   zm_certificate_get_not_after (device));
  assert_check (world, ZM_PROFILE_DEVICE, device);
}

typedef struct {
  ZmPolicy         policy;
  ZmProfileSubject subject;
  ZmCertificate   *issuer;
  ZmPublicKey     *issuer_key;
} Composition;

static void
assert_not_composed (const Composition *composition,
                     const char        *check)
{
  g_autoptr(GError) error = NULL;

  g_test_message ("%s", check);
  g_assert_null (zm_profile_compose (&composition->policy, &composition->subject,
                                     composition->issuer, composition->issuer_key, &error));
  fixture_assert_check (&error, check);
}

static Composition
usual_composition (World *world,
                   ZmKey *key)
{
  return (Composition) {
           .policy = world->policy,
           .subject = {
             .kind = ZM_PROFILE_DEVICE, .common_name = "DEV-001", .device_label = WORLD_LABEL,
             .key = zm_key_get_public (key), .now = world->now,
           },
           .issuer = world->intermediate,
           .issuer_key = zm_key_get_public (world->intermediate_key),
  };
}

static void
test_policy_refused (void)
{
  g_autoptr(World) world = world_new (ZM_KEY_EC_P256);
  g_autoptr(ZmKey) key = zm_key_generate (ZM_KEY_EC_P256, NULL);
  static const char *const hosts[] = { "", "a b", "*.example", "a/b", "ä.example" };
  static const char *const urls[] = { "", "http://a.example", "ftp://a.example/", "http://a b/" };
  Composition composition = usual_composition (world, key);

  composition.policy.hospital = "";
  assert_not_composed (&composition, "profile.policy");
  composition = usual_composition (world, key);
  composition.policy.device_days = 0;
  assert_not_composed (&composition, "profile.policy");
  for (gsize i = 0; i < G_N_ELEMENTS (hosts); i++)
    {
      composition = usual_composition (world, key);
      composition.policy.identity_host = hosts[i];
      assert_not_composed (&composition, "profile.policy");
    }
  for (gsize i = 0; i < G_N_ELEMENTS (urls); i++)
    {
      composition = usual_composition (world, key);
      composition.policy.crl_url = urls[i];
      assert_not_composed (&composition, "profile.policy");
    }
}

static void
test_subject_refused (void)
{
  g_autoptr(World) world = world_new (ZM_KEY_EC_P256);
  g_autoptr(ZmKey) key = zm_key_generate (ZM_KEY_EC_P256, NULL);
  g_autoptr(ZmKey) ed25519 = zm_key_generate (ZM_KEY_ED25519, NULL);
  g_autoptr(ZmCertificate) device = world_make (world, ZM_PROFILE_DEVICE, ZM_KEY_EC_P256);
  Composition composition = usual_composition (world, key);

  composition.subject.common_name = "DEV/001";
  assert_not_composed (&composition, "device.id");
  composition.subject.common_name = ZM_PROFILE_CANARY_ID;
  assert_not_composed (&composition, "profile.subject");
  composition = usual_composition (world, key);
  composition.subject.device_label = "a\nb";
  assert_not_composed (&composition, "device.label");
  composition = usual_composition (world, key);
  composition.subject.key = zm_key_get_public (ed25519);
  assert_not_composed (&composition, "profile.key");
  composition = usual_composition (world, key);
  composition.subject.now -= 10 * ZM_INSTANT_MINUTE;
  assert_not_composed (&composition, "profile.validity");
  composition = usual_composition (world, key);
  composition.subject.now += 1001 * ZM_INSTANT_DAY;
  assert_not_composed (&composition, "profile.validity");
  composition = usual_composition (world, key);
  composition.issuer = world->root;
  assert_not_composed (&composition, "profile.issuer");
  composition = usual_composition (world, key);
  composition.issuer = device;
  composition.issuer_key = zm_certificate_get_key (device);
  assert_not_composed (&composition, "profile.issuer");
  composition = usual_composition (world, key);
  composition.issuer = NULL;
  assert_not_composed (&composition, "profile.issuer");
  composition = usual_composition (world, key);
  composition.issuer = world->root;
  composition.issuer_key = zm_key_get_public (world->root_key);
  composition.subject.kind = ZM_PROFILE_SERVER;
  assert_not_composed (&composition, "profile.dns-name");
}

/* A certificate that was right for one policy is wrong for another. */
static void
test_other_policy (void)
{
  g_autoptr(World) world = world_new (ZM_KEY_EC_P256);
  g_autoptr(ZmCertificate) device = world_make (world, ZM_PROFILE_DEVICE, ZM_KEY_EC_P256);
  g_autoptr(ZmCertificate) canary = world_make (world, ZM_PROFILE_CANARY, ZM_KEY_EC_P256);
  g_autoptr(World) other = world_new (ZM_KEY_EC_P256);
  ZmPolicy p = world->policy;
  ZmPolicy host = p, crl = p, no_crl = p, free_names = p, days = p, hospital = p;
  const struct {
    const ZmPolicy *policy;
    ZmProfileKind   kind;
    ZmCertificate  *certificate;
    ZmCertificate  *issuer;
    const char     *check;
  } cases[] = {
    { &host, ZM_PROFILE_DEVICE, device, world->intermediate, "profile.san" },
    { &host, ZM_PROFILE_INTERMEDIATE, world->intermediate, world->root,
      "profile.name-constraints" },
    { &crl, ZM_PROFILE_DEVICE, device, world->intermediate, "profile.crl" },
    { &no_crl, ZM_PROFILE_DEVICE, device, world->intermediate, "profile.extensions" },
    { &free_names, ZM_PROFILE_INTERMEDIATE, world->intermediate, world->root,
      "profile.extensions" },
    { &days, ZM_PROFILE_DEVICE, device, world->intermediate, "profile.validity" },
    { &hospital, ZM_PROFILE_INTERMEDIATE, world->intermediate, world->root, "profile.subject" },
    { &p, ZM_PROFILE_CANARY, device, world->intermediate, "profile.subject" },
    { &p, ZM_PROFILE_DEVICE, canary, world->intermediate, "profile.subject" },
    { &p, ZM_PROFILE_DEVICE, world->intermediate, world->root, "profile.subject" },
    { &p, ZM_PROFILE_DEVICE, device, world->root, "profile.issuer" },
    { &p, ZM_PROFILE_ROOT, world->root, other->root, "profile.signature" },
  };

  host.identity_host = "id.other.example";
  crl.crl_url = "http://other.example/";
  no_crl.crl_url = NULL;
  free_names.name_constraints = FALSE;
  days.device_days = 364;
  hospital.hospital = "Spital Bern";
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GError) error = NULL;

      g_test_message ("case %zu", i);
      g_assert_false (zm_profile_check (cases[i].policy, cases[i].kind, cases[i].certificate,
                                        cases[i].issuer, &error));
      fixture_assert_check (&error, cases[i].check);
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_data_func ("/profile/all-kinds/ec", GINT_TO_POINTER (ZM_KEY_EC_P256), test_all_kinds);
  g_test_add_data_func ("/profile/all-kinds/rsa", GINT_TO_POINTER (ZM_KEY_RSA_3072),
                        test_all_kinds);
  g_test_add_func ("/profile/device", test_device);
  g_test_add_func ("/profile/tbs-is-kept", test_tbs_is_kept);
  g_test_add_func ("/profile/sign-refuses", test_sign_refuses);
  g_test_add_func ("/profile/clipped", test_clipped);
  g_test_add_func ("/profile/policy-refused", test_policy_refused);
  g_test_add_func ("/profile/subject-refused", test_subject_refused);
  g_test_add_func ("/profile/other-policy", test_other_policy);

  return g_test_run ();
}
