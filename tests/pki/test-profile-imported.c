#include "app/pki/profile.h"
#include "tests/pki/fixture.h"
#include "tests/pki/maker.h"

/* What a hospital's CA may send back: some of it will do, some would break things later. */

#define IDS MAKER_IDENTIFIERS
#define CA  IDS "basicConstraints=critical,CA:TRUE\n"
#define SIGNS "keyUsage=critical,keyCertSign,cRLSign\n"
#define LEAF MAKER_LEAF

static const struct {
  ZmProfileKind  kind;
  const char    *extensions;
  const char    *check; /* NULL: it will do */
} cases[] = {
  { ZM_PROFILE_INTERMEDIATE, CA SIGNS, NULL },
  { ZM_PROFILE_INTERMEDIATE, MAKER_CA "extendedKeyUsage=clientAuth,emailProtection\n", NULL },
  { ZM_PROFILE_INTERMEDIATE, CA SIGNS "extendedKeyUsage=serverAuth\n",
    "profile.extended-key-usage" },
  { ZM_PROFILE_INTERMEDIATE, CA SIGNS "extendedKeyUsage=clientAuth,OCSPSigning\n",
    "profile.extended-key-usage" },
  { ZM_PROFILE_INTERMEDIATE, CA "keyUsage=critical,keyCertSign\n", "profile.key-usage" },
  { ZM_PROFILE_INTERMEDIATE, CA, "profile.key-usage" },
  { ZM_PROFILE_INTERMEDIATE, MAKER_CLIENT, "profile.basic-constraints" },
  { ZM_PROFILE_INTERMEDIATE, "basicConstraints=critical,CA:TRUE\n" SIGNS, "profile.identifiers" },
  { ZM_PROFILE_INTERMEDIATE, CA SIGNS SIGNS, "profile.extensions" },
  { ZM_PROFILE_STATION, LEAF "extendedKeyUsage=1.3.6.1.5.5.7.3.36\n", NULL },
  { ZM_PROFILE_STATION, LEAF "extendedKeyUsage=clientAuth\n", "profile.extended-key-usage" },
  { ZM_PROFILE_STATION, LEAF, "profile.extended-key-usage" },
  { ZM_PROFILE_STATION, IDS "keyUsage=keyAgreement\nextendedKeyUsage=1.3.6.1.5.5.7.3.36\n",
    "profile.key-usage" },
  { ZM_PROFILE_STATION, CA SIGNS, "profile.basic-constraints" },
  { ZM_PROFILE_SERVER, MAKER_SERVER "subjectAltName=DNS:central.example\n", NULL },
  { ZM_PROFILE_SERVER, MAKER_SERVER "subjectAltName=IP:192.0.2.1\n", NULL },
  { ZM_PROFILE_SERVER, MAKER_SERVER, "profile.san" },
  { ZM_PROFILE_SERVER, MAKER_SERVER "subjectAltName=URI:https://a.example/\n", "profile.san" },
  { ZM_PROFILE_SERVER, MAKER_CLIENT "subjectAltName=DNS:central.example\n",
    "profile.extended-key-usage" },
  { ZM_PROFILE_ROOT, CA SIGNS, "profile.signature" },
};

static void
test_cases (void)
{
  g_autoptr(MakerIdentity) root = maker_issue (&(MakerRequest) { .name = "Root",
                                                                 .extensions = MAKER_ROOT });

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(MakerIdentity) made = maker_issue (&(MakerRequest) {
      .name = "Imported", .issuer = root, .extensions = cases[i].extensions,
    });
      g_autoptr(GError) error = NULL;
      gboolean passed = zm_profile_check_imported (cases[i].kind, made->certificate,
                                                   zm_key_get_public (made->key), &error);

      g_test_message ("case %zu", i);
      g_assert_cmpint (passed, ==, cases[i].check == NULL);
      if (!passed)
        fixture_assert_check (&error, cases[i].check);
    }
}

static void
test_root (void)
{
  g_autoptr(MakerIdentity) root = maker_issue (&(MakerRequest) { .name = "Root",
                                                                 .extensions = MAKER_ROOT });
  g_autoptr(MakerIdentity) old = maker_issue (&(MakerRequest) {
    .name = "Root", .extensions = "basicConstraints=CA:TRUE\n",
  });
  g_autoptr(GError) error = NULL;

  g_assert_true (zm_profile_check_imported (ZM_PROFILE_ROOT, root->certificate, NULL, &error));
  g_assert_no_error (error);
  g_assert_true (zm_profile_check_imported (ZM_PROFILE_ROOT, old->certificate, NULL, &error));
  g_assert_no_error (error);
}

static void
test_other_key (void)
{
  g_autoptr(MakerIdentity) root = maker_issue (&(MakerRequest) { .name = "Root",
                                                                 .extensions = MAKER_ROOT });
  g_autoptr(ZmKey) other = zm_key_generate (ZM_KEY_EC_P256, NULL);
  g_autoptr(GError) error = NULL;

  g_assert_false (zm_profile_check_imported (ZM_PROFILE_ROOT, root->certificate,
                                             zm_key_get_public (other), &error));
  fixture_assert_check (&error, "profile.key");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/profile-imported/cases", test_cases);
  g_test_add_func ("/profile-imported/root", test_root);
  g_test_add_func ("/profile-imported/other-key", test_other_key);

  return g_test_run ();
}
