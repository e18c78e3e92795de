#include "tests/ui/screen.h"
#include "ui/low-window.h"
#include "ui/question.h"

#define LOW  400
#define HIGH 700

static GtkWidget *
make_question (const char *danger)
{
  GtkWidget *dialog = adw_message_dialog_new (NULL, "Revoke?", "It is never undone.");

  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog), "keep", "_Keep", "one", danger, "two",
                                    danger, NULL);
  zm_question_prepare (dialog, "keep");
  gtk_window_present (GTK_WINDOW (dialog));
  spin (300);
  return dialog;
}

/* Where the responses stand below each other the safe one is the last. */
static void
test_question (void)
{
  static const char *const dangers[] = { "_Go", "Revoke them all, since somebody else knows their k_ey" };

  for (gsize i = 0; i < G_N_ELEMENTS (dangers); i++)
    {
      GtkWidget *dialog = make_question (dangers[i]);
      GtkWidget *focus = gtk_window_get_focus (GTK_WINDOW (dialog));

      g_assert_true (GTK_IS_BUTTON (focus));
      g_assert_cmpstr (gtk_button_get_label (GTK_BUTTON (focus)), ==, "_Keep");
      g_assert_cmpstr (adw_message_dialog_get_default_response (ADW_MESSAGE_DIALOG (dialog)), ==, "keep");
      g_assert_cmpstr (adw_message_dialog_get_close_response (ADW_MESSAGE_DIALOG (dialog)), ==, "keep");
      gtk_window_destroy (GTK_WINDOW (dialog));
      settle ();
    }
}

static void
await_visible (GtkWidget *widget,
               gboolean   visible)
{
  for (guint i = 0; i < 200 && gtk_widget_get_visible (widget) != visible; i++)
    spin (50);
  g_assert_true (gtk_widget_get_visible (widget) == visible);
}

static void
test_low_window (void)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *yielding = gtk_label_new ("Timeline");
  GtkWidget *revealer = gtk_revealer_new ();
  GtkWindow *window = GTK_WINDOW (g_object_ref_sink (gtk_window_new ()));

  gtk_box_append (GTK_BOX (box), revealer);
  gtk_box_append (GTK_BOX (box), yielding);
  gtk_window_set_child (window, box);
  gtk_window_set_default_size (window, LOW, LOW);
  zm_low_window_yield (yielding, GTK_REVEALER (revealer), HIGH);
  gtk_window_present (window);
  spin (300);
  g_assert_true (gtk_widget_get_visible (yielding));

  gtk_revealer_set_reveal_child (GTK_REVEALER (revealer), TRUE);
  await_visible (yielding, FALSE);
  gtk_window_set_default_size (window, LOW, HIGH);
  await_visible (yielding, TRUE);
  gtk_window_set_default_size (window, LOW, LOW);
  await_visible (yielding, FALSE);
  gtk_revealer_set_reveal_child (GTK_REVEALER (revealer), FALSE);
  await_visible (yielding, TRUE);

  gtk_window_destroy (window);
  g_object_unref (window);
  settle ();
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  adw_init ();

  g_test_add_func ("/room/question", test_question);
  g_test_add_func ("/room/low-window", test_low_window);

  return g_test_run ();
}
