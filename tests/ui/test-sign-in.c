#include "tests/ui/bare-station.h"
#include "app/base/error.h"
#include "app/station/sign-in-delay.h"
#include "ui/idle-watch.h"
#include "ui/recent-names.h"
#include "ui/sign-in-page.h"
#include "ui/sign-in-wait.h"

static GError *
make_refusal (const char *check,
              const char *expected)
{
  GError *error = NULL;

  zm_error_set (&error, ZM_ERROR_DENIED, check, NULL, expected, "No");

  return error;
}

static void
test_delay_is_read (void)
{
  static const struct {
    const char *check;
    const char *expected;
    guint       seconds;
  } rows[] = {
    { "sign-in.delay", "1 seconds", 1 },
    { "sign-in.delay", "900 seconds", 900 },
    { "sign-in.delay", "99999999999999999999 seconds", 3600 },
    { "sign-in.delay", "soon", 0 },
    { "sign-in.delay", NULL, 0 },
    { "sign-in.refused", "7 seconds", 0 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr(GError) refusal = make_refusal (rows[i].check, rows[i].expected);

      g_assert_cmpuint (zm_sign_in_delay_get_seconds (refusal), ==, rows[i].seconds);
    }
  g_assert_cmpuint (zm_sign_in_delay_get_seconds (NULL), ==, 0);
}

static void
test_wait (void)
{
  g_autoptr(GError) refusal = make_refusal ("sign-in.delay", "600 seconds");
  g_autoptr(GError) over = make_refusal ("sign-in.refused", NULL);
  GtkWidget *wait = g_object_new (ZM_TYPE_SIGN_IN_WAIT, NULL);
  GtkWindow *window = show_in_window (wait);

  g_assert_false (gtk_widget_get_visible (wait));
  zm_sign_in_wait_begin (ZM_SIGN_IN_WAIT (wait), refusal);
  g_assert_true (zm_sign_in_wait_is_waiting (ZM_SIGN_IN_WAIT (wait)));
  g_assert_true (gtk_widget_get_visible (wait));
  g_assert_true (shows_text (wait, "You may try again in 600 seconds."));
  zm_sign_in_wait_begin (ZM_SIGN_IN_WAIT (wait), over);
  g_assert_false (zm_sign_in_wait_is_waiting (ZM_SIGN_IN_WAIT (wait)));
  g_assert_false (gtk_widget_get_visible (wait));

  zm_sign_in_wait_begin (ZM_SIGN_IN_WAIT (wait), refusal);
  g_object_ref (wait);
  gtk_window_destroy (window);
  spin (50);
  g_assert_finalize_object (G_OBJECT (wait));
}

static void
test_names_are_remembered (Fixture       *fixture,
                           gconstpointer  data)
{
  static const char *const signed_in[] = { "a", "b", "c;d=\\n", "Zoë", "e", "f", "g", "b" };
  g_auto(GStrv) names = NULL;
  g_auto(GStrv) left = NULL;
  g_auto(GStrv) others = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (signed_in); i++)
    zm_recent_names_add (fixture->directory, signed_in[i]);
  names = zm_recent_names_get (fixture->directory);
  g_assert_cmpuint (g_strv_length (names), ==, ZM_RECENT_NAMES_MAX);
  g_assert_cmpstr (names[0], ==, "b");
  g_assert_cmpstr (names[1], ==, "g");
  g_assert_cmpstr (names[4], ==, "Zoë");
  g_assert_cmpstr (names[5], ==, "c;d=\\n");

  zm_recent_names_forget (fixture->directory, "g");
  zm_recent_names_forget (fixture->directory, "nobody");
  left = zm_recent_names_get (fixture->directory);
  g_assert_cmpstr (left[1], ==, "f");
  others = zm_recent_names_get ("/another/station");
  g_assert_null (others[0]);
}

/* A name is one press; then the PIN has the focus. */
static void
test_name_is_a_button (Fixture       *fixture,
                       gconstpointer  data)
{
  GtkWidget *page = g_object_new (ZM_TYPE_SIGN_IN_PAGE, NULL);
  GtkWindow *window = show_in_window (page);
  GtkWidget *name = find_by_type (page, ADW_TYPE_ENTRY_ROW);
  GtkWidget *button;

  zm_recent_names_add (fixture->directory, "Ana");
  zm_sign_in_page_open (ZM_SIGN_IN_PAGE (page), fixture->station);
  spin (100);
  button = find_button (page, "sign-in.choose");
  g_assert_nonnull (button);
  g_signal_emit_by_name (button, "clicked");
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (name)), ==, "Ana");
  g_assert_true (gtk_widget_is_ancestor (gtk_window_get_focus (window),
                                         gtk_widget_get_next_sibling (name)));

  settle ();
  g_object_ref (page);
  gtk_window_destroy (window);
  spin (50);
  g_assert_finalize_object (G_OBJECT (page));
}

/* Told once, and again only after somebody was there. */
static void
test_idle (void)
{
  ZmIdleWatch *watch = zm_idle_watch_new (20);
  ZmIdleWatch *never = zm_idle_watch_new (0);
  guint count = 0;
  guint none = 0;

  g_signal_connect_swapped (watch, "idle", G_CALLBACK (count_cb), &count);
  g_signal_connect_swapped (never, "idle", G_CALLBACK (count_cb), &none);
  while (count == 0)
    g_main_context_iteration (NULL, TRUE);
  spin (100);
  g_assert_cmpuint (count, ==, 1);
  zm_idle_watch_touch (watch);
  while (count == 1)
    g_main_context_iteration (NULL, TRUE);
  zm_idle_watch_touch (never);
  spin (50);
  g_assert_cmpuint (none, ==, 0);

  zm_idle_watch_touch (watch);
  g_assert_finalize_object (G_OBJECT (watch));
  g_assert_finalize_object (G_OBJECT (never));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  adw_init ();

  g_test_add_func ("/sign-in/delay", test_delay_is_read);
  g_test_add_func ("/sign-in/wait", test_wait);
  g_test_add ("/sign-in/memory", Fixture, NULL, set_up, test_names_are_remembered, tear_down);
  g_test_add ("/sign-in/names", Fixture, NULL, set_up, test_name_is_a_button, tear_down);
  g_test_add_func ("/sign-in/idle", test_idle);

  return g_test_run ();
}
