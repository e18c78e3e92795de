#include "tests/ui/ports.h"
#include "tests/ui/screen.h"
#include "app/station/session-post.h"
#include "app/station/tick.h"
#include "tests/scratch.h"
#include "ui/bench-port.h"
#include "ui/session-page.h"

#define ARMED 700 /* ms, until an answer counts */

/* A real session that nobody runs; it is told what its working thread would tell it. */
typedef struct {
  Scratch      scratch;
  ZmStation   *station;
  ZmBenchPort *port;
  ZmSession   *session;
  GtkWidget   *page;
  GtkWindow   *window;
  GThread     *asking;
} Fixture;

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  g_autofree char *directory = NULL;
  g_autoptr(GError) error = NULL;

  scratch_set_up (&fixture->scratch, NULL);
  directory = scratch_build (&fixture->scratch, "station");
  fixture->station = zm_station_create (directory, "desk-1", &error);
  g_assert_no_error (error);
  fixture->port = make_port (fixture->station);
  fixture->session = zm_session_new (fixture->station, "virtual:nowhere", NULL, "ABCD-1234");
  fixture->page = zm_session_page_new (fixture->port, fixture->session);
  fixture->window = show_in_window (fixture->page);
}

/* Nothing keeps the page, the port or the session alive. */
static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  GtkWidget *page = g_object_ref (fixture->page);

  gtk_window_destroy (fixture->window);
  settle ();
  g_assert_finalize_object (G_OBJECT (page));
  g_assert_finalize_object (G_OBJECT (fixture->session));
  g_assert_finalize_object (G_OBJECT (fixture->port));
  g_assert_finalize_object (G_OBJECT (fixture->station));
  scratch_tear_down (&fixture->scratch, NULL);
}

typedef struct {
  ZmSession         *session;
  ZmSessionQuestion  question;
  gboolean           yes;
  char              *text;
} Asking;

static gpointer
ask (gpointer data)
{
  Asking *asking = data;
  g_autoptr(GError) error = NULL;
  gboolean ok = zm_session_post_question (asking->session, asking->question, NULL, &asking->yes,
                                          &asking->text, &error);

  g_assert_no_error (error);
  g_assert_true (ok);
  return NULL;
}

static void
start_asking (Fixture *fixture,
              Asking  *asking)
{
  asking->session = fixture->session;
  fixture->asking = g_thread_new ("asking", ask, asking);
  spin (100);
}

static void
end_asking (Fixture *fixture)
{
  g_thread_join (g_steal_pointer (&fixture->asking));
  settle ();
}

static void
press (Fixture    *fixture,
       const char *action)
{
  gtk_widget_activate_action (fixture->page, action, NULL);
}

static void
test_stage_and_names (Fixture       *fixture,
                      gconstpointer  data)
{
  zm_session_post_text (fixture->session, "device-id", "DEV-014");
  zm_session_post_text (fixture->session, "device-label", "<i>ICU</i>");
  zm_session_post_stage (fixture->session, ZM_STAGE_DELIVER);
  settle ();

  g_assert_true (shows_text (fixture->page, "DEV-014"));
  g_assert_true (shows_text (fixture->page, "<i>ICU</i>"));
  g_assert_true (shows_text (fixture->page, "Leave the cable plugged in: the device installs its "
                                            "certificate."));
}

static void
test_number (Fixture       *fixture,
             gconstpointer  data)
{
  Asking asking = { .question = ZM_QUESTION_NUMBER };

  zm_session_post_text (fixture->session, "number", "063697");
  start_asking (fixture, &asking);
  g_assert_true (shows_text (fixture->page, "063\xC2\xA0" "697"));
  g_assert_nonnull (find_button (fixture->page, "session.yes"));
  g_assert_nonnull (find_button (fixture->page, "session.no"));
  spin (ARMED);
  press (fixture, "session.yes");
  end_asking (fixture);
  g_assert_true (asking.yes);
  g_assert_null (asking.text);
  g_assert_null (find_button (fixture->page, "session.yes"));
}

static void
test_no_is_no (Fixture       *fixture,
               gconstpointer  data)
{
  Asking asking = { .question = ZM_QUESTION_ISSUE, .yes = TRUE };

  start_asking (fixture, &asking);
  spin (ARMED);
  press (fixture, "session.no");
  end_asking (fixture);
  g_assert_false (asking.yes);
}

/* What people read comes before the table of what was asked and judged. */
static void
test_promise (Fixture       *fixture,
              gconstpointer  data)
{
  Asking asking = { .question = ZM_QUESTION_ISSUE, .yes = TRUE };

  zm_session_post_text (fixture->session, "device-id", "DEV-014");
  zm_session_post_text (fixture->session, "device-label", "ICU 2, bed 7");
  zm_session_post_text (fixture->session, "validity", "Until the end");
  settle ();
  g_assert_false (shows_text (fixture->page, "Until the end"));
  start_asking (fixture, &asking);
  g_assert_true (shows_text (fixture->page, "DEV-014, ICU 2, bed 7"));
  g_assert_true (shows_text (fixture->page, "Until the end"));
  g_assert_false (shows_text (fixture->page, "Issued by"));
  spin (ARMED);
  press (fixture, "session.no");
  end_asking (fixture);
  g_assert_false (shows_text (fixture->page, "Until the end"));
}

/* What is pressed with a question that has only just come was meant for the last one. */
static void
test_second_click_counts_for_nothing (Fixture       *fixture,
                                      gconstpointer  data)
{
  Asking asking = { .question = ZM_QUESTION_ISSUE };
  ZmSessionQuestion question;

  start_asking (fixture, &asking);
  press (fixture, "session.yes");
  spin (50);
  g_object_get (fixture->session, "question", &question, NULL);
  g_assert_cmpint (question, ==, ZM_QUESTION_ISSUE);
  g_assert_false (gtk_widget_is_sensitive (find_button (fixture->page, "session.yes")));

  spin (ARMED);
  g_assert_true (gtk_widget_is_sensitive (find_button (fixture->page, "session.yes")));
  press (fixture, "session.no");
  end_asking (fixture);
}

/* A page that comes to the front by itself was not what was clicked at. */
static void
test_brought_page_counts_for_nothing (Fixture       *fixture,
                                      gconstpointer  data)
{
  Asking asking = { .question = ZM_QUESTION_ISSUE };

  start_asking (fixture, &asking);
  spin (ARMED);
  gtk_widget_set_visible (fixture->page, FALSE);
  gtk_widget_set_visible (fixture->page, TRUE);
  settle ();
  g_assert_false (gtk_widget_is_sensitive (find_button (fixture->page, "session.yes")));

  spin (ARMED);
  g_assert_true (gtk_widget_is_sensitive (find_button (fixture->page, "session.yes")));
  g_assert_true (gtk_root_get_focus (GTK_ROOT (fixture->window)) ==
                 find_button (fixture->page, "session.no"));
  press (fixture, "session.no");
  end_asking (fixture);
}

static void
test_focus_is_on_the_safe_choice (Fixture       *fixture,
                                  gconstpointer  data)
{
  Asking asking = { .question = ZM_QUESTION_REKEY };

  start_asking (fixture, &asking);
  spin (ARMED);
  g_assert_true (gtk_root_get_focus (GTK_ROOT (fixture->window)) ==
                 find_button (fixture->page, "session.no"));
  press (fixture, "session.no");
  end_asking (fixture);
}

static void
test_register_wants_a_label (Fixture       *fixture,
                             gconstpointer  data)
{
  Asking asking = { .question = ZM_QUESTION_REGISTER };
  GtkWidget *entry = find_by_type (fixture->page, GTK_TYPE_ENTRY);

  start_asking (fixture, &asking);
  spin (ARMED);
  g_assert_false (gtk_widget_is_sensitive (find_button (fixture->page, "session.yes")));
  gtk_editable_set_text (GTK_EDITABLE (entry), "ICU 2, bed 7");
  g_assert_true (gtk_widget_is_sensitive (find_button (fixture->page, "session.yes")));
  press (fixture, "session.yes");
  end_asking (fixture);
  g_assert_true (asking.yes);
  g_assert_cmpstr (asking.text, ==, "ICU 2, bed 7");
  g_free (asking.text);
}

static void
add_tick (GPtrArray   *ticks,
          const char  *title,
          ZmTickState  state)
{
  g_ptr_array_add (ticks, zm_tick_new ("x", title, state, NULL, NULL));
}

/* Each list stands in its own step; an earlier one can be looked at again. */
static void
test_lists_follow_the_steps (Fixture       *fixture,
                             gconstpointer  data)
{
  g_autoptr(GPtrArray) guard = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr(GPtrArray) steps = g_ptr_array_new_with_free_func (g_object_unref);
  GtkWidget *bar = gtk_widget_get_ancestor (find_button (fixture->page, "stage.show"),
                                            g_type_from_name ("ZmStageBar"));

  add_tick (guard, "Name in the CSR", ZM_TICK_GOOD);
  add_tick (steps, "Files written", ZM_TICK_PENDING);
  zm_session_post_rows (fixture->session, "guard", guard);
  zm_session_post_rows (fixture->session, "steps", steps);
  zm_session_post_stage (fixture->session, ZM_STAGE_CHECK);
  settle ();
  g_assert_true (shows_text (fixture->page, "Name in the CSR"));
  g_assert_false (shows_text (fixture->page, "Files written"));

  zm_session_post_stage (fixture->session, ZM_STAGE_DELIVER);
  settle ();
  g_assert_false (shows_text (fixture->page, "Name in the CSR"));
  g_assert_true (shows_text (fixture->page, "Files written"));

  gtk_widget_activate_action (bar, "stage.show", "s", "check");
  g_assert_true (shows_text (fixture->page, "Name in the CSR"));
}

static void
run_cb (GObject      *source,
        GAsyncResult *result,
        gpointer      user_data)
{
  g_autoptr(GError) error = NULL;

  g_assert_false (zm_session_run_finish (ZM_SESSION (source), result, &error));
  *(gboolean *) user_data = TRUE;
}

/* No signer serves this station, and the page says so. */
static void
test_failure (Fixture       *fixture,
              gconstpointer  data)
{
  gboolean ended = FALSE;

  zm_session_run_async (fixture->session, NULL, run_cb, &ended);
  while (!ended)
    g_main_context_iteration (NULL, TRUE);
  settle ();

  g_assert_true (shows_text (fixture->page, "signer.absent"));
  g_assert_true (shows_text (fixture->page, "This device was not provisioned: read why, then try "
                                            "again."));
  g_assert_nonnull (find_button (fixture->page, "session.retry"));
  g_assert_null (find_button (fixture->page, "session.stop"));
  g_assert_null (find_button (fixture->page, "session.abandon"));
}

#define ADD(name, function) g_test_add ("/session-page/" name, Fixture, NULL, set_up, function, \
                                        tear_down)

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  adw_init ();

  ADD ("stage-and-names", test_stage_and_names);
  ADD ("number", test_number);
  ADD ("no-is-no", test_no_is_no);
  ADD ("promise", test_promise);
  ADD ("second-click", test_second_click_counts_for_nothing);
  ADD ("brought", test_brought_page_counts_for_nothing);
  ADD ("safe-focus", test_focus_is_on_the_safe_choice);
  ADD ("register", test_register_wants_a_label);
  ADD ("lists", test_lists_follow_the_steps);
  ADD ("failure", test_failure);

  return g_test_run ();
}
