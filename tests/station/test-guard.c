#include "app/station/guard.h"

#include "app/base/error.h"

#define KEY_A "4df20d7e8592304e4d77ac85069deafeb772f7b5e6422fc3dd5485cd8d7f0f75"
#define KEY_B "99ab2701181960436fbc61896214860d0ddb265ebe34987147e9ad200083d6a4"

static ZmGuardFacts
good_facts (void)
{
  return (ZmGuardFacts) {
           .ticket_device_id = "DEV-014",
           .ticket_key_hash = KEY_A,
           .tether_device_id = "DEV-014",
           .tether_key_hash = KEY_A,
           .record_device_id = "DEV-014",
           .csr_common_name = "DEV-014",
           .csr_key_hash = KEY_A,
           .nonce_echoed = 1,
           .code_proved = 1,
           .possession_proved = 1,
           .number_confirmed = 1,
  };
}

static void
test_agreement (void)
{
  ZmGuardFacts facts = good_facts ();
  g_autoptr(GPtrArray) ticks = zm_guard_judge (&facts);
  g_autoptr(GError) error = NULL;

  g_assert_true (zm_guard_accept (&facts, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (ticks->len, ==, 9);
  for (guint i = 0; i < ticks->len; i++)
    g_assert_cmpint (zm_tick_get_state (g_ptr_array_index (ticks, i)), ==, ZM_TICK_GOOD);
}

static void
test_usb_only (void)
{
  ZmGuardFacts facts = good_facts ();
  g_autoptr(GPtrArray) ticks = NULL;

  facts.ticket_device_id = NULL;
  facts.ticket_key_hash = NULL;
  facts.nonce_echoed = -1;
  ticks = zm_guard_judge (&facts);

  g_assert_true (zm_guard_accept (&facts, NULL));
  g_assert_cmpint (zm_tick_get_state (g_ptr_array_index (ticks, 0)), ==, ZM_TICK_UNKNOWN);
}

/* One fact wrong or missing at a time: the row that says so must be that one. */
static void
test_odd_one_out (void)
{
  static const struct {
    const char *check;
    gsize       offset;
    const char *text;   /* for a string fact */
    gint        number; /* for the others */
    gboolean    is_text;
  } cases[] = {
    { "guard.tether-device", G_STRUCT_OFFSET (ZmGuardFacts, tether_device_id), "DEV-041", 0, TRUE },
    { "guard.ticket-device", G_STRUCT_OFFSET (ZmGuardFacts, ticket_device_id), "DEV-041", 0, TRUE },
    { "guard.registry-record", G_STRUCT_OFFSET (ZmGuardFacts, record_device_id), "DEV-041", 0,
      TRUE },
    { "guard.registry-record", G_STRUCT_OFFSET (ZmGuardFacts, record_device_id), NULL, 0, TRUE },
    { "guard.csr-cn", G_STRUCT_OFFSET (ZmGuardFacts, csr_common_name), "DEV-041", 0, TRUE },
    { "guard.csr-cn", G_STRUCT_OFFSET (ZmGuardFacts, csr_common_name), NULL, 0, TRUE },
    { "guard.ticket-key", G_STRUCT_OFFSET (ZmGuardFacts, csr_key_hash), KEY_B, 0, TRUE },
    { "guard.ticket-nonce", G_STRUCT_OFFSET (ZmGuardFacts, nonce_echoed), NULL, 0, FALSE },
    { "guard.code", G_STRUCT_OFFSET (ZmGuardFacts, code_proved), NULL, 0, FALSE },
    { "guard.possession", G_STRUCT_OFFSET (ZmGuardFacts, possession_proved), NULL, -1, FALSE },
    { "guard.possession", G_STRUCT_OFFSET (ZmGuardFacts, possession_proved), NULL, 0, FALSE },
    { "guard.number", G_STRUCT_OFFSET (ZmGuardFacts, number_confirmed), NULL, -1, FALSE },
    { "guard.number", G_STRUCT_OFFSET (ZmGuardFacts, number_confirmed), NULL, 0, FALSE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      ZmGuardFacts facts = good_facts ();
      g_autoptr(GError) error = NULL;

      if (cases[i].is_text)
        G_STRUCT_MEMBER (const char *, &facts, cases[i].offset) = cases[i].text;
      else
        G_STRUCT_MEMBER (gint, &facts, cases[i].offset) = cases[i].number;

      g_assert_false (zm_guard_accept (&facts, &error));
      g_assert_true (zm_error_matches (error, ZM_ERROR_REFUSED));
      g_assert_cmpstr (zm_error_get_check (error), ==, cases[i].check);
    }
}

static void
test_two_monitors (void)
{
  ZmGuardFacts facts = good_facts ();
  g_autoptr(GError) error = NULL;

  facts.tether_device_id = "DEV-041";
  g_assert_false (zm_guard_accept (&facts, &error));
  g_assert_cmpstr (zm_error_get_seen (error), ==, "DEV-041");
  g_assert_cmpstr (zm_error_get_expected (error), ==, "DEV-014");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/guard/agreement", test_agreement);
  g_test_add_func ("/guard/usb-only", test_usb_only);
  g_test_add_func ("/guard/odd-one-out", test_odd_one_out);
  g_test_add_func ("/guard/two-monitors", test_two_monitors);

  return g_test_run ();
}
