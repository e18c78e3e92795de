#include "app/station/clock-triage.h"
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

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/session-state/machine", test_state_machine);
  g_test_add_func ("/session-state/every-open-state-can-end", test_every_open_state_can_end);
  g_test_add_func ("/clock-triage/bounds", test_clocks);

  return g_test_run ();
}
