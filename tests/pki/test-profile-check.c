#include "tests/pki/fixture.h"
#include "tests/pki/world.h"

#include "app/pki/asn1.h"

#include <openssl/ec.h>
#include <string.h>

/* Certificates that a hijacked program might have made: genuine ones, changed in one thing and
 * signed again by the same CA. */

static void
replace (X509       *x509,
         int         nid,
         const char *value)
{
  X509V3_CTX context;
  X509_EXTENSION *extension;
  int index = X509_get_ext_by_NID (x509, nid, -1);

  if (index >= 0)
    X509_EXTENSION_free (X509_delete_ext (x509, index));
  if (value == NULL)
    return;

  X509V3_set_ctx (&context, x509, x509, NULL, NULL, 0);
  extension = X509V3_EXT_conf_nid (NULL, &context, nid, value);
  g_assert_nonnull (extension);
  X509_add_ext (x509, extension, -1);
  X509_EXTENSION_free (extension);
}

static void
change_version (X509 *x509)
{
  X509_set_version (x509, X509_VERSION_2);
}

static void
change_serial (X509 *x509)
{
  ASN1_INTEGER_set (X509_get_serialNumber (x509), 1);
}

static void
change_key (X509 *x509)
{
  g_autoptr(EVP_PKEY) pkey = EVP_EC_gen ("P-384");

  X509_set_pubkey (x509, pkey);
}

static void
change_validity (X509 *x509)
{
  X509_gmtime_adj (X509_getm_notAfter (x509), 366 * 24 * 60 * 60);
}

static void
add_attribute (X509 *x509)
{
  X509_NAME_add_entry_by_NID (X509_get_subject_name (x509), NID_organizationName,
                              V_ASN1_UTF8STRING, (const unsigned char *) "x", -1, -1, 0);
}

static void
join_attributes (X509 *x509)
{
  X509_NAME *name = X509_get_subject_name (x509);

  X509_NAME_ENTRY_free (X509_NAME_delete_entry (name, 1));
  X509_NAME_add_entry_by_NID (name, NID_organizationalUnitName, V_ASN1_UTF8STRING,
                              (const unsigned char *) "ZMonitor", -1, -1, -1);
}

static void
change_string_type (X509 *x509)
{
  X509_NAME *name = X509_get_subject_name (x509);

  X509_NAME_ENTRY_free (X509_NAME_delete_entry (name, 1));
  X509_NAME_add_entry_by_NID (name, NID_organizationalUnitName, V_ASN1_PRINTABLESTRING,
                              (const unsigned char *) "ZMonitor", -1, -1, 0);
}

static void
change_issuer (X509 *x509)
{
  X509_set_issuer_name (x509, X509_get_subject_name (x509));
}

static void
add_extension (X509 *x509)
{
  replace (x509, NID_netscape_comment, "x");
}

static void
double_extension (X509 *x509)
{
  X509_add_ext (x509, X509_get_ext (x509, 0), -1);
}

static void
drop_identifier (X509 *x509)
{
  replace (x509, NID_subject_key_identifier, NULL);
}

static void
change_authority (X509 *x509)
{
  replace (x509, NID_authority_key_identifier, NULL);
  replace (x509, NID_authority_key_identifier, "keyid");
}

static void
make_san_critical (X509 *x509)
{
  X509_EXTENSION_set_critical (X509_get_ext (x509, X509_get_ext_by_NID (x509, NID_subject_alt_name,
                                                                        -1)), 1);
}

static void
make_ca (X509 *x509)
{
  replace (x509, NID_basic_constraints, "critical,CA:TRUE");
}

static void
add_usage (X509 *x509)
{
  replace (x509, NID_key_usage, "critical,digitalSignature,keyEncipherment");
}

static void
add_purpose (X509 *x509)
{
  replace (x509, NID_ext_key_usage, "clientAuth,serverAuth");
}

static void
change_san (X509 *x509)
{
  replace (x509, NID_subject_alt_name,
           "URI:https://id.hospital.example/zmonitor/device/DEV-002");
}

static void
change_san_host (X509 *x509)
{
  replace (x509, NID_subject_alt_name, "DNS:central.hospital.example");
}

static void
break_san (X509 *x509)
{
  replace (x509, NID_subject_alt_name, "DER:0500");
}

static void
change_crl (X509 *x509)
{
  replace (x509, NID_crl_distribution_points, "URI:http://crl.hospital.example/root.crl");
}

static const struct {
  const char *name;
  void      (*change) (X509 *x509);
  const char *check;
} changes[] = {
  { "version", change_version, "profile.version" },
  { "serial", change_serial, "profile.serial" },
  { "key", change_key, "profile.key" },
  { "validity", change_validity, "profile.validity" },
  { "more-subject", add_attribute, "profile.subject" },
  { "joined-subject", join_attributes, "profile.subject" },
  { "string-type", change_string_type, "profile.subject" },
  { "issuer", change_issuer, "profile.issuer" },
  { "more-extensions", add_extension, "profile.extensions" },
  { "double-extension", double_extension, "profile.extensions" },
  { "no-identifier", drop_identifier, "profile.extensions" },
  { "authority", change_authority, "profile.identifiers" },
  { "critical-san", make_san_critical, "profile.extensions" },
  { "ca", make_ca, "profile.basic-constraints" },
  { "usage", add_usage, "profile.key-usage" },
  { "purpose", add_purpose, "profile.extended-key-usage" },
  { "san", change_san, "profile.san" },
  { "san-host", change_san_host, "profile.san" },
  { "san-broken", break_san, "profile.san" },
  { "crl", change_crl, "profile.crl" },
};

static ZmCertificate *
change_device (World        *world,
               void        (*change)(X509 *x509),
               const EVP_MD *md)
{
  g_autoptr(ZmCertificate) device = world_make (world, ZM_PROFILE_DEVICE, ZM_KEY_EC_P256);
  X509 *x509 = X509_dup (zm_certificate_peek_x509 (device));
  g_autoptr(GError) error = NULL;
  ZmCertificate *changed;

  if (change != NULL)
    change (x509);
  g_assert_cmpint (X509_sign (x509, zm_key_peek_pkey (world->intermediate_key), md), >, 0);
  changed = zm_certificate_new_take_x509 (x509, &error);
  g_assert_no_error (error);

  return changed;
}

static void
test_changes (void)
{
  g_autoptr(World) world = world_new (ZM_KEY_EC_P256);

  for (gsize i = 0; i < G_N_ELEMENTS (changes); i++)
    {
      g_autoptr(ZmCertificate) changed = change_device (world, changes[i].change, EVP_sha256 ());
      g_autoptr(GError) error = NULL;

      g_test_message ("%s", changes[i].name);
      g_assert_false (zm_profile_check (&world->policy, ZM_PROFILE_DEVICE, changed,
                                        world->intermediate, &error));
      fixture_assert_check (&error, changes[i].check);
    }
}

/* Changed in nothing it must pass, or the test above would prove nothing. */
static void
test_no_change (void)
{
  g_autoptr(World) world = world_new (ZM_KEY_EC_P256);
  g_autoptr(ZmCertificate) same = change_device (world, NULL, EVP_sha256 ());
  g_autoptr(ZmCertificate) weaker = change_device (world, NULL, EVP_sha1 ());
  g_autoptr(GError) error = NULL;

  g_assert_true (zm_profile_check (&world->policy, ZM_PROFILE_DEVICE, same, world->intermediate,
                                   &error));
  g_assert_no_error (error);
  g_assert_false (zm_profile_check (&world->policy, ZM_PROFILE_DEVICE, weaker,
                                    world->intermediate, &error));
  fixture_assert_check (&error, "profile.algorithm");
}

/* Same names, another CA's key. */
static void
test_signature (void)
{
  g_autoptr(World) world = world_new (ZM_KEY_EC_P256);
  g_autoptr(World) other = world_new (ZM_KEY_EC_P256);
  g_autoptr(ZmCertificate) device = world_make (other, ZM_PROFILE_DEVICE, ZM_KEY_EC_P256);
  g_autoptr(GError) error = NULL;

  g_assert_false (zm_profile_check (&world->policy, ZM_PROFILE_DEVICE, device, world->intermediate,
                                    &error));
  fixture_assert_check (&error, "profile.signature");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/profile-check/changes", test_changes);
  g_test_add_func ("/profile-check/no-change", test_no_change);
  g_test_add_func ("/profile-check/signature", test_signature);

  return g_test_run ();
}
