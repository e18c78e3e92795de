#include "app/protocol/label-code.h"

#include "app/base/error.h"
#include "app/protocol/ticket.h"

#include <string.h>

#define TICKET "ZM1:DEV-014:KTRW-4821:ABCDEFGHIJKLMNOPQRSTUVWXYZ234567ABCDEFGHIJKLMNOPQRSQ:" \
               "ABCDEFGHIJKLMNOP"
#define HASH   "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
#define SERIAL "0123456789ABCDEF0123456789ABCDEF"

static const guint8 zeros[ZM_SHA256_LENGTH];

static void
assert_round_trip (const ZmLabelCode *code,
                   const char        *expected)
{
  g_autofree char *text = zm_label_code_format (code);
  g_autoptr(GError) error = NULL;
  g_autoptr(ZmLabelCode) again = NULL;

  g_assert_cmpstr (text, ==, expected);
  g_assert_cmpuint (strlen (text), <=, ZM_LABEL_CODE_MAX);
  again = zm_label_code_parse (text, strlen (text), &error);
  g_assert_no_error (error);
  g_assert_cmpint (again->kind, ==, code->kind);
  g_assert_cmpstr (again->name, ==, code->name);
  g_assert_cmpmem (again->hash, sizeof again->hash, code->hash, sizeof code->hash);
  g_assert_cmpuint (again->size, ==, code->size);
  g_assert_cmpint (again->time, ==, code->time);
}

static void
test_round_trips (void)
{
  g_autoptr(ZmLabelCode) device = zm_label_code_new_device ("DEV-014", NULL);
  g_autoptr(ZmLabelCode) badge = zm_label_code_new_badge ("Zoë O'Hara: 50%", NULL);
  g_autoptr(ZmLabelCode) certificate = zm_label_code_new_certificate (SERIAL, zeros, NULL);
  g_autoptr(ZmLabelCode) head =
    zm_label_code_new_head ("id.example.org/zmonitor/log", 1234567, zeros,
                            1769850000 * ZM_INSTANT_SECOND + 654321, NULL);

  assert_round_trip (device, "ZMLABEL:1:D:DEV-014");
  assert_round_trip (badge, "ZMLABEL:1:O:Zo%C3%AB%20O%27Hara%3A%2050%25");
  assert_round_trip (certificate, "ZMLABEL:1:C:" SERIAL ":" HASH);
  assert_round_trip (head, "ZMLABEL:1:H:1234567:" HASH ":20260131T090000Z:"
                                                       "id.example.org%2Fzmonitor%2Flog");
}

/* The longest of each kind still fits, and so into a code. */
static void
test_longest (void)
{
  g_autofree char *id = g_strnfill (64, 'D');
  g_autofree char *serial = g_strnfill (40, 'F');
  g_autofree char *origin = g_strnfill (ZM_LABEL_CODE_ORIGIN_MAX, '/');
  GString *name = g_string_new (NULL);
  g_autoptr(ZmLabelCode) device = zm_label_code_new_device (id, NULL);
  g_autoptr(ZmLabelCode) certificate = zm_label_code_new_certificate (serial, zeros, NULL);
  g_autoptr(ZmLabelCode) head = zm_label_code_new_head (origin, G_MAXINT64, zeros, 0, NULL);
  g_autoptr(ZmLabelCode) badge = NULL;
  const ZmLabelCode *all[] = { device, certificate, head, NULL };

  for (guint i = 0; i < ZM_LABEL_CODE_NAME_MAX / 2; i++)
    g_string_append (name, "漢字");
  badge = zm_label_code_new_badge (name->str, NULL);
  all[3] = badge;
  for (gsize i = 0; i < G_N_ELEMENTS (all); i++)
    {
      g_autofree char *text = zm_label_code_format (all[i]);

      assert_round_trip (all[i], text);
    }
  g_string_free (name, TRUE);
}

static void
test_refusals (void)
{
  static const struct {
    const char *text;
    const char *check;
  } cases[] = {
    { "", "label.form" },
    { "ZMLABEL", "label.form" },
    { "ZMLABEL:1:D", "label.form" },
    { "ZMLABEL:1:D:", "label.device-id" },
    { "ZMLABEL:1:D:DEV-014:", "label.form" },
    { "ZMLABEL:1:D:DEV-014:KTRW-4821", "label.form" },
    { "ZMLABEL:1:D:DEV 014", "label.form" },
    { "ZMLABEL:1:D:DEV-014\n", "label.form" },
    { " ZMLABEL:1:D:DEV-014", "label.form" },
    { "zmlabel:1:D:DEV-014", "label.form" },
    { "ZMLABEL:01:D:DEV-014", "label.version" },
    { "ZMLABEL:2:D:DEV-014", "label.version" },
    { "ZMLABEL:1:d:DEV-014", "label.kind" },
    { "ZMLABEL:1:P:DEV-014", "label.kind" },
    { "ZMLABEL:1:D:-DEV", "label.device-id" },
    { "ZMLABEL:1:D:DEV%2D014", "label.form" },
    { "ZMLABEL:1:D:DEV/014", "label.device-id" },
    { "ZMLABEL:1:O:Zo\xc3\xab", "label.form" },
    { "ZMLABEL:1:O:Zo%c3%ab", "label.form" },
    { "ZMLABEL:1:O:A%42", "label.form" },
    { "ZMLABEL:1:O:A+B", "label.form" },
    { "ZMLABEL:1:O:A%", "label.operator" },
    { "ZMLABEL:1:O:A%0A", "label.operator" },
    { "ZMLABEL:1:O:A%00B", "label.operator" },
    { "ZMLABEL:1:O:A%FF", "label.operator" },
    { "ZMLABEL:1:O:A%E2%80%AEB", "label.operator" },
    { "ZMLABEL:1:C:0123456789abcdef:" HASH, "label.serial" },
    { "ZMLABEL:1:C:012:" HASH, "label.serial" },
    { "ZMLABEL:1:C:" SERIAL ":" HASH "A", "label.hash" },
    { "ZMLABEL:1:C:" SERIAL ":AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAB", "label.hash" },
    { "ZMLABEL:1:C:" SERIAL, "label.form" },
    { "ZMLABEL:1:H:0:" HASH ":20260131T090000Z:log", "label.size" },
    { "ZMLABEL:1:H:01:" HASH ":20260131T090000Z:log", "label.size" },
    { "ZMLABEL:1:H:+1:" HASH ":20260131T090000Z:log", "label.size" },
    { "ZMLABEL:1:H:9223372036854775808:" HASH ":20260131T090000Z:log", "label.size" },
    { "ZMLABEL:1:H:1:" HASH ":20260231T090000Z:log", "label.time" },
    { "ZMLABEL:1:H:1:" HASH ":20260131T090000z:log", "label.time" },
    { "ZMLABEL:1:H:1:" HASH ":20260131T0900Z:log", "label.time" },
    { "ZMLABEL:1:H:1:" HASH ":20260131T090000Z:", "label.origin" },
    { "ZMLABEL:1:H:1:" HASH ":20260131T090000Z:a%20b", "label.origin" },
    { "ZMLABEL:1:H:1:" HASH ":20260131T090000Z:a%2Bb", "label.origin" },
    { "ZMLABEL:1:H:1:" HASH ":20260131T090000Z:log:log", "label.form" },
    { TICKET, "label.form" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GError) error = NULL;

      g_test_message ("%s", cases[i].text);
      g_assert_null (zm_label_code_parse (cases[i].text, strlen (cases[i].text), &error));
      g_assert_cmpstr (zm_error_get_check (error), ==, cases[i].check);
    }
}

static void
test_limits (void)
{
  g_autofree char *filler = g_strnfill (ZM_LABEL_CODE_MAX, 'A');
  g_autofree char *text = g_strconcat ("ZMLABEL:1:O:", filler, NULL);
  g_autoptr(GError) error = NULL;

  g_assert_null (zm_label_code_parse (text, strlen (text), &error));
  g_assert_cmpstr (zm_error_get_check (error), ==, "label.form");
  g_clear_error (&error);

  /* Not terminated, and with a byte that ends a string. */
  g_assert_null (zm_label_code_parse ("ZMLABEL:1:D:A\0B", 15, &error));
  g_assert_cmpstr (zm_error_get_check (error), ==, "label.form");
}

static void
test_what_is_no_name (void)
{
  g_autoptr(GError) error = NULL;

  g_assert_null (zm_label_code_new_device (TICKET, &error));
  g_assert_cmpstr (zm_error_get_check (error), ==, "label.device-id");
  g_clear_error (&error);
  g_assert_null (zm_label_code_new_badge ("", &error));
  g_assert_cmpstr (zm_error_get_check (error), ==, "label.operator");
  g_clear_error (&error);
  g_assert_null (zm_label_code_new_certificate ("xyz", zeros, &error));
  g_assert_cmpstr (zm_error_get_check (error), ==, "label.serial");
  g_clear_error (&error);
  g_assert_null (zm_label_code_new_head ("a b", 1, zeros, 0, &error));
  g_assert_cmpstr (zm_error_get_check (error), ==, "label.origin");
  g_clear_error (&error);
  g_assert_null (zm_label_code_new_head ("log", 0, zeros, 0, &error));
  g_assert_cmpstr (zm_error_get_check (error), ==, "label.size");
}

/* Even a device or a person that is called like a ticket. */
static void
test_never_a_ticket (void)
{
  g_autoptr(ZmLabelCode) badge = zm_label_code_new_badge ("ZM1:DEV-014:KTRW-4821", NULL);
  g_autoptr(ZmLabelCode) device = zm_label_code_new_device ("ZM1", NULL);
  const ZmLabelCode *all[] = { badge, device };
  g_autoptr(GError) error = NULL;
  g_autoptr(ZmTicket) ticket = zm_ticket_parse (TICKET, strlen (TICKET), &error);

  g_assert_no_error (error);
  g_assert_nonnull (ticket);
  for (gsize i = 0; i < G_N_ELEMENTS (all); i++)
    {
      g_autofree char *text = zm_label_code_format (all[i]);

      g_assert_null (zm_ticket_parse (text, strlen (text), &error));
      g_assert_cmpstr (zm_error_get_check (error), ==, "ticket.form");
      g_clear_error (&error);
    }
}

static void
test_kinds (void)
{
  for (int i = ZM_LABEL_DEVICE; i <= ZM_LABEL_AUDIT_HEAD; i++)
    {
      ZmLabelKind kind = ZM_LABEL_AUDIT_HEAD;

      g_assert_true (zm_label_code_kind_parse (zm_label_code_kind_name ((ZmLabelKind) i), &kind));
      g_assert_cmpint (kind, ==, i);
      g_assert_false (zm_label_code_kind_parse ("ticket", &kind));
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/protocol/label-code/round-trips", test_round_trips);
  g_test_add_func ("/protocol/label-code/longest", test_longest);
  g_test_add_func ("/protocol/label-code/refusals", test_refusals);
  g_test_add_func ("/protocol/label-code/limits", test_limits);
  g_test_add_func ("/protocol/label-code/what-is-no-name", test_what_is_no_name);
  g_test_add_func ("/protocol/label-code/never-a-ticket", test_never_a_ticket);
  g_test_add_func ("/protocol/label-code/kinds", test_kinds);

  return g_test_run ();
}
