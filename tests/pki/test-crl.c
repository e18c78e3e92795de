#include "app/base/error.h"
#include "app/pki/crl.h"
#include "app/pki/openssl.h"
#include "tests/pki/fixture.h"
#include "tests/pki/maker.h"

#include <string.h>

#define FIRST  "0123456789ABCDEF0123456789ABCDEF"
#define SECOND "00000000000000000000000000000007"
#define OTHER  "00000000000000000000000000000008"

/* Whole seconds: a CRL knows no others. */
#define FROM  (1700000000 * ZM_INSTANT_SECOND)
#define UNTIL (1700000000 * ZM_INSTANT_SECOND + 7 * ZM_INSTANT_DAY)

typedef struct {
  MakerIdentity *ca;
} Fixture;

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  fixture->ca = maker_issue (&(MakerRequest) { .name = "CA", .extensions = MAKER_ROOT });
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  maker_free (fixture->ca);
}

static ZmCrl *
create (const MakerIdentity *ca,
        const ZmCrlEntry    *entries,
        gsize                count)
{
  g_autoptr(GError) error = NULL;
  ZmCrl *crl = zm_crl_create (ca->certificate, ca->key, 42, FROM, UNTIL, entries, count, &error);

  g_assert_no_error (error);

  return crl;
}

static ZmCrl *
create_two (const MakerIdentity *ca)
{
  const ZmCrlEntry entries[] = {
    { .serial = (char *) FIRST, .at = FROM - ZM_INSTANT_DAY, .reason = ZM_REASON_KEY_COMPROMISE },
    { .serial = (char *) SECOND, .at = FROM, .reason = ZM_REASON_UNSPECIFIED },
  };

  return create (ca, entries, G_N_ELEMENTS (entries));
}

static void
test_fields (Fixture       *fixture,
             gconstpointer  data)
{
  g_autoptr(ZmCrl) crl = create_two (fixture->ca);
  g_autoptr(GError) error = NULL;
  gsize count;

  g_assert_cmpstr (zm_crl_get_issuer (crl), ==, "CN=CA");
  g_assert_cmpuint (zm_crl_get_number (crl), ==, 42);
  g_assert_cmpint (zm_crl_get_this_update (crl), ==, FROM);
  g_assert_cmpint (zm_crl_get_next_update (crl), ==, UNTIL);
  zm_crl_get_entries (crl, &count);
  g_assert_cmpuint (count, ==, 2);
  g_assert_true (zm_crl_verify (crl, fixture->ca->certificate, &error));
  g_assert_no_error (error);
}

static void
test_find (Fixture       *fixture,
           gconstpointer  data)
{
  g_autoptr(ZmCrl) crl = create_two (fixture->ca);
  const ZmCrlEntry *entry = zm_crl_find (crl, FIRST);

  g_assert_nonnull (entry);
  g_assert_cmpint (entry->reason, ==, ZM_REASON_KEY_COMPROMISE);
  g_assert_cmpint (entry->at, ==, FROM - ZM_INSTANT_DAY);
  entry = zm_crl_find (crl, SECOND);
  g_assert_nonnull (entry);
  g_assert_cmpint (entry->reason, ==, ZM_REASON_UNSPECIFIED);
  g_assert_null (zm_crl_find (crl, OTHER));
  g_assert_null (zm_crl_find (crl, ""));
}

static void
test_empty (Fixture       *fixture,
            gconstpointer  data)
{
  g_autoptr(ZmCrl) crl = create (fixture->ca, NULL, 0);
  gsize count;

  zm_crl_get_entries (crl, &count);
  g_assert_cmpuint (count, ==, 0);
  g_assert_null (zm_crl_find (crl, FIRST));
}

static void
assert_entry_refused (const MakerIdentity *ca,
                      const char          *first,
                      const char          *second)
{
  const ZmCrlEntry entries[] = {
    { .serial = (char *) first, .at = FROM },
    { .serial = (char *) second, .at = FROM },
  };
  g_autoptr(GError) error = NULL;

  g_assert_null (zm_crl_create (ca->certificate, ca->key, 1, FROM, UNTIL, entries, 2, &error));
  fixture_assert_check (&error, "crl.entry");
}

static void
test_entries_have_one_spelling (Fixture       *fixture,
                                gconstpointer  data)
{
  assert_entry_refused (fixture->ca, FIRST, FIRST);
  assert_entry_refused (fixture->ca, FIRST, "7");
  assert_entry_refused (fixture->ca, FIRST, "");
  assert_entry_refused (fixture->ca, "0123456789abcdef0123456789abcdef", SECOND);
  assert_entry_refused (fixture->ca, FIRST, "0000000000000000000000000000000G");
}

static void
test_forms (Fixture       *fixture,
            gconstpointer  data)
{
  g_autoptr(ZmCrl) crl = create_two (fixture->ca);
  g_autofree char *pem = zm_crl_to_pem (crl);
  GBytes *der = zm_crl_get_der (crl);
  g_autoptr(GError) error = NULL;
  g_autoptr(ZmCrl) from_pem = zm_crl_new_from_data (pem, strlen (pem), &error);
  g_autoptr(ZmCrl) from_der = NULL;

  g_assert_no_error (error);
  g_assert_true (g_bytes_equal (zm_crl_get_der (from_pem), der));
  from_der = zm_crl_new_from_data (g_bytes_get_data (der, NULL), g_bytes_get_size (der), &error);
  g_assert_no_error (error);
  g_assert_true (g_bytes_equal (zm_crl_get_der (from_der), der));
}

static void
assert_not_read (const void *data,
                 gsize       length,
                 const char *check)
{
  g_autoptr(GError) error = NULL;

  g_assert_null (zm_crl_new_from_data (data, length, &error));
  fixture_assert_check (&error, check);
}

static void
test_encoding_is_strict (Fixture       *fixture,
                         gconstpointer  data)
{
  g_autoptr(ZmCrl) crl = create_two (fixture->ca);
  g_autofree char *pem = zm_crl_to_pem (crl);
  g_autofree char *twice = g_strconcat (pem, pem, NULL);
  gsize length = g_bytes_get_size (zm_crl_get_der (crl));
  g_autofree guint8 *der = g_malloc0 (length + 1);
  g_autofree guint8 *huge = g_malloc0 (ZM_CRL_MAX + 1);

  memcpy (der, g_bytes_get_data (zm_crl_get_der (crl), NULL), length);
  assert_not_read (der, length + 1, "crl.encoding");
  assert_not_read (der, length - 1, "crl.encoding");
  assert_not_read (der, 0, "crl.encoding");
  assert_not_read (twice, strlen (twice), "crl.encoding");
  assert_not_read (huge, ZM_CRL_MAX + 1, "crl.size");
}

/* Signed again after one field is taken out or put in. */
static void
assert_profile (const MakerIdentity *ca,
                void                 (*change)(X509_CRL *))
{
  g_autoptr(ZmCrl) good = create_two (ca);
  const unsigned char *at = g_bytes_get_data (zm_crl_get_der (good), NULL);
  g_autoptr(X509_CRL) crl = NULL;
  g_autoptr(GBytes) bytes = NULL;
  unsigned char *der = NULL;
  int length;

  crl = d2i_X509_CRL (NULL, &at, (long) g_bytes_get_size (zm_crl_get_der (good)));
  change (crl);
  g_assert_cmpint (X509_CRL_sign (crl, zm_key_peek_pkey (ca->key), EVP_sha256 ()), >, 0);
  length = i2d_X509_CRL (crl, &der);
  bytes = zm_openssl_take_bytes (der, length);
  assert_not_read (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), "crl.profile");
}

static void
drop_number (X509_CRL *crl)
{
  X509_EXTENSION_free (X509_CRL_delete_ext (crl, X509_CRL_get_ext_by_NID (crl, NID_crl_number,
                                                                          -1)));
}

static void
make_delta (X509_CRL *crl)
{
  g_autoptr(ASN1_INTEGER) base = ASN1_INTEGER_new ();

  ASN1_INTEGER_set (base, 1);
  g_assert_cmpint (X509_CRL_add1_ext_i2d (crl, NID_delta_crl, base, 1, 0), ==, 1);
}

static void
make_version_1 (X509_CRL *crl)
{
  X509_CRL_set_version (crl, 0);
}

static void
test_profile (Fixture       *fixture,
              gconstpointer  data)
{
  assert_profile (fixture->ca, drop_number);
  assert_profile (fixture->ca, make_delta);
  assert_profile (fixture->ca, make_version_1);
}

static void
test_verify (Fixture       *fixture,
             gconstpointer  data)
{
  g_autoptr(ZmCrl) crl = create_two (fixture->ca);
  g_autoptr(MakerIdentity) same_name = NULL;
  g_autoptr(MakerIdentity) other = NULL;
  g_autoptr(GError) error = NULL;

  other = maker_issue (&(MakerRequest) { .name = "Other", .extensions = MAKER_ROOT });
  g_assert_false (zm_crl_verify (crl, other->certificate, &error));
  fixture_assert_check (&error, "crl.issuer");

  same_name = maker_issue (&(MakerRequest) { .name = "CA", .extensions = MAKER_ROOT });
  g_assert_false (zm_crl_verify (crl, same_name->certificate, &error));
  fixture_assert_check (&error, "crl.issuer");
}

/* An authority key identifier that cannot be read is not one that is absent. */
static void
test_unreadable_authority (Fixture       *fixture,
                           gconstpointer  data)
{
  static const guint8 identifier[] = { 0x06, 0x03, 0x55, 0x1d, 0x23, 0x04 };
  g_autoptr(ZmCrl) crl = create_two (fixture->ca);
  gsize length;
  const guint8 *der = g_bytes_get_data (zm_crl_get_der (crl), &length);
  g_autofree guint8 *spoilt = g_memdup2 (der, length);
  guint8 *found = memmem (spoilt, length, identifier, sizeof identifier);
  g_autoptr(GError) error = NULL;
  g_autoptr(ZmCrl) parsed = NULL;

  g_assert_nonnull (found);
  /* SEQUENCE becomes SET. */
  g_assert_cmphex (found[sizeof identifier + 1], ==, 0x30);
  found[sizeof identifier + 1] = 0x31;
  parsed = zm_crl_new_from_der (spoilt, length, &error);
  g_assert_no_error (error);
  g_assert_false (zm_crl_verify (parsed, fixture->ca->certificate, &error));
  fixture_assert_check (&error, "crl.issuer");
  g_assert_cmpuint (ERR_peek_error (), ==, 0);
}

/* Another key behind the same name and the same key identifier. */
static void
test_verify_signature (Fixture       *fixture,
                       gconstpointer  data)
{
  static const char extensions[] = "subjectKeyIdentifier=0102030405060708\n"
                                   "basicConstraints=critical,CA:TRUE\n"
                                   "keyUsage=critical,keyCertSign,cRLSign\n";
  g_autoptr(MakerIdentity) one = maker_issue (&(MakerRequest) { .name = "CA",
                                                                .extensions = extensions });
  g_autoptr(MakerIdentity) two = maker_issue (&(MakerRequest) { .name = "CA",
                                                                .extensions = extensions });
  g_autoptr(ZmCrl) crl = create_two (one);
  g_autoptr(GError) error = NULL;

  g_assert_true (zm_crl_verify (crl, one->certificate, &error));
  g_assert_false (zm_crl_verify (crl, two->certificate, &error));
  fixture_assert_check (&error, "crl.signature");
}

static void
test_issuer_must_be_able (Fixture       *fixture,
                          gconstpointer  data)
{
  g_autoptr(MakerIdentity) leaf = NULL;
  g_autoptr(GError) error = NULL;

  leaf = maker_issue (&(MakerRequest) { .name = "Leaf", .issuer = fixture->ca,
                                        .extensions = MAKER_CLIENT });
  g_assert_null (zm_crl_create (leaf->certificate, leaf->key, 1, FROM, UNTIL, NULL, 0, &error));
  fixture_assert_check (&error, "crl.issuer");
  g_assert_null (zm_crl_create (fixture->ca->certificate, leaf->key, 1, FROM, UNTIL, NULL, 0,
                                &error));
  fixture_assert_check (&error, "crl.issuer");
}

static void
test_reasons (void)
{
  ZmReason reason;

  g_assert_cmpstr (zm_crl_reason_name (ZM_REASON_SUPERSEDED), ==, "superseded");
  g_assert_true (zm_crl_reason_parse ("privilegeWithdrawn", &reason));
  g_assert_cmpint (reason, ==, ZM_REASON_PRIVILEGE_WITHDRAWN);
  g_assert_false (zm_crl_reason_parse ("certificateHold", &reason));
  g_assert_null (zm_crl_reason_name ((ZmReason) 6));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add ("/crl/fields", Fixture, NULL, set_up, test_fields, tear_down);
  g_test_add ("/crl/find", Fixture, NULL, set_up, test_find, tear_down);
  g_test_add ("/crl/empty", Fixture, NULL, set_up, test_empty, tear_down);
  g_test_add ("/crl/spelling", Fixture, NULL, set_up, test_entries_have_one_spelling, tear_down);
  g_test_add ("/crl/forms", Fixture, NULL, set_up, test_forms, tear_down);
  g_test_add ("/crl/strict", Fixture, NULL, set_up, test_encoding_is_strict, tear_down);
  g_test_add ("/crl/profile", Fixture, NULL, set_up, test_profile, tear_down);
  g_test_add ("/crl/verify", Fixture, NULL, set_up, test_verify, tear_down);
  g_test_add ("/crl/signature", Fixture, NULL, set_up, test_verify_signature, tear_down);
  g_test_add ("/crl/unreadable-authority", Fixture, NULL, set_up, test_unreadable_authority,
              tear_down);
  g_test_add ("/crl/issuer", Fixture, NULL, set_up, test_issuer_must_be_able, tear_down);
  g_test_add_func ("/crl/reasons", test_reasons);

  return g_test_run ();
}
