#include "tests/ui/bare-station.h"
#include "app/base/error.h"
#include "ui/approval-dialog.h"
#include "ui/approval-queue.h"
#include "ui/people-dialog.h"
#include "ui/person-dialog.h"

#include <string.h>

/* What a thread asked, and what it was answered. */
typedef struct {
  ZmApprover *approver;
  GError     *refusal;
  char       *name;
  char       *pin;
  char       *check;
  gint        done;
} Asked;

static gpointer
ask_in_thread (gpointer data)
{
  Asked *asked = data;
  const ZmApproverQuestion question = {
    .what = (char *) "Do this.",
    .who = "another administrator",
    .refusal = asked->refusal,
  };
  g_autoptr(ZmSecret) pin = NULL;
  g_autoptr(GError) error = NULL;

  if (zm_approver_ask (asked->approver, &question, &asked->name, &pin, &error))
    asked->pin = g_strndup ((const char *) zm_secret_peek (pin), zm_secret_length (pin));
  else
    asked->check = g_strdup (zm_error_get_check (error));
  g_atomic_int_set (&asked->done, TRUE);

  return NULL;
}

static void
asked_clear (Asked *asked)
{
  g_free (asked->name);
  g_free (asked->pin);
  g_free (asked->check);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Asked, asked_clear)

static GtkWindow *
find_dialog (void)
{
  GListModel *windows = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr(GtkWindow) window = g_list_model_get_item (windows, i);

      if (ZM_IS_APPROVAL_DIALOG (window))
        return window;
    }

  return NULL;
}

static GtkWindow *
wait_for_dialog (void)
{
  GtkWindow *dialog;

  while ((dialog = find_dialog ()) == NULL)
    g_main_context_iteration (NULL, TRUE);
  spin (50);

  return dialog;
}

static void
wait_until_done (Asked *asked)
{
  while (!g_atomic_int_get (&asked->done))
    spin (10);
}

static void
type_pin (GtkWindow  *dialog,
          const char *pin)
{
  GtkWidget *row = find_by_type (GTK_WIDGET (dialog), ADW_TYPE_PASSWORD_ENTRY_ROW);

  gtk_editable_set_text (GTK_EDITABLE (row), pin);
}

/* One dialog after the other: the first is answered, the second closed. */
static void
test_asks_one_after_the_other (void)
{
  GtkWindow *window = show_in_window (gtk_label_new ("x"));
  ZmApprovalQueue *queue = zm_approval_queue_new ();
  g_autoptr(ZmApprover) approver = zm_approval_queue_make_approver (queue);
  g_auto(Asked) first = { .approver = approver };
  g_auto(Asked) second = { .approver = approver };
  GThread *threads[2];
  GtkWindow *dialog;
  GtkWidget *approve;

  zm_approval_queue_open (queue, window);
  threads[0] = g_thread_new ("first", ask_in_thread, &first);
  dialog = wait_for_dialog ();
  threads[1] = g_thread_new ("second", ask_in_thread, &second);
  g_assert_true (shows_text (GTK_WIDGET (dialog), "Do this."));

  approve = find_button (GTK_WIDGET (dialog), "dialog.approve");
  g_assert_true (zm_approval_queue_take_badge (queue, "Bea"));
  g_assert_false (gtk_widget_is_sensitive (approve));
  type_pin (dialog, "141421");
  g_assert_true (gtk_widget_is_sensitive (approve));
  gtk_widget_activate_action (GTK_WIDGET (dialog), "dialog.approve", NULL);
  wait_until_done (&first);
  g_assert_cmpstr (first.name, ==, "Bea");
  g_assert_cmpstr (first.pin, ==, "141421");

  gtk_window_close (wait_for_dialog ());
  wait_until_done (&second);
  g_assert_cmpstr (second.check, ==, "second-person.declined");
  g_assert_false (zm_approval_queue_take_badge (queue, "Bea"));

  for (gsize i = 0; i < G_N_ELEMENTS (threads); i++)
    g_thread_join (threads[i]);
  g_clear_pointer (&approver, zm_approver_unref);
  g_assert_finalize_object (G_OBJECT (queue));
  gtk_window_destroy (window);
  settle ();
}

/* Who was refused finds the name again, and the reason. */
static void
test_refused_asks_again (void)
{
  GtkWindow *window = show_in_window (gtk_label_new ("x"));
  ZmApprovalQueue *queue = zm_approval_queue_new ();
  g_autoptr(ZmApprover) approver = zm_approval_queue_make_approver (queue);
  g_autoptr(GError) refusal = NULL;
  g_auto(Asked) asked = { .approver = approver };
  GtkWindow *dialog;
  GThread *thread;

  zm_error_set (&refusal, ZM_ERROR_DENIED, "second-person.role", "technician", NULL, "Not this one");
  asked.refusal = refusal;
  zm_approval_queue_open (queue, window);
  thread = g_thread_new ("asks", ask_in_thread, &asked);
  dialog = wait_for_dialog ();
  g_assert_true (shows_text (GTK_WIDGET (dialog), "Not this one"));

  /* Whoever signs out takes the question with them. */
  zm_approval_queue_close (queue);
  wait_until_done (&asked);
  g_assert_cmpstr (asked.check, ==, "second-person.declined");
  g_assert_null (find_dialog ());
  g_thread_join (thread);

  g_clear_pointer (&asked.check, g_free);
  asked.done = FALSE;
  thread = g_thread_new ("late", ask_in_thread, &asked);
  wait_until_done (&asked);
  g_assert_cmpstr (asked.check, ==, "second-person.declined");
  g_thread_join (thread);

  g_clear_pointer (&approver, zm_approver_unref);
  g_assert_finalize_object (G_OBJECT (queue));
  gtk_window_destroy (window);
  settle ();
}

static void
close_dialog (GtkWindow *dialog)
{
  g_object_ref (dialog);
  gtk_window_destroy (dialog);
  spin (100);
  g_assert_finalize_object (G_OBJECT (dialog));
}

/* What is wrong with a field stands in a row beneath it. */
static GtkWidget *
next_field (GtkWidget *field)
{
  do
    field = gtk_widget_get_next_sibling (field);
  while (field != NULL && !GTK_IS_EDITABLE (field));

  return field;
}

/* A PIN is typed twice alike, and is one. */
static void
test_pin_twice (Fixture       *fixture,
                gconstpointer  data)
{
  static const struct {
    const char *pin;
    const char *again;
    gboolean    good;
  } rows[] = {
    { "12345", "12345", FALSE }, { "1234567890123", "1234567890123", FALSE },
    { "12345a", "12345a", FALSE }, { "123456", "123457", FALSE }, { "123456", "", FALSE },
    { "123456", "123456", TRUE }, { "123456789012", "123456789012", TRUE },
  };
  GtkWindow *dialog = zm_person_dialog_new_for_pin (fixture->station, "Ana", FALSE);
  GtkWidget *go, *current, *pin, *again;

  gtk_window_present (dialog);
  spin (50);
  go = find_button (GTK_WIDGET (dialog), "dialog.go");
  current = find_by_type (GTK_WIDGET (dialog), ADW_TYPE_PASSWORD_ENTRY_ROW);
  pin = next_field (current);
  again = next_field (pin);
  g_assert_false (gtk_widget_get_visible (current));
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      gtk_editable_set_text (GTK_EDITABLE (pin), rows[i].pin);
      gtk_editable_set_text (GTK_EDITABLE (again), rows[i].again);
      g_assert_cmpint (gtk_widget_is_sensitive (go), ==, rows[i].good);
    }
  close_dialog (dialog);

  /* One's own wants the one before as well. */
  dialog = zm_person_dialog_new_for_pin (fixture->station, "Ana", TRUE);
  gtk_window_present (dialog);
  spin (50);
  go = find_button (GTK_WIDGET (dialog), "dialog.go");
  current = find_by_type (GTK_WIDGET (dialog), ADW_TYPE_PASSWORD_ENTRY_ROW);
  pin = next_field (current);
  gtk_editable_set_text (GTK_EDITABLE (pin), "123456");
  gtk_editable_set_text (GTK_EDITABLE (next_field (pin)), "123456");
  g_assert_false (gtk_widget_is_sensitive (go));
  gtk_editable_set_text (GTK_EDITABLE (current), "654321");
  g_assert_true (gtk_widget_is_sensitive (go));
  close_dialog (dialog);
}

/* Nobody is signed in: adding is not allowed, and says whose it is. */
static void
test_people_without_role (Fixture       *fixture,
                          gconstpointer  data)
{
  GtkWindow *dialog = zm_people_dialog_new (fixture->station);

  gtk_window_present (dialog);
  spin (200);
  g_assert_false (gtk_widget_is_sensitive (find_button (GTK_WIDGET (dialog), "people.add")));
  g_assert_true (shows_text (GTK_WIDGET (dialog),
                             "You may set your own PIN. Adding and removing people is a PKI "
                             "administrator’s to do."));
  g_assert_true (shows_text (GTK_WIDGET (dialog), "No signer serves this station"));
  close_dialog (dialog);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  adw_init ();

  g_test_add_func ("/people/approval/queue", test_asks_one_after_the_other);
  g_test_add_func ("/people/approval/again", test_refused_asks_again);
  g_test_add ("/people/pin", Fixture, NULL, set_up, test_pin_twice, tear_down);
  g_test_add ("/people/no-role", Fixture, NULL, set_up, test_people_without_role, tear_down);

  return g_test_run ();
}
