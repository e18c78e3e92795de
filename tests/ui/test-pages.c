#include "tests/ui/ports.h"
#include "tests/ui/bare-station.h"
#include "app/station/registry.h"
#include "ui/add-device-dialog.h"
#include "ui/audit-integrity.h"
#include "ui/audit-line.h"
#include "ui/audit-page.h"
#include "ui/bench-pair.h"
#include "ui/bench-tile.h"
#include "ui/devices-page.h"
#include "ui/entry-note.h"
#include "ui/failure-card.h"
#include "ui/pairing-page.h"
#include "ui/proof-dialog.h"
#include "ui/provision-page.h"
#include "ui/sign-in-page.h"
#include "ui/window.h"

#define CLOSING 1000 /* times 10 ms, at most */
#define NOT_A_DEVICE "This is not a device identifier. Write 1 to 64 letters, digits, dots, hyphens or " \
                     "underscores, and begin with a letter or a digit, for example: DEV-014"

static void
add_device (Fixture    *fixture,
            const char *device_id,
            const char *label)
{
  const ZmDeviceRecord record = { .device_id = (char *) device_id, .label = (char *) label };
  g_autoptr(GError) error = NULL;

  g_assert_true (zm_registry_add (fixture->station, &record, &error));
  g_assert_no_error (error);
}

/* Destroys the window and sees that nothing keeps the page, once the threads that read for it are back. */
static void
close_page (GtkWindow *window,
            gpointer   page)
{
  gpointer left = page;

  g_object_add_weak_pointer (page, &left);
  gtk_window_destroy (window);
  for (guint i = 0; left != NULL && i < CLOSING; i++)
    spin (10);
  g_assert_null (left);
}

static void
test_devices_empty (Fixture       *fixture,
                    gconstpointer  data)
{
  GtkWidget *page = g_object_new (ZM_TYPE_DEVICES_PAGE, NULL);
  GtkWindow *window = show_in_window (page);

  zm_devices_page_open (ZM_DEVICES_PAGE (page), fixture->station);
  spin (200);
  g_assert_true (shows_text (page, "No Devices Yet"));

  close_page (window, page);
}

static void
wait_for_text (GtkWidget  *page,
               const char *text)
{
  while (!shows_text (page, text))
    spin (10);
}

/* What is added elsewhere shows up; what is searched and not there is said so. */
static void
test_devices_search (Fixture       *fixture,
                     gconstpointer  data)
{
  GtkWidget *page = g_object_new (ZM_TYPE_DEVICES_PAGE, NULL);
  GtkWindow *window = show_in_window (page);
  GtkWidget *search;

  zm_devices_page_open (ZM_DEVICES_PAGE (page), fixture->station);
  add_device (fixture, "DEV-014", "ICU 2, bed 7");
  add_device (fixture, "DEV-041", "ÄRZTEZIMMER");
  wait_for_text (page, "2 devices");
  wait_for_text (page, "DEV-041");
  g_assert_true (shows_text (page, "DEV-014"));

  zm_devices_page_focus_search (ZM_DEVICES_PAGE (page));
  search = gtk_widget_get_parent (gtk_window_get_focus (window));
  gtk_editable_set_text (GTK_EDITABLE (search), "ärzte");
  wait_for_text (page, "1 of 2 devices");
  wait_for_text (page, "DEV-041");
  g_assert_false (shows_text (page, "DEV-014"));
  gtk_editable_set_text (GTK_EDITABLE (search), "nowhere");
  wait_for_text (page, "No Device Found");
  gtk_widget_activate_action (page, "device.show-all", NULL);
  wait_for_text (page, "2 devices");
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (search)), ==, "");

  close_page (window, page);
}

static void
test_add_device (Fixture       *fixture,
                 gconstpointer  data)
{
  GtkWindow *dialog = zm_add_device_dialog_new (fixture->station);
  GtkWidget *row;
  GtkWidget *note;
  GtkWidget *add;

  gtk_window_present (dialog);
  spin (50);
  add = find_button (GTK_WIDGET (dialog), "dialog.add");
  row = find_by_type (GTK_WIDGET (dialog), ADW_TYPE_ENTRY_ROW);
  g_assert_false (gtk_widget_is_sensitive (add));
  note = gtk_widget_get_next_sibling (row);
  g_assert_false (gtk_widget_get_visible (note));
  gtk_editable_set_text (GTK_EDITABLE (row), "DEV 014");
  g_assert_true (gtk_widget_has_css_class (row, "error"));
  g_assert_true (gtk_widget_get_visible (note));
  g_assert_true (shows_text (note, NOT_A_DEVICE));
  gtk_editable_set_text (GTK_EDITABLE (row), "DEV-014");
  g_assert_false (gtk_widget_has_css_class (row, "error"));
  g_assert_false (gtk_widget_get_visible (note));
  g_assert_false (gtk_widget_is_sensitive (add));
  row = gtk_widget_get_next_sibling (note);
  gtk_editable_set_text (GTK_EDITABLE (row), "ICU 2, bed 7");
  g_assert_true (gtk_widget_is_sensitive (add));

  g_object_add_weak_pointer (G_OBJECT (dialog), (gpointer *) &dialog);
  gtk_widget_activate_action (GTK_WIDGET (dialog), "dialog.add", NULL);
  spin (300);
  g_assert_null (dialog);
}

/* Enter says what is missing, and goes there. What an inventory may not say is told like the rest. */
static void
test_add_device_wrong (Fixture       *fixture,
                       gconstpointer  data)
{
  GtkWindow *dialog = zm_add_device_dialog_new (fixture->station);
  GtkWidget *group;
  GtkWidget *id;
  GtkWidget *label;

  gtk_window_present (dialog);
  spin (50);
  id = find_by_type (GTK_WIDGET (dialog), ADW_TYPE_ENTRY_ROW);
  label = gtk_widget_get_next_sibling (gtk_widget_get_next_sibling (id));
  gtk_editable_set_text (GTK_EDITABLE (id), "DEV-014");
  g_assert_true (zm_entry_note_find_wrong (GTK_WIDGET (dialog)) == label);
  g_signal_emit_by_name (id, "entry-activated");
  g_assert_true (gtk_widget_has_css_class (label, "error"));
  g_assert_true (gtk_widget_get_visible (gtk_widget_get_next_sibling (label)));
  g_assert_true (gtk_widget_is_ancestor (gtk_window_get_focus (dialog), label));

  gtk_editable_set_text (GTK_EDITABLE (label), "ICU 2, bed 7");
  g_assert_null (zm_entry_note_find_wrong (GTK_WIDGET (dialog)));
  group = gtk_widget_get_ancestor (label, ADW_TYPE_PREFERENCES_GROUP);
  id = find_by_type (gtk_widget_get_next_sibling (group), ADW_TYPE_ENTRY_ROW);
  gtk_editable_set_text (GTK_EDITABLE (id), "=1+1");
  g_assert_true (zm_entry_note_find_wrong (GTK_WIDGET (dialog)) == id);
  g_assert_true (gtk_widget_get_visible (gtk_widget_get_next_sibling (id)));

  gtk_window_destroy (dialog);
  spin (50);
}

static void
test_add_device_twice (Fixture       *fixture,
                       gconstpointer  data)
{
  GtkWindow *dialog = zm_add_device_dialog_new (fixture->station);
  GtkWidget *row;

  add_device (fixture, "DEV-014", "ICU 2, bed 7");
  gtk_window_present (dialog);
  spin (50);
  row = find_by_type (GTK_WIDGET (dialog), ADW_TYPE_ENTRY_ROW);
  gtk_editable_set_text (GTK_EDITABLE (row), "DEV-014");
  row = gtk_widget_get_next_sibling (gtk_widget_get_next_sibling (row));
  gtk_editable_set_text (GTK_EDITABLE (row), "another");
  gtk_widget_activate_action (GTK_WIDGET (dialog), "dialog.add", NULL);
  spin (300);
  g_assert_true (shows_text (GTK_WIDGET (dialog), "registry.exists"));

  gtk_window_destroy (dialog);
  spin (50);
}

/* A row of the log draws its texts, so that they are asked of what it shows. */
static gboolean
shows_record (GtkWidget  *widget,
              const char *action)
{
  g_autoptr(ZmAuditItem) item = NULL;
  g_autofree char *own = NULL;

  if (ZM_IS_AUDIT_LINE (widget))
    {
      g_object_get (widget, "item", &item, NULL);
      g_object_get (item, "action", &own, NULL);
      return g_str_equal (own, action);
    }
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      if (shows_record (child, action))
        return TRUE;
    }

  return FALSE;
}

static void
test_audit (Fixture       *fixture,
            gconstpointer  data)
{
  GtkWidget *page = g_object_new (ZM_TYPE_AUDIT_PAGE, NULL);
  GtkWindow *window = show_in_window (page);

  add_device (fixture, "DEV-014", "ICU 2, bed 7");
  zm_audit_page_open (ZM_AUDIT_PAGE (page), fixture->station);
  while (!shows_record (page, "Device registered"))
    spin (10);
  g_assert_true (shows_record (page, "Audit log opened"));
  g_assert_true (shows_text (page, "2 records"));

  add_device (fixture, "DEV-041", "ICU 2, bed 8");
  wait_for_text (page, "3 records");

  zm_audit_page_show_device (ZM_AUDIT_PAGE (page), "DEV-041");
  wait_for_text (page, "1 record");
  zm_audit_page_show_device (ZM_AUDIT_PAGE (page), "DEV-999");
  wait_for_text (page, "No Record Found");

  close_page (window, page);
}

/* Judged from outside, while it is in use. */
static void
test_audit_verify (Fixture       *fixture,
                   gconstpointer  data)
{
  GtkWidget *page = g_object_new (ZM_TYPE_AUDIT_PAGE, NULL);
  GtkWindow *window = show_in_window (page);
  GtkWidget *integrity = find_by_type (page, ZM_TYPE_AUDIT_INTEGRITY);

  zm_audit_page_open (ZM_AUDIT_PAGE (page), fixture->station);
  g_assert_true (shows_text (page, "Never verified"));
  gtk_widget_activate_action (integrity, "audit.verify", NULL);
  /* Nothing has been signed yet. */
  wait_for_text (page, "Unwitnessed");
  gtk_widget_activate_action (integrity, "audit.close-verdict", NULL);

  g_assert_true (zm_database_run_script (zm_station_get_database (fixture->station),
                                         "DROP TRIGGER security_audit_log_update;"
                                         "UPDATE security_audit_log SET actor = 'mallory'", NULL));
  gtk_widget_activate_action (integrity, "audit.verify", NULL);
  spin (500);
  g_assert_true (shows_text (page, "Broken"));
  g_assert_true (shows_text (page, "The first wrong record is number 1."));
  gtk_widget_activate_action (integrity, "audit.close-verdict", NULL);
  g_assert_true (shows_text (page, "Broken"));

  close_page (window, page);
}

static void
test_pairing (Fixture       *fixture,
              gconstpointer  data)
{
  ZmBenchPort *port = make_port (fixture->station);
  GtkWidget *page = zm_pairing_page_new (port, NULL);
  GtkWindow *window = show_in_window (page);
  GtkWidget *entry = find_by_type (page, GTK_TYPE_ENTRY);
  GtkWidget *pair = find_button (page, "pairing.pair");

  g_assert_null (find_button (page, "pairing.scan"));
  g_assert_nonnull (find_button (page, "pairing.open"));
  gtk_editable_set_text (GTK_EDITABLE (entry), "abcd 123");
  g_assert_false (gtk_widget_is_sensitive (pair));
  gtk_editable_set_text (GTK_EDITABLE (entry), "abcd 1234");
  g_assert_true (gtk_widget_is_sensitive (pair));
  g_assert_true (shows_text (page, "The station will pair with ABCD-1234."));

  close_page (window, page);
  g_assert_finalize_object (port);
}

/* A picture without a code starts no session, and the page says why. */
static void
test_pairing_with_no_picture (Fixture       *fixture,
                              gconstpointer  data)
{
  g_autoptr(ZmBenchPort) port = make_port (fixture->station);
  GtkWidget *page = zm_pairing_page_new (port, NULL);
  GtkWindow *window = show_in_window (page);
  g_autofree char *path = scratch_build (&fixture->scratch, "picture.png");
  g_autoptr(GFile) file = g_file_new_for_path (path);
  g_autoptr(GFile) endless = g_file_new_for_path ("/dev/zero");

  g_assert_true (g_file_set_contents (path, "no picture", -1, NULL));
  zm_bench_pair_file (port, file);
  spin (1500);
  g_assert_true (shows_text (page, "reader.picture"));
  g_assert_null (zm_bench_port_get_session (port));

  zm_bench_pair_file (port, endless);
  spin (300);
  g_assert_true (shows_text (page, "picture.file"));

  close_page (window, page);
}

/* A session that is not on record has no card, and nothing that could be printed. */
static void
test_proof_of_nothing (Fixture       *fixture,
                       gconstpointer  data)
{
  GtkWindow *dialog = zm_proof_dialog_new (fixture->station, "0b0e7a2c-5a3e-4f5e-8d53-0a2d3d9fd0a1",
                                           NULL);
  GtkWidget *content = GTK_WIDGET (dialog);

  gtk_window_present (dialog);
  wait_for_text (content, "session.unknown");
  g_assert_false (gtk_widget_is_sensitive (find_button (content, "proof.to-file")));
  g_assert_false (gtk_widget_is_sensitive (find_button (content, "proof.to-printer")));
  close_page (dialog, dialog);
}

static void
test_provision (Fixture       *fixture,
                gconstpointer  data)
{
  static const char *const addresses[] = { "virtual:one", "virtual:two", NULL };
  GtkWidget *page = g_object_new (ZM_TYPE_PROVISION_PAGE, NULL);
  GtkWindow *window = show_in_window (page);
  GtkListBox *bench;
  gboolean first;
  gboolean second;

  zm_provision_page_open (ZM_PROVISION_PAGE (page), fixture->station, NULL, addresses);
  bench = GTK_LIST_BOX (gtk_widget_get_parent (find_by_type (page, ZM_TYPE_BENCH_TILE)));
  g_assert_true (shows_text (page, "Place 1"));
  g_assert_true (shows_text (page, "Simulated port"));
  g_object_get (gtk_list_box_get_row_at_index (bench, 0), "chosen", &first, NULL);
  g_object_get (gtk_list_box_get_row_at_index (bench, 1), "chosen", &second, NULL);
  g_assert_true (first);
  g_assert_false (second);
  g_signal_emit_by_name (bench, "row-activated", gtk_list_box_get_row_at_index (bench, 1));
  g_object_get (gtk_list_box_get_row_at_index (bench, 0), "chosen", &first, NULL);
  g_object_get (gtk_list_box_get_row_at_index (bench, 1), "chosen", &second, NULL);
  g_assert_false (first);
  g_assert_true (second);
  g_assert_false (zm_provision_page_is_running (ZM_PROVISION_PAGE (page)));

  close_page (window, page);
}

/* Beside a bench that shows nothing there is nothing, and no button that cannot be used. */
static void
test_provision_failed_only (Fixture       *fixture,
                            gconstpointer  data)
{
  static const char *const addresses[] = { "virtual:one", NULL };
  GtkWidget *page = g_object_new (ZM_TYPE_PROVISION_PAGE, NULL);
  GtkWindow *window = show_in_window (page);

  zm_provision_page_open (ZM_PROVISION_PAGE (page), fixture->station, NULL, addresses);
  settle ();
  g_assert_false (shows_text (page, "Nothing Has Failed"));
  g_object_set (page, "failed-only", TRUE, NULL);
  g_assert_true (shows_text (page, "Nothing Has Failed"));
  g_assert_true (shows_text (page, "No device on the bench has failed."));
  g_assert_null (find_button (page, "bench.try-again"));
  g_object_set (page, "failed-only", FALSE, NULL);
  g_assert_false (shows_text (page, "Nothing Has Failed"));
  g_assert_true (shows_text (page, "Let the station read the code on the screen of this device."));

  close_page (window, page);
}

static void
test_sign_in_without_signer (Fixture       *fixture,
                             gconstpointer  data)
{
  GtkWidget *page = g_object_new (ZM_TYPE_SIGN_IN_PAGE, NULL);
  GtkWindow *window = show_in_window (page);

  zm_sign_in_page_open (ZM_SIGN_IN_PAGE (page), fixture->station);
  spin (300);
  g_assert_true (shows_text (page, "Passphrase of the station’s keys"));
  g_assert_false (gtk_widget_is_sensitive (find_button (page, "sign-in.go")));

  close_page (window, page);
}

/* A buffer that is only emptied still holds what was in it. */
static void
test_sign_in_keeps_nothing (Fixture       *fixture,
                            gconstpointer  data)
{
  GtkWidget *page = g_object_new (ZM_TYPE_SIGN_IN_PAGE, NULL);
  GtkWindow *window = show_in_window (page);
  GtkWidget *pin = find_by_type (page, ADW_TYPE_PASSWORD_ENTRY_ROW);
  GtkWidget *rows[] = { pin, gtk_widget_get_next_sibling (pin) };
  GtkEntryBuffer *buffers[G_N_ELEMENTS (rows)];

  zm_sign_in_page_open (ZM_SIGN_IN_PAGE (page), fixture->station);
  spin (300);
  gtk_editable_set_text (GTK_EDITABLE (find_by_type (page, ADW_TYPE_ENTRY_ROW)), "ada");
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      gtk_editable_set_text (GTK_EDITABLE (rows[i]), "654321");
      buffers[i] = gtk_text_get_buffer (GTK_TEXT (gtk_editable_get_delegate (GTK_EDITABLE (rows[i]))));
      g_object_add_weak_pointer (G_OBJECT (buffers[i]), (gpointer *) &buffers[i]);
    }
  g_assert_true (gtk_widget_activate_action (page, "sign-in.go", NULL));
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_assert_null (buffers[i]);
      g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (rows[i])), ==, "");
    }
  while (!gtk_widget_get_visible (find_by_type (page, ZM_TYPE_FAILURE_CARD)))
    spin (10);

  close_page (window, page);
}

static void
test_window (Fixture       *fixture,
             gconstpointer  data)
{
  GtkWindow *window = zm_window_new (NULL);

  gtk_window_present (window);
  spin (50);
  g_assert_true (shows_text (GTK_WIDGET (window), "No Station Is Open"));
  g_object_add_weak_pointer (G_OBJECT (window), (gpointer *) &window);
  gtk_window_close (window);
  spin (100);
  g_assert_null (window);
}

static void
test_window_without_station (Fixture       *fixture,
                             gconstpointer  data)
{
  g_autofree char *nowhere = scratch_build (&fixture->scratch, "nowhere");
  GtkWindow *window = zm_window_new (NULL);

  gtk_window_present (window);
  zm_window_open_station (ZM_WINDOW (window), nowhere, NULL);
  g_assert_true (shows_text (GTK_WIDGET (window), "Opening the Station…"));
  wait_for_text (GTK_WIDGET (window), "station.missing");
  gtk_window_close (window);
  spin (100);
}

/* Who does not want to wait is back at the start at once; what the thread opens is closed again. */
static void
test_window_cancel (Fixture       *fixture,
                    gconstpointer  data)
{
  GtkWindow *window = zm_window_new (NULL);

  gtk_window_present (window);
  zm_window_open_station (ZM_WINDOW (window), fixture->directory, NULL);
  g_assert_nonnull (find_button (GTK_WIDGET (window), "station.cancel"));
  gtk_widget_activate_action (GTK_WIDGET (window), "station.cancel", NULL);
  wait_for_text (GTK_WIDGET (window), "No Station Is Open");
  zm_window_open_station (ZM_WINDOW (window), fixture->directory, NULL);
  wait_for_text (GTK_WIDGET (window), "Sign In");
  gtk_window_close (window);
  spin (100);
}

#define ADD(name, function) g_test_add ("/pages/" name, Fixture, NULL, set_up, function, tear_down)

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  adw_init ();

  ADD ("devices/empty", test_devices_empty);
  ADD ("devices/search", test_devices_search);
  ADD ("devices/add", test_add_device);
  ADD ("devices/add-wrong", test_add_device_wrong);
  ADD ("devices/add-twice", test_add_device_twice);
  ADD ("audit/list", test_audit);
  ADD ("audit/verify", test_audit_verify);
  ADD ("pairing/code", test_pairing);
  ADD ("pairing/no-picture", test_pairing_with_no_picture);
  ADD ("proof-of-nothing", test_proof_of_nothing);
  ADD ("provision", test_provision);
  ADD ("provision-failed-only", test_provision_failed_only);
  ADD ("sign-in", test_sign_in_without_signer);
  ADD ("sign-in-keeps-nothing", test_sign_in_keeps_nothing);
  ADD ("window", test_window);
  ADD ("window/no-station", test_window_without_station);
  ADD ("window/cancel", test_window_cancel);

  return g_test_run ();
}
