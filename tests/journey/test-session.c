#include "app/station/session.h"

#include "app/base/error.h"
#include "app/station/identify.h"
#include "app/station/tick.h"
#include "app/station/training.h"
#include "app/store/certificate-record.h"
#include "app/store/device-record.h"

/* Sessions in a training station: every process is the real one. */
typedef struct {
  ZmTraining        *training;
  ZmStation         *station;
  ZmSimulatedDevice *device;
  gboolean           agree; /* what the person says to the number */
  gboolean           ended;
  GError            *failure;
} Fixture;

static gboolean
check_deadline_cb (gpointer user_data)
{
  g_error ("The session did not end");
  return G_SOURCE_REMOVE;
}

static void
iterate_until (const gboolean *condition)
{
  guint deadline = g_timeout_add_seconds (120, check_deadline_cb, NULL);

  while (!*condition)
    g_main_context_iteration (NULL, TRUE);
  g_source_remove (deadline);
}

static void
wait_for_ticket (Fixture *fixture)
{
  guint deadline = g_timeout_add_seconds (120, check_deadline_cb, NULL);

  while (zm_simulated_device_get_ticket (fixture->device) == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_source_remove (deadline);
}

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  g_autoptr(GError) error = NULL;

  fixture->training = zm_training_new (NULL, 2, &error);
  g_assert_no_error (error);
  fixture->station = zm_training_get_station (fixture->training);
  fixture->device = g_list_model_get_item (zm_training_get_devices (fixture->training), 0);
  fixture->agree = TRUE;
  wait_for_ticket (fixture);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  g_clear_error (&fixture->failure);
  g_clear_object (&fixture->device);
  zm_training_free (fixture->training);
}

static void
answer_cb (ZmSession  *session,
           GParamSpec *pspec,
           Fixture    *fixture)
{
  g_autofree char *number = NULL;
  ZmSessionQuestion question;

  g_object_get (session, "question", &question, "number", &number, NULL);
  switch (question)
    {
    case ZM_QUESTION_NONE:
      break;
    case ZM_QUESTION_NUMBER:
      g_assert_cmpuint (strlen (number), ==, 6);
      zm_session_answer (session, fixture->agree, NULL);
      break;
    case ZM_QUESTION_REGISTER:
    case ZM_QUESTION_REKEY:
    case ZM_QUESTION_TAKE_OVER:
    case ZM_QUESTION_SET_CLOCK:
    case ZM_QUESTION_ISSUE:
    default:
      zm_session_answer (session, TRUE, NULL);
      break;
    }
}

static void
ended_cb (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  Fixture *fixture = user_data;

  g_clear_error (&fixture->failure);
  (void) !zm_session_run_finish (ZM_SESSION (source), result, &fixture->failure);
  fixture->ended = TRUE;
}

typedef struct {
  Fixture  *fixture;
  gboolean  ended;
  GError   *failure;
} Identify;

static gpointer
identify_in_thread (gpointer data)
{
  Identify *identify = data;

  (void) !zm_identify_run (identify->fixture->station,
                           zm_simulated_device_get_address (identify->fixture->device), NULL,
                           &identify->failure);
  g_atomic_int_set (&identify->ended, TRUE);
  g_main_context_wakeup (NULL);
  return NULL;
}

static char *
get_message (Fixture *fixture)
{
  char *message = NULL;

  g_object_get (fixture->device, "message", &message, NULL);
  return message;
}

/* The screen says something else meanwhile, and is at what it was at. */
static void
test_identify (Fixture       *fixture,
               gconstpointer  data)
{
  g_autofree char *before = get_message (fixture);
  g_autofree char *now = g_strdup (before);
  Identify identify = { .fixture = fixture };
  guint deadline = g_timeout_add_seconds (120, check_deadline_cb, NULL);
  gboolean shown = FALSE;
  GThread *thread = g_thread_new ("identify", identify_in_thread, &identify);

  while (!g_atomic_int_get (&identify.ended) || g_strcmp0 (now, before) != 0)
    {
      g_main_context_iteration (NULL, TRUE);
      g_free (now);
      now = get_message (fixture);
      shown |= g_strcmp0 (now, before) != 0;
      g_assert_cmpstr (zm_simulated_device_get_status (fixture->device), ==, "waiting");
    }
  g_source_remove (deadline);
  g_thread_join (thread);
  g_assert_no_error (identify.failure);
  g_assert_true (shown);
}

static void
run (Fixture   *fixture,
     ZmSession *session)
{
  gulong handler = g_signal_connect (session, "notify::question", G_CALLBACK (answer_cb),
                                     fixture);

  fixture->ended = FALSE;
  zm_session_run_async (session, NULL, ended_cb, fixture);
  iterate_until (&fixture->ended);
  g_signal_handler_disconnect (session, handler);
}

static ZmSession *
scan (Fixture    *fixture,
      const char *ticket)
{
  return zm_session_new (fixture->station, zm_simulated_device_get_address (fixture->device),
                         ticket, NULL);
}

static void
assert_all_good (ZmSession  *session,
                 const char *list,
                 guint       count)
{
  g_autoptr(GListModel) model = NULL;

  g_object_get (session, list, &model, NULL);
  g_assert_cmpuint (g_list_model_get_n_items (model), ==, count);
  for (guint i = 0; i < count; i++)
    {
      g_autoptr(ZmTick) tick = g_list_model_get_item (model, i);

      if (zm_tick_get_state (tick) != ZM_TICK_GOOD)
        g_error ("%s: %s is %s", list, zm_tick_get_name (tick),
                 zm_tick_state_name (zm_tick_get_state (tick)));
    }
}

static void
test_verified (Fixture       *fixture,
               gconstpointer  data)
{
  g_autoptr(ZmSession) session = scan (fixture, zm_simulated_device_get_ticket (fixture->device));
  g_autoptr(ZmCertificateRecord) certificate = NULL;
  g_autoptr(ZmDeviceRecord) device = NULL;
  g_autofree char *serial = NULL;
  ZmSessionState state;

  run (fixture, session);
  g_assert_no_error (fixture->failure);
  g_object_get (session, "state", &state, "serial", &serial, NULL);
  g_assert_cmpint (state, ==, ZM_SESSION_VERIFIED);
  assert_all_good (session, "guard", 9);
  assert_all_good (session, "steps", 6);
  assert_all_good (session, "tests", 3);
  assert_all_good (session, "clocks", 3);

  certificate = zm_certificate_record_get (zm_station_get_database (fixture->station), serial,
                                           NULL);
  g_assert_cmpint (certificate->state, ==, ZM_CERTIFICATE_ACTIVE);
  device = zm_device_record_get (zm_station_get_database (fixture->station), "DEV-014", NULL);
  g_assert_cmpint (device->state, ==, ZM_DEVICE_ACTIVE);
}

static void
test_number_differs (Fixture       *fixture,
                     gconstpointer  data)
{
  g_autoptr(ZmSession) session = scan (fixture, zm_simulated_device_get_ticket (fixture->device));

  fixture->agree = FALSE;
  run (fixture, session);
  g_assert_true (zm_error_matches (fixture->failure, ZM_ERROR_REFUSED));
  g_assert_cmpstr (zm_error_get_check (fixture->failure), ==, "guard.number");
}

static void
unplug_cb (ZmSession  *session,
           GParamSpec *pspec,
           Fixture    *fixture)
{
  ZmSessionQuestion question;

  g_object_get (session, "question", &question, NULL);
  if (question != ZM_QUESTION_NUMBER)
    return;

  g_list_store_remove_all (G_LIST_STORE (zm_training_get_devices (fixture->training)));
  g_clear_object (&fixture->device);
}

/* Nobody answers: the session ends by the cable, not by the person. */
static void
test_unplugged_while_asked (Fixture       *fixture,
                            gconstpointer  data)
{
  g_autoptr(ZmSession) session = scan (fixture, zm_simulated_device_get_ticket (fixture->device));
  ZmSessionQuestion question;

  g_signal_connect (session, "notify::question", G_CALLBACK (unplug_cb), fixture);
  zm_session_run_async (session, NULL, ended_cb, fixture);
  iterate_until (&fixture->ended);
  g_assert_true (zm_error_matches (fixture->failure, ZM_ERROR_UNAVAILABLE));
  g_assert_cmpstr (zm_error_get_check (fixture->failure), ==, "tether.unplugged");
  g_object_get (session, "question", &question, NULL);
  g_assert_cmpint (question, ==, ZM_QUESTION_NONE);
}

/* The ticket of the second device, the cable in the first. */
static void
test_wrong_cable (Fixture       *fixture,
                  gconstpointer  data)
{
  g_autoptr(ZmSimulatedDevice) first = g_object_ref (fixture->device);
  g_autoptr(ZmSession) session = NULL;

  g_clear_object (&fixture->device);
  fixture->device = g_list_model_get_item (zm_training_get_devices (fixture->training), 1);
  wait_for_ticket (fixture);
  session = zm_session_new (fixture->station, zm_simulated_device_get_address (first),
                            zm_simulated_device_get_ticket (fixture->device), NULL);

  run (fixture, session);
  g_assert_true (zm_error_matches (fixture->failure, ZM_ERROR_REFUSED));
  g_assert_cmpstr (zm_error_get_check (fixture->failure), ==, "guard.tether-device");
  g_assert_cmpstr (zm_error_get_seen (fixture->failure), ==, "DEV-014");
  g_assert_cmpstr (zm_error_get_expected (fixture->failure), ==, "DEV-041");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add ("/session/verified", Fixture, NULL, set_up, test_verified, tear_down);
  g_test_add ("/session/identify", Fixture, NULL, set_up, test_identify, tear_down);
  g_test_add ("/session/number-differs", Fixture, NULL, set_up, test_number_differs, tear_down);
  g_test_add ("/session/unplugged-while-asked", Fixture, NULL, set_up, test_unplugged_while_asked,
              tear_down);
  g_test_add ("/session/wrong-cable", Fixture, NULL, set_up, test_wrong_cable, tear_down);

  return g_test_run ();
}
