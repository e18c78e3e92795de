#include "app/station/first-steps.h"
#include "app/station/operator-desk.h"
#include "app/store/database.h"
#include "tests/station/desk.h"

static ZmFirstSteps
look (Desk *desk)
{
  g_autoptr(GError) error = NULL;
  ZmFirstSteps found;

  g_assert_true (zm_first_steps_look (desk->station, &found, &error));
  g_assert_no_error (error);

  return found;
}

static void
hire (Desk *desk)
{
  g_autoptr(ZmSecret) pin = desk_secret ("314159");
  g_autoptr(GError) error = NULL;

  g_assert_true (zm_operator_desk_add (desk->station, "Tom", ZM_ROLE_TECHNICIAN, pin, &error));
  g_assert_no_error (error);
}

/* A desk without an authority: its answers come first, and no server is asked for yet. */
static void
test_new (Desk          *desk,
          gconstpointer  data)
{
  ZmFirstSteps found = look (desk);

  g_assert_false (found.over);
  g_assert_true (found.steps[ZM_FIRST_STEP_AUTHORITY].needed);
  g_assert_false (found.steps[ZM_FIRST_STEP_SERVER].needed);
  for (guint i = 0; i < ZM_N_FIRST_STEPS; i++)
    {
      g_assert_false (found.steps[i].done);
      g_assert_true (found.steps[i].allowed);
    }
}

static void
test_done (Desk          *desk,
           gconstpointer  data)
{
  ZmFirstSteps found;

  hire (desk);
  desk_add (desk, "DEV-014");
  found = look (desk);

  g_assert_true (found.steps[ZM_FIRST_STEP_PEOPLE].done);
  g_assert_true (found.steps[ZM_FIRST_STEP_DEVICES].done);
  g_assert_false (found.steps[ZM_FIRST_STEP_WINDOW].done);
  g_assert_false (found.steps[ZM_FIRST_STEP_PLUG].done);
}

/* A technician adds devices and plugs them in; the rest is an administrator's. */
static void
test_roles (Desk          *desk,
            gconstpointer  data)
{
  g_autoptr(ZmSecret) pin = desk_secret ("314159");
  g_autoptr(GError) error = NULL;
  ZmFirstSteps found;

  hire (desk);
  zm_station_sign_out (desk->station);
  g_assert_true (zm_station_sign_in (desk->station, "Tom", pin, &error));
  g_assert_no_error (error);
  found = look (desk);

  g_assert_true (found.steps[ZM_FIRST_STEP_PEOPLE].done);
  g_assert_true (found.steps[ZM_FIRST_STEP_DEVICES].allowed);
  g_assert_true (found.steps[ZM_FIRST_STEP_PLUG].allowed);
  g_assert_false (found.steps[ZM_FIRST_STEP_AUTHORITY].allowed);
  g_assert_false (found.steps[ZM_FIRST_STEP_PEOPLE].allowed);
  g_assert_false (found.steps[ZM_FIRST_STEP_WINDOW].allowed);
}

static void
test_signed_out (Desk          *desk,
                 gconstpointer  data)
{
  ZmFirstSteps found;

  zm_station_sign_out (desk->station);
  g_assert_false (zm_first_steps_look (desk->station, &found, NULL));
}

/* An attempt that failed leaves the station new; the first proof ends it. */
static void
test_over (Desk          *desk,
           gconstpointer  data)
{
  ZmDatabase *database = zm_station_get_database (desk->station);
  g_autoptr(GError) error = NULL;

  desk_add (desk, "DEV-014");
  g_assert_true (zm_database_run_script (database,
                                         "INSERT INTO sessions (session_id, device_id, purpose, state, "
                                         "number_confirmed, operator, started_at, updated_at) VALUES "
                                         "('00000000-0000-4000-8000-000000000001', 'DEV-014', "
                                         "'register', 'failed', 0, 'Ana', '2026-01-01T00:00:00Z', "
                                         "'2026-01-01T00:00:00Z')", &error));
  g_assert_no_error (error);
  g_assert_false (look (desk).over);
  g_assert_true (zm_database_run_script (database, "UPDATE sessions SET state = 'verified'", &error));
  g_assert_no_error (error);
  g_assert_true (look (desk).over);
}

#define ADD(name, test) \
  g_test_add ("/first-steps/" name, Desk, NULL, desk_set_up, test, desk_tear_down)

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  ADD ("new", test_new);
  ADD ("done", test_done);
  ADD ("roles", test_roles);
  ADD ("signed-out", test_signed_out);
  ADD ("over", test_over);

  return g_test_run ();
}
