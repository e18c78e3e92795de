#include "app/base/error.h"
#include "app/pki/chain.h"
#include "tests/pki/fixture.h"
#include "tests/pki/maker.h"

typedef struct {
  ZmInstant      now;
  MakerIdentity *root;
  MakerIdentity *ca;
  MakerIdentity *client;
  MakerIdentity *server; /* by the root */
  GPtrArray     *crls;
} Fixture;

static MakerIdentity *
issue (const char          *name,
       const MakerIdentity *issuer,
       const char          *extensions)
{
  return maker_issue (&(MakerRequest) { .name = name, .issuer = issuer,
                                        .extensions = extensions });
}

static void
add_crl (GPtrArray           *crls,
         const MakerIdentity *issuer,
         const ZmCertificate *revoked,
         ZmInstant            from,
         ZmInstant            until)
{
  ZmCrlEntry entry = { .at = from, .reason = ZM_REASON_SUPERSEDED };
  g_autoptr(GError) error = NULL;
  ZmCrl *crl;

  if (revoked != NULL)
    entry.serial = (char *) zm_certificate_get_serial ((ZmCertificate *) revoked);
  crl = zm_crl_create (issuer->certificate, issuer->key, 1, from, until, &entry,
                       revoked != NULL ? 1 : 0, &error);
  g_assert_no_error (error);
  g_ptr_array_add (crls, crl);
}

static GPtrArray *
crl_list (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify) zm_crl_unref);
}

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  ZmInstant now = zm_instant_now ();

  fixture->now = now;
  fixture->root = issue ("Root", NULL, MAKER_ROOT);
  fixture->ca = issue ("CA", fixture->root, MAKER_CA);
  fixture->client = issue ("Client", fixture->ca, MAKER_CLIENT);
  fixture->server = issue ("Server", fixture->root, MAKER_SERVER);
  fixture->crls = crl_list ();
  add_crl (fixture->crls, fixture->root, NULL, now - ZM_INSTANT_HOUR, now + ZM_INSTANT_HOUR);
  add_crl (fixture->crls, fixture->ca, NULL, now - ZM_INSTANT_HOUR, now + ZM_INSTANT_HOUR);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  maker_free (fixture->root);
  maker_free (fixture->ca);
  maker_free (fixture->client);
  maker_free (fixture->server);
  g_ptr_array_unref (fixture->crls);
}

/* check NULL: accepted. */
static void
assert_verdict (const Fixture       *fixture,
                const MakerIdentity *leaf,
                const MakerIdentity *ca,
                GPtrArray           *crls,
                ZmPurpose            purpose,
                const char          *check)
{
  ZmCertificate *chain[] = { leaf->certificate, ca != NULL ? ca->certificate : NULL };
  g_autoptr(GError) error = NULL;
  gboolean ok = zm_chain_verify (chain, ca != NULL ? 2 : 1, fixture->root->certificate, crls,
                                 purpose, fixture->now, &error);

  if (check == NULL)
    g_assert_no_error (error);
  else
    {
      g_assert_error (error, ZM_ERROR, ZM_ERROR_REFUSED);
      g_assert_cmpstr (zm_error_get_check (error), ==, check);
    }
  g_assert_cmpint (ok, ==, check == NULL);
}

static void
test_good (Fixture       *fixture,
           gconstpointer  data)
{
  assert_verdict (fixture, fixture->client, fixture->ca, NULL, ZM_PURPOSE_CLIENT, NULL);
  assert_verdict (fixture, fixture->client, fixture->ca, fixture->crls, ZM_PURPOSE_CLIENT, NULL);
  assert_verdict (fixture, fixture->server, NULL, fixture->crls, ZM_PURPOSE_SERVER, NULL);
  assert_verdict (fixture, fixture->ca, NULL, fixture->crls, ZM_PURPOSE_CA, NULL);
}

static void
test_purpose (Fixture       *fixture,
              gconstpointer  data)
{
  static const struct {
    const char *extensions;
    ZmPurpose   purpose;
    const char *check;
  } cases[] = {
    { MAKER_CLIENT, ZM_PURPOSE_SERVER, "chain.purpose" },
    { MAKER_CLIENT, ZM_PURPOSE_SIGN, "chain.purpose" },
    { MAKER_CLIENT, ZM_PURPOSE_CA, "chain.purpose" },
    { MAKER_SERVER, ZM_PURPOSE_CLIENT, "chain.purpose" },
    /* Without an extended key usage, or with any, a leaf is of no use here. */
    { MAKER_LEAF, ZM_PURPOSE_CLIENT, "chain.purpose" },
    { MAKER_LEAF, ZM_PURPOSE_SERVER, "chain.purpose" },
    { MAKER_LEAF, ZM_PURPOSE_SIGN, "chain.purpose" },
    { MAKER_LEAF "extendedKeyUsage=anyExtendedKeyUsage\n", ZM_PURPOSE_SIGN, "chain.purpose" },
    { MAKER_LEAF "extendedKeyUsage=anyExtendedKeyUsage\n", ZM_PURPOSE_CLIENT, "chain.purpose" },
    { MAKER_LEAF "extendedKeyUsage=1.3.6.1.5.5.7.3.36\n", ZM_PURPOSE_SIGN, NULL },
    { MAKER_LEAF "extendedKeyUsage=1.3.6.1.5.5.7.3.3,1.3.6.1.5.5.7.3.36\n", ZM_PURPOSE_SIGN, NULL },
    { MAKER_LEAF "extendedKeyUsage=1.3.6.1.5.5.7.3.36\n", ZM_PURPOSE_CLIENT, "chain.purpose" },
    { MAKER_IDENTIFIERS "basicConstraints=critical,CA:FALSE\nkeyUsage=critical,keyAgreement\n"
                        "extendedKeyUsage=1.3.6.1.5.5.7.3.36\n", ZM_PURPOSE_SIGN, "chain.purpose" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(MakerIdentity) leaf = issue ("Leaf", fixture->root, cases[i].extensions);

      assert_verdict (fixture, leaf, NULL, NULL, cases[i].purpose, cases[i].check);
    }
}

/* An intermediate for clientAuth must not vouch for anything else. */
static void
test_purpose_of_ca (Fixture       *fixture,
                    gconstpointer  data)
{
  g_autoptr(MakerIdentity) ca = issue ("CA", fixture->root,
                                       MAKER_CA "extendedKeyUsage=clientAuth\n");
  g_autoptr(MakerIdentity) client = issue ("Client", ca, MAKER_CLIENT);
  g_autoptr(MakerIdentity) server = issue ("Server", ca, MAKER_SERVER);
  g_autoptr(MakerIdentity) station = issue ("Desk", ca,
                                            MAKER_LEAF "extendedKeyUsage=1.3.6.1.5.5.7.3.36\n");

  assert_verdict (fixture, client, ca, NULL, ZM_PURPOSE_CLIENT, NULL);
  assert_verdict (fixture, server, ca, NULL, ZM_PURPOSE_SERVER, "chain.purpose");
  assert_verdict (fixture, station, ca, NULL, ZM_PURPOSE_SIGN, "chain.purpose");
}

static void
test_time (Fixture       *fixture,
           gconstpointer  data)
{
  ZmInstant now = fixture->now;
  g_autoptr(MakerIdentity) old = NULL;
  g_autoptr(MakerIdentity) early = NULL;

  old = maker_issue (&(MakerRequest) { .name = "Old", .issuer = fixture->ca,
                                       .from = now - ZM_INSTANT_DAY,
                                       .until = now - ZM_INSTANT_MINUTE,
                                       .extensions = MAKER_CLIENT });
  assert_verdict (fixture, old, fixture->ca, NULL, ZM_PURPOSE_CLIENT, "chain.expired");
  early = maker_issue (&(MakerRequest) { .name = "Early", .issuer = fixture->ca,
                                         .from = now + ZM_INSTANT_MINUTE,
                                         .until = now + ZM_INSTANT_DAY,
                                         .extensions = MAKER_CLIENT });
  assert_verdict (fixture, early, fixture->ca, NULL, ZM_PURPOSE_CLIENT, "chain.not-yet-valid");
}

static void
test_revoked (Fixture       *fixture,
              gconstpointer  data)
{
  ZmInstant now = fixture->now;
  g_autoptr(GPtrArray) leaf_revoked = crl_list ();
  g_autoptr(GPtrArray) ca_revoked = crl_list ();

  add_crl (leaf_revoked, fixture->root, NULL, now - ZM_INSTANT_HOUR, now + ZM_INSTANT_HOUR);
  add_crl (leaf_revoked, fixture->ca, fixture->client->certificate, now - ZM_INSTANT_HOUR,
           now + ZM_INSTANT_HOUR);
  assert_verdict (fixture, fixture->client, fixture->ca, leaf_revoked, ZM_PURPOSE_CLIENT,
                  "chain.revoked");

  add_crl (ca_revoked, fixture->root, fixture->ca->certificate, now - ZM_INSTANT_HOUR,
           now + ZM_INSTANT_HOUR);
  add_crl (ca_revoked, fixture->ca, NULL, now - ZM_INSTANT_HOUR, now + ZM_INSTANT_HOUR);
  assert_verdict (fixture, fixture->client, fixture->ca, ca_revoked, ZM_PURPOSE_CLIENT,
                  "chain.revoked");
}

/* Two lists for one issuer: the newer one counts, wherever it stands. */
static void
test_newest_crl_counts (Fixture       *fixture,
                        gconstpointer  data)
{
  ZmInstant now = fixture->now;

  add_crl (fixture->crls, fixture->ca, fixture->client->certificate, now - ZM_INSTANT_MINUTE,
           now + ZM_INSTANT_HOUR);
  assert_verdict (fixture, fixture->client, fixture->ca, fixture->crls, ZM_PURPOSE_CLIENT,
                  "chain.revoked");
}

static void
test_crl_missing (Fixture       *fixture,
                  gconstpointer  data)
{
  g_autoptr(GPtrArray) none = crl_list ();

  assert_verdict (fixture, fixture->client, fixture->ca, none, ZM_PURPOSE_CLIENT,
                  "chain.crl-missing");
  g_ptr_array_remove_index (fixture->crls, 1);
  assert_verdict (fixture, fixture->client, fixture->ca, fixture->crls, ZM_PURPOSE_CLIENT,
                  "chain.crl-missing");
  assert_verdict (fixture, fixture->server, NULL, fixture->crls, ZM_PURPOSE_SERVER, NULL);
}

static void
test_crl_must_be_current (Fixture       *fixture,
                          gconstpointer  data)
{
  ZmInstant now = fixture->now;
  g_autoptr(GPtrArray) old = crl_list ();
  g_autoptr(GPtrArray) early = crl_list ();

  add_crl (old, fixture->root, NULL, now - ZM_INSTANT_DAY, now - ZM_INSTANT_MINUTE);
  assert_verdict (fixture, fixture->server, NULL, old, ZM_PURPOSE_SERVER, "chain.crl-expired");
  add_crl (early, fixture->root, NULL, now + ZM_INSTANT_MINUTE, now + ZM_INSTANT_DAY);
  assert_verdict (fixture, fixture->server, NULL, early, ZM_PURPOSE_SERVER, "chain.crl-expired");
}

/* A list that another key signed is no list, even under the issuer's name and identifier. */
static void
test_crl_must_be_the_issuers (Fixture       *fixture,
                              gconstpointer  data)
{
  g_autoptr(MakerIdentity) impostor = issue ("CA", NULL, MAKER_ROOT);
  ZmInstant now = fixture->now;

  g_ptr_array_remove_index (fixture->crls, 1);
  add_crl (fixture->crls, impostor, NULL, now - ZM_INSTANT_HOUR, now + ZM_INSTANT_HOUR);
  assert_verdict (fixture, fixture->client, fixture->ca, fixture->crls, ZM_PURPOSE_CLIENT,
                  "chain.crl-missing");
}

static void
test_foreign_root (Fixture       *fixture,
                   gconstpointer  data)
{
  g_autoptr(MakerIdentity) root = issue ("Root", NULL, MAKER_ROOT);
  g_autoptr(MakerIdentity) ca = issue ("CA", root, MAKER_CA);
  g_autoptr(MakerIdentity) client = issue ("Client", ca, MAKER_CLIENT);

  assert_verdict (fixture, client, ca, NULL, ZM_PURPOSE_CLIENT, "chain.incomplete");
  /* Neither does it help to bring one's own root. */
  assert_verdict (fixture, ca, root, NULL, ZM_PURPOSE_CA, "chain.incomplete");
  assert_verdict (fixture, root, NULL, NULL, ZM_PURPOSE_CA, "chain.incomplete");
}

static void
test_signature (Fixture       *fixture,
                gconstpointer  data)
{
  static const char identifier[] = "subjectKeyIdentifier=0102030405060708\n"
                                   "basicConstraints=critical,CA:TRUE\n"
                                   "keyUsage=critical,keyCertSign,cRLSign\n";
  g_autoptr(MakerIdentity) root = issue ("Twin", NULL, identifier);
  g_autoptr(MakerIdentity) twin = issue ("Twin", NULL, identifier);
  g_autoptr(MakerIdentity) server = issue ("Server", twin, MAKER_SERVER);
  ZmCertificate *chain[] = { server->certificate };
  g_autoptr(GError) error = NULL;

  g_assert_false (zm_chain_verify (chain, 1, root->certificate, NULL, ZM_PURPOSE_SERVER,
                                   fixture->now, &error));
  fixture_assert_check (&error, "chain.signature");
}

static void
test_constraints (Fixture       *fixture,
                  gconstpointer  data)
{
  static const char sub_ca[] = MAKER_CA "nameConstraints=critical,permitted;URI:id.example.org\n";
  g_autoptr(MakerIdentity) ca = issue ("CA", fixture->root, sub_ca);
  g_autoptr(MakerIdentity) inside = NULL;
  g_autoptr(MakerIdentity) outside = NULL;
  g_autoptr(MakerIdentity) below_leaf = issue ("Below", fixture->client, MAKER_CLIENT);
  ZmCertificate *chain[] = { below_leaf->certificate, fixture->client->certificate,
                             fixture->ca->certificate };
  g_autoptr(GError) error = NULL;

  inside = issue ("Device", ca, MAKER_CLIENT "subjectAltName=URI:https://id.example.org/a\n");
  outside = issue ("Device", ca, MAKER_CLIENT "subjectAltName=URI:https://id.example.com/a\n");
  assert_verdict (fixture, inside, ca, NULL, ZM_PURPOSE_CLIENT, NULL);
  assert_verdict (fixture, outside, ca, NULL, ZM_PURPOSE_CLIENT, "chain.constraint");

  g_assert_false (zm_chain_verify (chain, 3, fixture->root->certificate, NULL, ZM_PURPOSE_CLIENT,
                                   fixture->now, &error));
  fixture_assert_check (&error, "chain.constraint");
}

static void
test_path_length (Fixture       *fixture,
                  gconstpointer  data)
{
  g_autoptr(MakerIdentity) second = issue ("Second", fixture->ca, MAKER_CA);
  g_autoptr(MakerIdentity) client = issue ("Client", second, MAKER_CLIENT);
  ZmCertificate *chain[] = { client->certificate, second->certificate, fixture->ca->certificate };
  g_autoptr(GError) error = NULL;

  g_assert_false (zm_chain_verify (chain, 3, fixture->root->certificate, NULL, ZM_PURPOSE_CLIENT,
                                   fixture->now, &error));
  fixture_assert_check (&error, "chain.constraint");
}

static void
assert_order_refused (const Fixture        *fixture,
                      ZmCertificate *const *chain,
                      gsize                 count)
{
  g_autoptr(GError) error = NULL;

  g_assert_false (zm_chain_verify (chain, count, fixture->root->certificate, NULL,
                                   ZM_PURPOSE_CLIENT, fixture->now, &error));
  fixture_assert_check (&error, "chain.order");
}

static void
test_order (Fixture       *fixture,
            gconstpointer  data)
{
  static const char long_ca[] = MAKER_IDENTIFIERS "basicConstraints=critical,CA:TRUE\n"
                                                  "keyUsage=critical,keyCertSign,cRLSign\n";
  g_autoptr(MakerIdentity) upper = issue ("Upper", fixture->root, long_ca);
  g_autoptr(MakerIdentity) lower = issue ("Lower", upper, long_ca);
  g_autoptr(MakerIdentity) client = issue ("Client", lower, MAKER_CLIENT);
  ZmCertificate *good[] = { client->certificate, lower->certificate, upper->certificate };
  ZmCertificate *swapped[] = { client->certificate, upper->certificate, lower->certificate };
  ZmCertificate *with_root[] = { client->certificate, lower->certificate, upper->certificate,
                                 fixture->root->certificate };
  ZmCertificate *with_stranger[] = { client->certificate, lower->certificate, upper->certificate,
                                     fixture->server->certificate };
  ZmCertificate *twice[] = { client->certificate, client->certificate, lower->certificate,
                             upper->certificate, upper->certificate };
  g_autoptr(GError) error = NULL;

  g_assert_true (zm_chain_verify (good, 3, fixture->root->certificate, NULL, ZM_PURPOSE_CLIENT,
                                  fixture->now, &error));
  g_assert_no_error (error);
  assert_order_refused (fixture, swapped, 3);
  assert_order_refused (fixture, with_root, 4);
  assert_order_refused (fixture, with_stranger, 4);
  assert_order_refused (fixture, twice, 4);
  assert_order_refused (fixture, twice, 5);
}

/* Strict rules of RFC 5280 that OpenSSL looks at only when it is told to. */
static void
test_strict (Fixture       *fixture,
             gconstpointer  data)
{
  static const char no_identifiers[] = "basicConstraints=critical,CA:FALSE\n"
                                       "keyUsage=critical,digitalSignature\n"
                                       "extendedKeyUsage=clientAuth\n";
  g_autoptr(MakerIdentity) bare = issue ("Bare", fixture->ca, no_identifiers);
  g_autoptr(MakerIdentity) unknown = NULL;

  unknown = issue ("Unknown", fixture->ca, MAKER_CLIENT "1.2.3.4=critical,DER:0500\n");
  assert_verdict (fixture, bare, fixture->ca, NULL, ZM_PURPOSE_CLIENT, "chain.invalid");
  assert_verdict (fixture, unknown, fixture->ca, NULL, ZM_PURPOSE_CLIENT, "chain.invalid");
}

#define ADD(path, function) \
  g_test_add ("/chain/" path, Fixture, NULL, set_up, function, tear_down)

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  ADD ("good", test_good);
  ADD ("purpose", test_purpose);
  ADD ("purpose-of-ca", test_purpose_of_ca);
  ADD ("time", test_time);
  ADD ("revoked", test_revoked);
  ADD ("newest-crl", test_newest_crl_counts);
  ADD ("crl-missing", test_crl_missing);
  ADD ("crl-current", test_crl_must_be_current);
  ADD ("crl-issuer", test_crl_must_be_the_issuers);
  ADD ("foreign-root", test_foreign_root);
  ADD ("signature", test_signature);
  ADD ("constraints", test_constraints);
  ADD ("path-length", test_path_length);
  ADD ("order", test_order);
  ADD ("strict", test_strict);

  return g_test_run ();
}
