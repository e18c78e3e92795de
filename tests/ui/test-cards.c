#include "tests/ui/screen.h"
#include "app/base/error.h"
#include "ui/certificate-card.h"
#include "ui/certificate-row.h"
#include "ui/device-row.h"
#include "ui/failure-card.h"
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
  GtkWidget *card = g_object_new (ZM_TYPE_CERTIFICATE_CARD, "serial", "B495E0F93AD9",
                                  "not-after", "2026-12-01T10:00:00Z", "pem", "-----BEGIN", NULL);

  g_assert_true (shows_text (card, "B495 E0F9 3AD9"));
  g_assert_true (shows_text (card, "1 December 2026, 10:00"));
  g_object_set (card, "serial", NULL, NULL);
  g_assert_false (shows_text (card, "B495 E0F9 3AD9"));

  finalize (card);
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
  GtkWidget *row = zm_certificate_row_new (&record);

  g_assert_true (shows_text (row, "Revoked"));
  g_assert_true (shows_text (row, "Issued on 1 December 2025, 10:00, revoked on 1 December 2025, "
                                  "10:01 (superseded)"));

  finalize (row);
}

static void
test_device_row (void)
{
  const ZmDeviceRecord record = { .device_id = (char *) "DEV-014",
                                  .label = (char *) "<b>ICU</b>",
                                  .state = ZM_DEVICE_ACTIVE };
  const ZmInstant now = 1764583200 * ZM_INSTANT_SECOND;
  g_autoptr(ZmDeviceItem) soon = zm_device_item_new (&record, now + ZM_INSTANT_DAY, now);
  g_autoptr(ZmDeviceItem) late = zm_device_item_new (&record, now - ZM_INSTANT_DAY, now);
  GtkWidget *row = g_object_new (ZM_TYPE_DEVICE_ROW, "item", soon, NULL);
  ZmBadgeKind kind;

  g_assert_true (shows_text (row, "<b>ICU</b>"));
  g_assert_true (shows_text (row, "Until 2 December 2025"));
  g_object_get (soon, "expiry-kind", &kind, NULL);
  g_assert_cmpint (kind, ==, ZM_BADGE_WARNING);
  g_object_set (row, "item", late, NULL);
  g_assert_true (shows_text (row, "Expired on 30 November 2025"));
  g_object_get (late, "expiry-kind", &kind, NULL);
  g_assert_cmpint (kind, ==, ZM_BADGE_BAD);

  finalize (row);
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
  g_assert_nonnull (find_button (page, "welcome.copy"));

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
  g_test_add_func ("/cards/certificate-row", test_certificate_row);
  g_test_add_func ("/cards/device-row", test_device_row);
  g_test_add_func ("/cards/verification", test_verification_card);
  g_test_add_func ("/cards/welcome", test_welcome_page);

  return g_test_run ();
}
