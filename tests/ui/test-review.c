#include "tests/ui/bare-station.h"
#include "app/base/error.h"
#include "app/store/session-record.h"
#include "ui/device-end.h"
#include "ui/device-session-row.h"
#include "ui/import-items.h"
#include "ui/review-dialog.h"
#include "ui/review-item.h"
#include "ui/review-line.h"

#include <string.h>

enum {
  GROUP_GOOD,
  GROUP_BAD,
};

/* --- What was judged --- */

static void
assert_property (gpointer    object,
                 const char *property,
                 const char *expected)
{
  g_autofree char *value = NULL;

  g_object_get (object, property, &value, NULL);
  g_assert_cmpstr (value, ==, expected);
}

static void
test_item (void)
{
  ZmReviewItem *item = zm_review_item_new (GROUP_BAD, ZM_BADGE_BAD, "Refused",
                                           g_strdup ("one.pem"), g_strdup ("It is a CA’s"));
  ZmBadgeKind kind;

  g_assert_cmpuint (zm_review_item_get_group (item), ==, GROUP_BAD);
  g_object_get (item, "kind", &kind, NULL);
  g_assert_cmpint (kind, ==, ZM_BADGE_BAD);
  assert_property (item, "word", "Refused");
  assert_property (item, "title", "one.pem");
  assert_property (item, "detail", "It is a CA’s");
  assert_property (item, "summary", "one.pem: Refused. It is a CA’s");

  g_assert_finalize_object (item);
}

/* A line shows the item that it was given last, and nothing of the one before. */
static void
test_line (void)
{
  g_autoptr(ZmReviewItem) first =
    zm_review_item_new (GROUP_GOOD, ZM_BADGE_GOOD, "New", g_strdup ("Line 2: DEV-014"),
                        g_strdup ("<ICU>"));
  g_autoptr(ZmReviewItem) second =
    zm_review_item_new (GROUP_BAD, ZM_BADGE_BAD, "Bad", g_strdup ("Line 3"), g_strdup ("No id"));
  GtkWidget *line = g_object_new (ZM_TYPE_REVIEW_LINE, NULL);
  guint notified = 0;

  g_signal_connect_swapped (line, "notify::item", G_CALLBACK (count_cb), &notified);
  g_object_set (line, "item", first, NULL);
  g_object_set (line, "item", first, NULL);
  g_assert_cmpuint (notified, ==, 1);
  g_assert_true (shows_text (line, "New"));
  g_assert_true (shows_text (line, "Line 2: DEV-014"));
  g_assert_true (shows_text (line, "<ICU>"));
  g_object_set (line, "item", second, NULL);
  g_assert_true (shows_text (line, "Bad"));
  g_assert_true (shows_text (line, "Line 3"));
  g_assert_false (shows_text (line, "<ICU>"));

  finalize (line);
}

/* --- The dialog --- */

static GListModel *
make_items (void)
{
  GListStore *items = g_list_store_new (ZM_TYPE_REVIEW_ITEM);
  g_autoptr(ZmReviewItem) good = zm_review_item_new (GROUP_GOOD, ZM_BADGE_GOOD, "Good",
                                                     g_strdup ("Title of the good"), g_strdup (""));
  g_autoptr(ZmReviewItem) bad = zm_review_item_new (GROUP_BAD, ZM_BADGE_BAD, "Bad",
                                                    g_strdup ("Title of the bad"), g_strdup (""));

  g_list_store_append (items, good);
  g_list_store_append (items, bad);

  return G_LIST_MODEL (items);
}

static void
await_text (GtkWidget  *widget,
            const char *text,
            gboolean    shown)
{
  while (shows_text (widget, text) != shown)
    g_main_context_iteration (NULL, TRUE);
}

static void
test_dialog (void)
{
  const char *const groups[] = { "All", "Good ones", "Bad ones", NULL };
  GtkWindow *parent = show_in_window (gtk_label_new ("below"));
  ZmReviewDialog *dialog = zm_review_dialog_new (GTK_WIDGET (parent), "Look at them", groups, "_Save");
  GtkWidget *widget = GTK_WIDGET (dialog);
  g_autoptr(GListModel) items = make_items ();
  g_autoptr(GError) failure = zm_error_new_literal (ZM_ERROR_CONFLICT, "import.stale", NULL, NULL,
                                                    "It has changed");
  guint accepted = 0;
  guint saved = 0;

  g_signal_connect_swapped (dialog, "accept", G_CALLBACK (count_cb), &accepted);
  g_signal_connect_swapped (dialog, "save", G_CALLBACK (count_cb), &saved);
  gtk_window_present (GTK_WINDOW (dialog));
  g_assert_null (find_button (widget, "dialog.accept"));

  zm_review_dialog_show (dialog, items, "One of each", "Take One", TRUE);
  await_text (widget, "One of each", TRUE);
  await_text (widget, "Title of the good", TRUE);
  await_text (widget, "Title of the bad", TRUE);
  gtk_drop_down_set_selected (GTK_DROP_DOWN (find_by_type (widget, GTK_TYPE_DROP_DOWN)),
                              GROUP_BAD + 1);
  await_text (widget, "Title of the good", FALSE);
  await_text (widget, "Title of the bad", TRUE);
  gtk_widget_activate_action (widget, "dialog.save", NULL);
  g_assert_cmpuint (saved, ==, 1);
  gtk_widget_activate_action (widget, "dialog.accept", NULL);
  g_assert_cmpuint (accepted, ==, 1);

  zm_review_dialog_work (dialog);
  gtk_widget_activate_action (widget, "dialog.accept", NULL);
  g_assert_cmpuint (accepted, ==, 1);
  zm_review_dialog_fail (dialog, failure);
  await_text (widget, "It has changed", TRUE);
  await_text (widget, "Title of the bad", TRUE);
  zm_review_dialog_show (dialog, items, "Nothing is good", NULL, FALSE);
  g_assert_null (find_button (widget, "dialog.accept"));
  gtk_widget_activate_action (widget, "dialog.save", NULL);
  g_assert_cmpuint (saved, ==, 1);

  g_object_ref (dialog);
  gtk_window_destroy (GTK_WINDOW (dialog));
  spin (50);
  g_assert_finalize_object (dialog);
  gtk_window_destroy (parent);
}

/* --- The lines of an import --- */

static ZmReviewItem *
get_item (ZmImportItems *items,
          guint          position)
{
  ZmReviewItem *item = g_list_model_get_item (G_LIST_MODEL (items), position);

  g_assert_nonnull (item);
  return item;
}

static void
assert_line (ZmImportItems *items,
             guint          position,
             ZmImportKind   kind,
             const char    *summary)
{
  g_autoptr(ZmReviewItem) item = get_item (items, position);

  g_assert_cmpuint (zm_review_item_get_group (item), ==, kind);
  assert_property (item, "summary", summary);
}

static void
test_import_items (Fixture       *fixture,
                   gconstpointer  data)
{
  const char *text = "deviceId,label\n"
                     "DEV-014,ICU 2\n"
                     "DEV 15,ICU 3\n"
                     "DEV-016\n"
                     "DEV-017,\n";
  g_autoptr(GBytes) content = g_bytes_new_static (text, strlen (text));
  g_autoptr(GError) error = NULL;
  ZmImportPlan *plan = zm_import_plan_new (fixture->station, content, &error);
  ZmImportItems *items;

  g_assert_no_error (error);
  items = zm_import_items_new (plan);
  g_assert_true (zm_import_items_get_plan (items) == plan);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (items)), ==, 4);
  g_assert_true (g_list_model_get_item_type (G_LIST_MODEL (items)) == ZM_TYPE_REVIEW_ITEM);
  assert_line (items, 0, ZM_IMPORT_NEW, "Line 2: DEV-014: New. ICU 2");
  assert_line (items, 1, ZM_IMPORT_BAD, "Line 3, column deviceId: Bad. “DEV 15”: This is not a device "
                                        "identifier. Write 1 to 64 letters, digits, dots, hyphens or "
                                        "underscores, and begin with a letter or a digit, for example: "
                                        "DEV-014 (device.id)");
  assert_line (items, 2, ZM_IMPORT_BAD, "Line 4: Bad. The line has more or fewer fields than the first "
                                        "one has names. Give it as many commas as the first. "
                                        "(manifest.columns)");
  assert_line (items, 3, ZM_IMPORT_BAD, "Line 5, column label: Bad. The label cannot be used. Write 1 to "
                                        "128 characters on one line, for example: ICU 2, bed 7 "
                                        "(device.label)");
  g_assert_null (g_list_model_get_item (G_LIST_MODEL (items), 4));

  g_assert_finalize_object (items);
}

/* --- A device's sessions and its end --- */

static void
assert_row (const ZmSessionRecord *record,
            const char            *badge,
            const char            *detail)
{
  GtkWidget *row = zm_device_session_row_new ();

  zm_device_session_row_show (row, record);
  g_assert_true (shows_text (row, badge));
  assert_property (row, "subtitle", detail);

  finalize (row);
}

static void
test_session_row (void)
{
  ZmSessionRecord record = {
    .session_id = (char *) "00000000-0000-4000-8000-000000000000",
    .device_id = (char *) "DEV-014",
    .state = ZM_SESSION_VERIFIED,
    .operator = (char *) "ana",
    .started_at = ZM_INSTANT_DAY,
  };

  assert_row (&record, "Verified", "ana");
  record.port = (char *) "1-2.3";
  assert_row (&record, "Verified", "ana, at 1-2.3");
  record.state = ZM_SESSION_FAILED;
  record.failed_step = (char *) "issued";
  record.failure_check = (char *) "csr.key-type";
  record.failure_message = (char *) "A <key>\x1b that is none";
  assert_row (&record, "Failed", "ana, at 1-2.3\nAt the step “issued”: A <key>\\u{001B} that is none "
                                 "(csr.key-type)");
}

static GtkWindow *
await_message (const char *heading)
{
  for (;;)
    {
      GListModel *windows = gtk_window_get_toplevels ();

      for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
        {
          g_autoptr(GtkWindow) window = g_list_model_get_item (windows, i);

          if (ADW_IS_MESSAGE_DIALOG (window) && gtk_widget_get_mapped (GTK_WIDGET (window)) &&
              g_str_equal (adw_message_dialog_get_heading (ADW_MESSAGE_DIALOG (window)), heading))
            return window;
        }
      g_main_context_iteration (NULL, TRUE);
    }
}

/* Without anybody who has signed in, whatever is meant is refused, and the person is told by which
 * check; what is not meant asks nobody. */
static void
test_device_end (Fixture       *fixture,
                 gconstpointer  data)
{
  GtkWidget *label = gtk_label_new ("below");
  GtkWindow *parent = show_in_window (label);
  AdwMessageDialog *dialog;

  zm_device_end_revoke (label, fixture->station, "DEV-014");
  dialog = ADW_MESSAGE_DIALOG (await_message ("Revoke the Certificates of DEV-014?"));
  g_assert_cmpstr (adw_message_dialog_get_default_response (dialog), ==, "keep");
  g_assert_cmpstr (adw_message_dialog_get_close_response (dialog), ==, "keep");
  gtk_window_close (GTK_WINDOW (dialog));
  spin (100);

  zm_device_end_retire (label, fixture->station, "DEV-014");
  dialog = ADW_MESSAGE_DIALOG (await_message ("Retire DEV-014?"));
  g_assert_cmpstr (adw_message_dialog_get_close_response (dialog), ==, "keep");
  g_assert_cmpint (adw_message_dialog_get_response_appearance (dialog, "retire"), ==,
                   ADW_RESPONSE_DESTRUCTIVE);
  adw_message_dialog_response (dialog, "retire");
  gtk_window_destroy (GTK_WINDOW (dialog));
  dialog = ADW_MESSAGE_DIALOG (await_message ("It Was Not Done"));
  g_assert_nonnull (strchr (adw_message_dialog_get_body (dialog), '('));
  gtk_window_destroy (GTK_WINDOW (dialog));

  gtk_window_destroy (parent);
  spin (100);
}

int
main (int   argc,
      char *argv[])
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();

  g_test_add_func ("/review/item", test_item);
  g_test_add_func ("/review/line", test_line);
  g_test_add_func ("/review/dialog", test_dialog);
  g_test_add ("/review/import-items", Fixture, NULL, set_up, test_import_items, tear_down);
  g_test_add_func ("/review/session-row", test_session_row);
  g_test_add ("/review/device-end", Fixture, NULL, set_up, test_device_end, tear_down);

  return g_test_run ();
}
