#include "app/station/shift.h"

#include "tests/station/desk.h"

static void
record (Desk       *desk,
        const char *device_id,
        const char *action)
{
  g_autoptr(GError) error = NULL;

  g_assert_true (zm_station_record_alone (desk->station,
                                          &(ZmStationEvent) {
    .action = action,
    .device = device_id,
    .session = device_id,
  },
                                          &error));
  g_assert_no_error (error);
}

static void
iterate_until_read (ZmShift *shift)
{
  while (zm_shift_get_tally (shift) == NULL)
    g_main_context_iteration (NULL, TRUE);
}

static void
iterate_until_verified (ZmShift *shift,
                        guint    count)
{
  iterate_until_read (shift);
  while (zm_shift_get_tally (shift)->verified != count)
    g_main_context_iteration (NULL, TRUE);
}

static void
test_follows (Desk          *desk,
              gconstpointer  data)
{
  g_autoptr(ZmShift) shift = zm_shift_new (desk->station);

  g_assert_cmpstr (zm_shift_get_operator (shift), ==, DESK_OPERATOR);
  iterate_until_read (shift);
  g_assert_cmpint (zm_shift_get_tally (shift)->since, >, 0);
  g_assert_cmpuint (zm_shift_get_tally (shift)->verified, ==, 0);

  record (desk, "DEV-1", "session.verified");
  zm_station_notify (desk->station, "sessions");
  iterate_until_verified (shift, 1);
}

/* As if the program had begun again. */
static void
test_is_not_lost (Desk          *desk,
                  gconstpointer  data)
{
  g_autoptr(ZmSecret) pin = desk_secret (DESK_PIN);
  g_autoptr(ZmShift) shift = NULL;
  g_autoptr(GError) error = NULL;

  record (desk, "DEV-1", "session.verified");
  g_assert_true (zm_station_sign_in (desk->station, DESK_OPERATOR, pin, &error));
  shift = zm_shift_new (desk->station);
  iterate_until_verified (shift, 1);

  zm_station_sign_out (desk->station);
  while (zm_shift_get_operator (shift) != NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_null (zm_shift_get_tally (shift));

  g_assert_true (zm_station_sign_in (desk->station, DESK_OPERATOR, pin, &error));
  iterate_until_verified (shift, 0);
}

static void
started_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(GError) error = NULL;

  g_assert_true (zm_shift_start_finish (ZM_SHIFT (source), result, &error));
  g_assert_no_error (error);
  *(gboolean *) user_data = TRUE;
}

static void
test_starts_anew (Desk          *desk,
                  gconstpointer  data)
{
  g_autoptr(ZmShift) shift = zm_shift_new (desk->station);
  gboolean started = FALSE;

  record (desk, "DEV-1", "session.verified");
  zm_shift_reload (shift);
  iterate_until_verified (shift, 1);
  zm_shift_start_async (shift, started_cb, &started);
  iterate_until_verified (shift, 0);
  g_assert_true (started);
  g_assert_cmpuint (desk_count (desk, "shift.started", 1 << ZM_AUDIT_SUCCESS), ==, 1);
}

static void
test_needs_a_person (Desk          *desk,
                     gconstpointer  data)
{
  g_autoptr(GError) error = NULL;

  zm_station_sign_out (desk->station);
  g_assert_false (zm_shift_start (desk->station, &error));
  g_assert_cmpuint (desk_count (desk, "shift.started", 0), ==, 0);
}

/* The thread that read last may still hold the station. */
static void
tear_down (Desk          *desk,
           gconstpointer  data)
{
  while (g_atomic_int_get (&G_OBJECT (desk->station)->ref_count) > 1)
    {
      g_main_context_iteration (NULL, FALSE);
      g_usleep (1000);
    }
  desk_tear_down (desk, data);
}

#define ADD(name, function) \
  g_test_add ("/shift/" name, Desk, NULL, desk_set_up, function, tear_down)

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  ADD ("follows", test_follows);
  ADD ("not-lost", test_is_not_lost);
  ADD ("starts-anew", test_starts_anew);
  ADD ("person", test_needs_a_person);

  return g_test_run ();
}
