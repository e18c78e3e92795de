#include "app/station/clock-triage.h"
#include "app/station/clock-words.h"
#include "app/station/provisioning.h"
#include "app/station/session-state.h"
#include "app/station/tick.h"

#define LAST ZM_SESSION_ABANDONED

/* Nothing leaves an end, and no way leads back behind the certificate. */
static void
test_state_machine (void)
{
  for (ZmSessionState from = ZM_SESSION_PAIRED; from <= LAST; from++)
    {
      gboolean leaves = FALSE;

      for (ZmSessionState to = ZM_SESSION_PAIRED; to <= LAST; to++)
        {
          gboolean may = zm_session_state_may_follow (from, to);

          leaves |= may;
          if (may && from >= ZM_SESSION_ISSUED)
            g_assert_cmpint (to, >=, ZM_SESSION_DELIVERED);
          if (may && to <= ZM_SESSION_ISSUED)
            g_assert_cmpint (to, ==, from + 1);
        }
      g_assert_cmpint (leaves, ==, zm_session_record_state_is_open (from));
    }
}

static void
test_every_open_state_can_end (void)
{
  for (ZmSessionState from = ZM_SESSION_PAIRED; from <= ZM_SESSION_INSTALLED; from++)
    {
      g_assert_true (zm_session_state_may_follow (from, ZM_SESSION_FAILED));
      g_assert_true (zm_session_state_may_follow (from, ZM_SESSION_ABANDONED));
    }
}

static void
test_clocks (void)
{
  const ZmInstant now = 1764583200 * ZM_INSTANT_SECOND;
  g_autoptr(GPtrArray) ticks = zm_clock_triage_judge (now - 3 * 365 * ZM_INSTANT_DAY, now, 0);

  g_assert_false (zm_clock_triage_is_unsafe (now, now));
  g_assert_false (zm_clock_triage_is_unsafe (now - ZM_CLOCK_SLOW_MAX, now));
  g_assert_true (zm_clock_triage_is_unsafe (now - ZM_CLOCK_SLOW_MAX - 1, now));
  g_assert_true (zm_clock_triage_is_unsafe (now + ZM_CLOCK_FAST_MAX + 1, now));

  g_assert_cmpuint (ticks->len, ==, 3);
  g_assert_cmpint (zm_tick_get_state (g_ptr_array_index (ticks, 0)), ==, ZM_TICK_BAD);
  g_assert_cmpint (zm_tick_get_state (g_ptr_array_index (ticks, 1)), ==, ZM_TICK_GOOD);
  g_assert_cmpint (zm_tick_get_state (g_ptr_array_index (ticks, 2)), ==, ZM_TICK_UNKNOWN);
}

/* Time that passes at the desk passes on the device too. */
static void
test_clock_goes_on (void)
{
  ZmProvisioning provisioning = { 0 };
  ZmInstant told;

  g_assert_false (zm_provisioning_take_device_time (&provisioning, "yesterday"));
  g_assert_true (zm_provisioning_take_device_time (&provisioning, "2025-12-01T10:00:00Z"));
  told = provisioning.device_time;
  provisioning.device_time_at -= ZM_INSTANT_HOUR;
  g_assert_cmpint (zm_provisioning_get_device_time (&provisioning), >=, told + ZM_INSTANT_HOUR);

  g_assert_true (zm_provisioning_take_device_time (&provisioning, "9999-12-31T23:59:59Z"));
  provisioning.device_time_at -= ZM_INSTANT_HOUR;
  g_assert_cmpint (zm_provisioning_get_device_time (&provisioning), ==, provisioning.device_time);
}

static void
assert_clock (GPtrArray  *clocks,
              guint       index,
              const char *difference,
              gboolean    consequence)
{
  ZmTick *clock = g_ptr_array_index (clocks, index);
  g_autofree char *said = zm_clock_words_difference (clock);

  g_assert_cmpstr (said, ==, difference);
  g_assert_cmpint (zm_clock_words_consequence (clock) != NULL, ==, consequence);
}

static void
test_clock_words (void)
{
  static const struct {
    ZmInstant   difference;
    const char *said;
    gboolean    consequence;
  } cases[] = {
    { 0, "As the station’s", FALSE },
    { -2 * ZM_INSTANT_SECOND, "As the station’s", FALSE },
    { 3 * ZM_INSTANT_SECOND, "3 seconds fast", FALSE },
    { -100 * ZM_INSTANT_SECOND, "100 seconds slow", FALSE },
    { -3 * ZM_INSTANT_MINUTE, "3 minutes slow", FALSE },
    { -6 * ZM_INSTANT_MINUTE, "6 minutes slow", TRUE },
    { 5 * ZM_INSTANT_HOUR, "5 hours fast", FALSE },
    { 30 * ZM_INSTANT_DAY, "30 days fast", TRUE },
    { -3 * 366 * ZM_INSTANT_DAY, "3 years slow", TRUE },
  };
  const ZmInstant now = 1764583200 * ZM_INSTANT_SECOND;

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(GPtrArray) clocks = zm_clock_triage_judge (now + cases[i].difference, now,
                                                           now + cases[i].difference);

      assert_clock (clocks, 0, cases[i].said, cases[i].consequence);
      assert_clock (clocks, 1, "What the others are compared with", FALSE);
      assert_clock (clocks, 2, cases[i].said, cases[i].consequence);
      if (cases[i].consequence)
        g_assert_cmpstr (zm_clock_words_consequence (clocks->pdata[0]), !=,
                         zm_clock_words_consequence (clocks->pdata[2]));
    }
}

static void
test_unknown_clock (void)
{
  g_autoptr(GPtrArray) clocks = zm_clock_triage_judge (0, 1764583200 * ZM_INSTANT_SECOND, 0);

  assert_clock (clocks, 0, NULL, FALSE);
  assert_clock (clocks, 2, NULL, FALSE);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/session-state/machine", test_state_machine);
  g_test_add_func ("/session-state/every-open-state-can-end", test_every_open_state_can_end);
  g_test_add_func ("/clock-triage/bounds", test_clocks);
  g_test_add_func ("/clock-triage/goes-on", test_clock_goes_on);
  g_test_add_func ("/clock-words/differences", test_clock_words);
  g_test_add_func ("/clock-words/unknown", test_unknown_clock);

  return g_test_run ();
}
