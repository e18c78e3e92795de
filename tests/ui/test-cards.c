#include "tests/ui/screen.h"
#include "app/base/error.h"
#include "tests/pki/testpki.h"
#include "ui/certificate-card.h"
#include "ui/certificate-row.h"
#include "ui/credential-dialog.h"
#include "ui/device-table.h"
#include "ui/expiry-grid.h"
#include "ui/failure-card.h"
#include "ui/number-words.h"
#include "ui/verification-card.h"
#include "ui/welcome-page.h"

static void
test_failure_card (void)
{
  g_autoptr(GError) failure =
    zm_error_new_literal (ZM_ERROR_REFUSED, "guard.tether-device", "DEV-041", "DEV-014",
                          "The QR code belongs to <DEV-014>, the cable goes to DEV-041");
  GtkWidget *card = g_object_new (ZM_TYPE_FAILURE_CARD, NULL);
  guint notified = 0;

  g_signal_connect_swapped (card, "notify::failure", G_CALLBACK (count_cb), &notified);
  g_object_set (card, "failure", NULL, NULL);
  g_assert_cmpuint (notified, ==, 0);
  g_object_set (card, "failure", failure, NULL);
  g_assert_cmpuint (notified, ==, 1);
  g_assert_true (shows_text (card, failure->message));
  g_assert_true (shows_text (card, "guard.tether-device"));
  g_assert_true (shows_text (card, "DEV-041"));
  g_assert_true (shows_text (card, "DEV-014"));

  finalize (card);
}

/* Another failure leaves nothing of the one before. */
static void
test_failure_card_changes (void)
{
  g_autoptr(GError) first = zm_error_new_literal (ZM_ERROR_REFUSED, "guard.number", "1", "2",
                                                  "They differ");
  g_autoptr(GError) second = zm_error_new_literal (ZM_ERROR_UNAVAILABLE, "signer.gone", NULL, NULL,
                                                   "The signer is gone");
  GtkWidget *card = g_object_new (ZM_TYPE_FAILURE_CARD, "failure", first, NULL);

  g_object_set (card, "failure", second, NULL);
  g_assert_true (shows_text (card, "The signer is gone"));
  g_assert_true (shows_text (card, "signer.gone"));
  g_assert_false (shows_text (card, "They differ"));
  g_assert_false (shows_text (card, "Seen"));
  g_assert_false (shows_text (card, "Expected"));

  finalize (card);
}

static void
test_certificate_card (void)
{
  g_autoptr(TestPki) pki = test_pki_new ();
  g_autoptr(TestIdentity) device = test_pki_issue (pki, ZM_PROFILE_DEVICE, "DEV-014", 0);
  ZmCertificate *leaf = test_identity_leaf (device);
  g_autofree char *pem = zm_certificate_to_pem (leaf);
  g_autofree char *serial = zm_number_words_group_serial (zm_certificate_get_serial (leaf));
  GtkWidget *card = g_object_new (ZM_TYPE_CERTIFICATE_CARD, "title", "Certificate", NULL);

  g_object_set (card, "pem", pem, NULL);
  g_assert_true (shows_text (card, "Certificate"));
  g_assert_true (shows_text (card, "DEV-014, " TEST_PKI_LABEL));
  g_assert_true (shows_text (card, "Proves to servers which device this is, and nothing else"));
  g_assert_true (shows_text (card, serial));
  g_assert_true (shows_text (card, "Test Device CA, Example Hospital"));
  g_object_set (card, "pem", NULL, NULL);
  g_assert_true (shows_text (card, serial));

  finalize (card);
}

/* A request has no issuer, no end and no number yet. */
static void
test_request_card (void)
{
  g_autoptr(ZmKey) key = zm_key_generate (ZM_KEY_EC_P256, NULL);
  g_autoptr(ZmCsr) csr = zm_csr_create_device (key, "DEV-014", "ICU 2, bed 7", NULL);
  g_autofree char *pem = zm_csr_to_pem (csr);
  GtkWidget *card = g_object_new (ZM_TYPE_CERTIFICATE_CARD, "pem", pem, NULL);

  g_assert_true (shows_text (card, "DEV-014, ICU 2, bed 7"));
  g_assert_true (shows_text (card, "EC P-256"));
  g_assert_false (shows_text (card, "Issued by"));
  g_assert_false (shows_text (card, "Validity"));
  g_assert_false (shows_text (card, "Serial number"));

  finalize (card);
}

static void
test_credential_dialog (void)
{
  g_autoptr(TestPki) pki = test_pki_new ();
  g_autoptr(ZmCredential) credential = zm_credential_new_of_certificate (pki->intermediate);
  GtkWindow *dialog = zm_credential_dialog_new (credential, NULL);
  GtkWidget *content = GTK_WIDGET (dialog);

  gtk_window_present (dialog);
  g_assert_true (shows_text (content, "serialNumber"));
  g_assert_true (shows_text (content, "basicConstraints"));
  g_assert_true (shows_text (content, "CA:TRUE, pathlen:0"));
  g_assert_true (shows_text (content, "Critical"));
  g_assert_true (shows_text (content, "RFC 5280 §4.2.1.9"));
  g_assert_nonnull (find_button (content, "credential.save"));
  g_assert_nonnull (find_button (content, "detail.copy"));
  g_assert_nonnull (find_button (content, "credential.copy-pem"));
  gtk_window_destroy (dialog);
  settle ();
}

static void
test_certificate_row (void)
{
  const ZmCertificateRecord record = {
    .serial = (char *) "B495E0F9",
    .issued_at = 1764583200 * ZM_INSTANT_SECOND,
    .not_after = (1764583200 + 86400) * ZM_INSTANT_SECOND,
    .state = ZM_CERTIFICATE_REVOKED,
    .revoked_at = (1764583200 + 60) * ZM_INSTANT_SECOND,
    .revocation_reason = (char *) "superseded",
  };
  GtkWidget *row = zm_certificate_row_new ();

  zm_certificate_row_show (ZM_CERTIFICATE_ROW (row), &record);
  g_assert_true (shows_text (row, "Revoked"));
  g_assert_true (shows_text (row, "Issued on 1 December 2025, 10:00, revoked on 1 December 2025, "
                                  "10:01 (superseded)"));

  finalize (row);
}

static void
assert_item (ZmDeviceItem *item,
             const char   *property,
             const char   *expected)
{
  g_autofree char *text = NULL;

  g_object_get (item, property, &text, NULL);
  g_assert_cmpstr (text, ==, expected);
}

static void
assert_item_kind (ZmDeviceItem *item,
                  const char   *property,
                  ZmBadgeKind   expected)
{
  ZmBadgeKind kind;

  g_object_get (item, property, &kind, NULL);
  g_assert_cmpint (kind, ==, expected);
}

static void
test_device_item (void)
{
  const ZmInstant now = 1764583200 * ZM_INSTANT_SECOND;
  const ZmDeviceLine soon = { .device_id = (char *) "DEV-014", .label = (char *) "<b>ICU</b>\n",
                              .state = ZM_DEVICE_ACTIVE, .ends_at = now + ZM_INSTANT_DAY };
  const ZmDeviceLine late = { .device_id = (char *) "DEV-014", .label = (char *) "ICU",
                              .state = ZM_DEVICE_RETIRED, .ends_at = now - ZM_INSTANT_DAY,
                              .has_session = TRUE, .outcome = ZM_SESSION_FAILED,
                              .seen_at = now };
  g_autoptr(ZmDeviceItem) item = zm_device_item_new ();
  guint notified = 0;

  g_assert_null (zm_device_item_get_id (item));
  g_signal_connect_swapped (item, "notify::expiry", G_CALLBACK (count_cb), &notified);
  zm_device_item_fill (item, &soon, now);
  zm_device_item_fill (item, &soon, now);
  g_assert_cmpuint (notified, ==, 1);
  assert_item (item, "summary", "DEV-014, <b>ICU</b>\\u{000A}: In service. 2 Dec 2025, in 1 day");
  assert_item (item, "outcome", "None yet");
  assert_item_kind (item, "expiry-kind", ZM_BADGE_WARNING);

  zm_device_item_fill (item, &late, now);
  assert_item (item, "expiry", "30 Nov 2025, 1 day ago");
  assert_item (item, "outcome", "Failed");
  assert_item (item, "seen", "1 Dec 2025");
  assert_item_kind (item, "expiry-kind", ZM_BADGE_BAD);
  assert_item_kind (item, "kind", ZM_BADGE_ABSENT);

  zm_device_item_fill (item, NULL, now);
  g_assert_null (zm_device_item_get_id (item));
  assert_item (item, "status", "No longer there");
}

/* One line of a table stands for each way that somebody looks at devices. */
static void
test_device_table (void)
{
  GListStore *store = g_list_store_new (ZM_TYPE_DEVICE_ITEM);
  GtkWidget *table = g_object_new (ZM_TYPE_DEVICE_TABLE, NULL);
  GtkWindow *window = show_in_window (table);
  g_autoptr(ZmDeviceItem) item = zm_device_item_new ();
  const ZmDeviceLine line = { .device_id = (char *) "DEV-014", .label = (char *) "ICU",
                              .model = (char *) "M3" };
  g_autoptr(ZmDeviceView) view = zm_device_view_parse ("sort-down=expiry&columns=device,model");
  ZmDeviceColumn sort;
  gboolean descending;
  guint sorted = 0;

  g_list_store_append (store, item);
  zm_device_table_set_model (ZM_DEVICE_TABLE (table), G_LIST_MODEL (store));
  g_signal_connect_swapped (table, "sorted", G_CALLBACK (count_cb), &sorted);
  zm_device_table_set_view (ZM_DEVICE_TABLE (table), view);
  spin (100);
  zm_device_item_fill (item, &line, 0);
  g_assert_true (shows_text (table, "DEV-014"));
  g_assert_true (shows_text (table, "M3"));
  g_assert_false (shows_text (table, "ICU"));
  zm_device_table_get_sort (ZM_DEVICE_TABLE (table), &sort, &descending);
  g_assert_cmpint (sort, ==, ZM_DEVICE_COLUMN_EXPIRY);
  g_assert_true (descending);
  g_assert_cmpuint (sorted, ==, 0);

  g_object_unref (store);
  g_object_ref (table);
  gtk_window_destroy (window);
  spin (50);
  g_assert_finalize_object (table);
}

static void
note_chosen_cb (ZmExpiryGrid  *grid,
                const char    *ward,
                guint          standing,
                char         **chosen)
{
  g_free (*chosen);
  *chosen = g_strdup_printf ("%s %s", ward != NULL ? ward : "all",
                             zm_device_standing_name (standing));
}

static void
test_expiry_grid (void)
{
  ZmWardExpiry icu = { .ward = (char *) "ICU", .counts = {[ZM_STANDING_MONTH] = 7 } };
  ZmWardExpiry none = { .ward = (char *) "", .counts = {[ZM_STANDING_EXPIRED] = 5 } };
  g_autoptr(GPtrArray) wards = g_ptr_array_new ();
  GtkWidget *grid = g_object_new (ZM_TYPE_EXPIRY_GRID, NULL);
  GtkWindow *window;
  g_autofree char *chosen = NULL;

  g_ptr_array_add (wards, &none);
  g_ptr_array_add (wards, &icu);
  zm_expiry_grid_show (ZM_EXPIRY_GRID (grid), wards);
  g_assert_null (gtk_widget_get_first_child (grid));
  window = show_in_window (grid);
  g_signal_connect (grid, "chosen", G_CALLBACK (note_chosen_cb), &chosen);
  g_assert_true (shows_text (grid, "No location"));
  g_assert_true (shows_text (grid, "7"));
  g_assert_true (shows_text (grid, "Within 30 days"));
  g_assert_true (gtk_widget_activate_action (grid, "expiry.choose", "(uu)", 2,
                                             ZM_STANDING_MONTH));
  g_assert_cmpstr (chosen, ==, "ICU month");
  g_assert_true (gtk_widget_activate_action (grid, "expiry.choose", "(uu)", 1,
                                             ZM_STANDING_EXPIRED));
  g_assert_cmpstr (chosen, ==, " expired");
  g_assert_true (gtk_widget_activate_action (grid, "expiry.choose", "(uu)", 0,
                                             ZM_STANDING_LATER));
  g_assert_cmpstr (chosen, ==, "all later");

  g_object_ref (grid);
  gtk_window_destroy (window);
  spin (50);
  g_assert_finalize_object (grid);
}

static void
test_verification_card (void)
{
  const ZmAuditReport broken = { .verdict = ZM_AUDIT_BROKEN, .size = 32, .first_bad_seq = 7,
                                 .check = (char *) "audit.hash", .seen = (char *) "ab",
                                 .expected = (char *) "cd" };
  const ZmAuditReport intact = { .verdict = ZM_AUDIT_INTACT, .size = 32,
                                 .last_good_checkpoint = 32 };
  ZmVerificationCard *card = g_object_new (ZM_TYPE_VERIFICATION_CARD, NULL);

  zm_verification_card_show (card, &broken);
  g_assert_true (shows_text (GTK_WIDGET (card), "Broken"));
  g_assert_true (shows_text (GTK_WIDGET (card), "The first wrong record is number 7."));
  g_assert_true (shows_text (GTK_WIDGET (card), "Check audit.hash. Seen: ab. Expected: cd."));
  zm_verification_card_show (card, &intact);
  g_assert_true (shows_text (GTK_WIDGET (card), "Intact"));
  g_assert_false (shows_text (GTK_WIDGET (card), "Check audit.hash. Seen: ab. Expected: cd."));

  finalize (card);
}

static void
test_welcome_page (void)
{
  GtkWidget *page = g_object_new (ZM_TYPE_WELCOME_PAGE, NULL);

  g_assert_nonnull (find_button (page, "station.train"));
  g_assert_nonnull (find_button (page, "station.found"));

  finalize (page);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  adw_init ();

  g_test_add_func ("/cards/failure", test_failure_card);
  g_test_add_func ("/cards/failure-changes", test_failure_card_changes);
  g_test_add_func ("/cards/certificate", test_certificate_card);
  g_test_add_func ("/cards/request", test_request_card);
  g_test_add_func ("/cards/credential-dialog", test_credential_dialog);
  g_test_add_func ("/cards/certificate-row", test_certificate_row);
  g_test_add_func ("/cards/device-item", test_device_item);
  g_test_add_func ("/cards/device-table", test_device_table);
  g_test_add_func ("/cards/expiry-grid", test_expiry_grid);
  g_test_add_func ("/cards/verification", test_verification_card);
  g_test_add_func ("/cards/welcome", test_welcome_page);

  return g_test_run ();
}
