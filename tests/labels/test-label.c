#include "app/labels/label.h"

#include "app/base/error.h"

static void
test_device (void)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(ZmLabel) label = zm_label_new_device ("DEV-014", "ICU 2", NULL, "A-1", &error);
  g_autoptr(ZmLabel) bare = zm_label_new_device ("DEV-014", "ICU 2", "", "", NULL);
  g_autofree char *text = zm_label_to_text (label);
  g_autofree char *bare_text = zm_label_to_text (bare);

  g_assert_no_error (error);
  g_assert_cmpstr (text, ==, "Patient monitor\nDEV-014\nICU 2\nAsset tag A-1");
  g_assert_cmpstr (bare_text, ==, "Patient monitor\nDEV-014\nICU 2");
  g_assert_cmpstr (label->code_text, ==, "ZMLABEL:1:D:DEV-014");
}

/* What could read otherwise than it is stands as what it is. */
static void
test_foreign_text (void)
{
  g_autoptr(ZmLabel) label = zm_label_new_device ("DEV-014", "a\xe2\x80\xae" "b\nc", NULL, NULL,
                                                  NULL);
  const ZmLabelLine *line = label->lines->pdata[0];

  g_assert_cmpstr (line->text, ==, "a\\u{202E}b\\u{000A}c");
}

static void
test_badge (void)
{
  g_autoptr(ZmLabel) label = zm_label_new_badge ("Ana", NULL);
  g_autofree char *text = zm_label_to_text (label);
  g_autoptr(GError) error = NULL;

  g_assert_cmpstr (text, ==, "Operator\nAna\nSays who it is. Signing in needs the PIN.");
  g_assert_null (zm_label_new_badge ("\n", &error));
  g_assert_cmpstr (zm_error_get_check (error), ==, "label.operator");
}

static void
test_certificate (void)
{
  g_autoptr(GBytes) der = g_bytes_new_static ("abc", 3);
  g_autoptr(ZmLabel) label = zm_label_new_certificate ("DEV-014", "0A1B2C3D", der, 0, NULL);
  g_autofree char *text = zm_label_to_text (label);

  g_assert_cmpstr (text, ==,
                   "Certificate\nDEV-014\nValid until 1970-01-01\nSerial number\n0A1B 2C3D\n"
                   "SHA-256\nBA78 16BF 8F01 CFEA 4141 40DE 5DAE 2223 B003 61A3 9617 7A9C B410 FF61 "
                   "F200 15AD");
}

static void
test_audit_head (void)
{
  static const guint8 root[ZM_SHA256_LENGTH] = { 0xab };
  g_autoptr(ZmLabel) label = zm_label_new_audit_head ("log", 1, root, 0, NULL);
  g_autofree char *text = zm_label_to_text (label);

  g_assert_true (g_str_has_prefix (text, "Audit log\n1 record\n1970-01-01T00:00:00Z\nlog\n"));
  g_assert_nonnull (g_strrstr (text, "AB00 0000"));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/labels/label/device", test_device);
  g_test_add_func ("/labels/label/foreign-text", test_foreign_text);
  g_test_add_func ("/labels/label/badge", test_badge);
  g_test_add_func ("/labels/label/certificate", test_certificate);
  g_test_add_func ("/labels/label/audit-head", test_audit_head);

  return g_test_run ();
}
