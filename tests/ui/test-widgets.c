#include "tests/ui/screen.h"
#include "app/qr/reader-client.h"
#include "app/station/clock-triage.h"
#include "app/station/clock-words.h"
#include "app/station/judgement-item.h"
#include "app/station/tick.h"
#include "ui/badge.h"
#include "ui/clock-strip.h"
#include "ui/hash-label.h"
#include "ui/judgement-table.h"
#include "ui/label-preview.h"
#include "ui/letters.h"
#include "ui/proof-hops.h"
#include "ui/proof-row.h"
#include "ui/qr-card.h"
#include "ui/simulated-screen.h"
#include "ui/stage-bar.h"
#include "ui/tick-list.h"
#include "ui/tick-row.h"
#include "ui/two-shapes.h"

#define TICKET "ZM1:DEV-014:LNUC-5552:" \
               "4OYMIQUY7QOBJGX36TEJS35ZEQT24QPEMSNZGTFESWMRW6CSXBKQ:MFRGGZDFMZTWQ2LK"

/* Set → notified once → read back → finalized; the same value again notifies nobody. */
static void
check_string (GType       type,
              const char *property)
{
  GtkWidget *widget = g_object_new (type, NULL);
  g_autofree char *signal = g_strconcat ("notify::", property, NULL);
  g_autofree char *seen = NULL;
  guint notified = 0;

  g_signal_connect_swapped (widget, signal, G_CALLBACK (count_cb), &notified);
  g_object_set (widget, property, "<b>one</b>", NULL);
  g_object_set (widget, property, "<b>one</b>", NULL);
  g_object_get (widget, property, &seen, NULL);
  g_assert_cmpstr (seen, ==, "<b>one</b>");
  g_assert_cmpuint (notified, ==, 1);

  finalize (widget);
}

static void
test_badge (void)
{
  GtkWidget *badge = g_object_new (ZM_TYPE_BADGE, "kind", ZM_BADGE_BAD, "label", "Failed", NULL);

  g_assert_true (shows_text (badge, "Failed"));
  g_assert_true (gtk_widget_has_css_class (badge, "error"));
  g_assert_cmpstr (gtk_image_get_icon_name (GTK_IMAGE (find_by_type (badge, GTK_TYPE_IMAGE))), ==,
                   "dialog-error-symbolic");
  g_object_set (badge, "kind", ZM_BADGE_GOOD, NULL);
  g_assert_false (gtk_widget_has_css_class (badge, "error"));
  g_assert_true (gtk_widget_has_css_class (badge, "success"));

  finalize (badge);
  check_string (ZM_TYPE_BADGE, "label");
}

static void
test_tick_list (void)
{
  g_autoptr(GListStore) ticks = g_list_store_new (ZM_TYPE_TICK);
  g_autoptr(ZmTick) bad = zm_tick_new ("tether-device", "Device on the cable", ZM_TICK_BAD,
                                       "DEV-041\xE2\x80\xAE", "DEV-014");
  g_autoptr(ZmTick) good = zm_tick_new ("csr-cn", "Name in the CSR", ZM_TICK_GOOD, "DEV-014",
                                        "DEV-014");
  GtkWidget *list = g_object_new (ZM_TYPE_TICK_LIST, "title", "Guard", "model", ticks, NULL);

  g_list_store_append (ticks, bad);
  g_assert_true (shows_text (list, "Guard"));
  g_assert_true (shows_text (list, "Differs"));
  g_assert_true (shows_text (list, "DEV-041\\u{202E}"));
  g_assert_true (shows_text (list, "Expected: DEV-014"));

  g_list_store_splice (ticks, 0, 1, (gpointer *) &good, 1);
  settle ();
  g_assert_true (shows_text (list, "Agrees"));
  g_assert_false (shows_text (list, "Differs"));
  g_assert_false (shows_text (list, "Expected: DEV-014"));

  finalize (list);
  check_string (ZM_TYPE_TICK_LIST, "title");
}

static ZmSessionStage
get_shown (GtkWidget *bar)
{
  ZmSessionStage shown;

  g_object_get (bar, "shown", &shown, NULL);
  return shown;
}

/* A person may look back, never ahead; the next step brings the view along. */
static void
test_stage_bar (void)
{
  GtkWidget *bar = g_object_new (ZM_TYPE_STAGE_BAR, NULL);

  g_object_set (bar, "stage", ZM_STAGE_CERTIFICATE, NULL);
  g_assert_cmpint (get_shown (bar), ==, ZM_STAGE_CERTIFICATE);
  gtk_widget_activate_action (bar, "stage.show", "s", "pair");
  g_assert_cmpint (get_shown (bar), ==, ZM_STAGE_PAIR);
  gtk_widget_activate_action (bar, "stage.show", "s", "done");
  g_assert_cmpint (get_shown (bar), ==, ZM_STAGE_PAIR);
  gtk_widget_activate_action (bar, "stage.show", "s", "nonsense");
  g_assert_cmpint (get_shown (bar), ==, ZM_STAGE_PAIR);
  g_object_set (bar, "stage", ZM_STAGE_DELIVER, NULL);
  g_assert_cmpint (get_shown (bar), ==, ZM_STAGE_DELIVER);

  finalize (bar);
}

static void
test_stage_bar_words (void)
{
  static const char *const words[] = { "Pair", "Check", "Certificate", "Deliver", "Test", "Done" };
  GtkWidget *bar = g_object_new (ZM_TYPE_STAGE_BAR, NULL);
  GtkWidget *cell = gtk_widget_get_first_child (bar);

  for (gsize i = 0; i < G_N_ELEMENTS (words); i++)
    g_assert_true (shows_text (bar, words[i]));
  g_object_set (bar, "stage", ZM_STAGE_CHECK, "failed", TRUE, NULL);
  g_assert_true (gtk_widget_has_css_class (cell, "passed"));
  cell = gtk_widget_get_next_sibling (cell);
  g_assert_true (gtk_widget_has_css_class (cell, "failed"));
  g_assert_false (gtk_widget_has_css_class (cell, "current"));
  cell = gtk_widget_get_next_sibling (cell);
  g_assert_false (gtk_widget_get_focusable (cell));

  finalize (bar);
}

static ZmJudgementItem *
make_judgement (const char *field,
                const char *asked,
                ZmVerdict   verdict)
{
  return zm_judgement_item_new (&(ZmJudgementRow) {
    .field = (char *) field,
    .asked = (char *) asked,
    .policy = (char *) "the registry wins",
    .standard = (char *) "RFC 5280 §4.2.1.6",
    .issued = (char *) "ICU 2, bed 7",
    .verdict = verdict,
  });
}

static void
test_judgement_table (void)
{
  g_autoptr(GListStore) items = g_list_store_new (ZM_TYPE_JUDGEMENT_ITEM);
  g_autoptr(ZmJudgementItem) item = make_judgement ("SAN deviceLabel", NULL, ZM_VERDICT_CHANGED);
  GtkWidget *table = g_object_new (ZM_TYPE_JUDGEMENT_TABLE, "model", items, NULL);

  g_list_store_append (items, item);
  g_assert_true (shows_text (table, "SAN deviceLabel"));
  g_assert_true (shows_text (table, "–"));
  g_assert_true (shows_text (table, "the registry wins\nRFC 5280 §4.2.1.6"));
  g_assert_true (shows_text (table, "changed"));

  finalize (table);
}

static GtkWindow *
show_in_clamp (GtkWidget *widget,
               int        width)
{
  GtkWidget *clamp = g_object_new (ADW_TYPE_CLAMP, "maximum-size", width, "child", widget, NULL);

  return show_in_window (clamp);
}

/* Columns where there is room, lines where there is none. */
static void
test_judgement_table_is_narrow (void)
{
  g_autoptr(GListStore) items = g_list_store_new (ZM_TYPE_JUDGEMENT_ITEM);
  g_autoptr(ZmJudgementItem) item = make_judgement ("OU", "ZMonitor", ZM_VERDICT_GRANTED);
  GtkWidget *table = g_object_new (ZM_TYPE_JUDGEMENT_TABLE, "model", items, NULL);
  GtkWindow *window;

  g_list_store_append (items, item);
  window = show_in_window (table);
  g_assert_true (shows_text (table, "Will issue"));
  g_assert_true (shows_text (table, "ICU 2, bed 7"));
  g_assert_false (shows_text (table, "Will issue: ICU 2, bed 7"));
  gtk_window_destroy (window);

  table = g_object_new (ZM_TYPE_JUDGEMENT_TABLE, "model", items, NULL);
  window = show_in_clamp (table, 400);
  /* A loaded machine takes its time to lay the window out. */
  for (guint i = 0; i < 200 && shows_text (table, "Will issue"); i++)
    spin (50);
  g_assert_false (shows_text (table, "Will issue"));
  g_assert_true (shows_text (table, "Will issue: ICU 2, bed 7"));
  g_assert_true (shows_text (table, "Policy: the registry wins (RFC 5280 §4.2.1.6)"));
  gtk_window_destroy (window);
}

static void
test_hash_label (void)
{
  GtkWidget *label = g_object_new (ZM_TYPE_HASH_LABEL, "hash",
                                   "4df20d7e8592304e4d77ac85069deafeb772f7b5", NULL);
  GtkWidget *toggle = find_by_type (label, GTK_TYPE_TOGGLE_BUTTON);

  g_assert_true (shows_text (label, "4df2 0d7e … b772 f7b5"));
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (toggle), TRUE);
  g_assert_true (shows_text (label, "4df2 0d7e 8592 304e 4d77 ac85 069d eafe b772 f7b5"));
  g_assert_nonnull (find_button (label, "hash.copy"));
  g_object_set (label, "hash", NULL, NULL);

  finalize (label);
}

/* A key's hash can be seen whole and copied, a name is shown as it is. */
static void
test_tick_row_with_hash (void)
{
  g_autoptr(ZmTick) key = zm_tick_new ("ticket-key", "Key in the CSR", ZM_TICK_BAD,
                                       "4df20d7e8592304e4d77ac85069deafeb772f7b5",
                                       "99ab2701181960436fbc61896214860d0ddb265e");
  g_autoptr(ZmTick) name = zm_tick_new ("csr-cn", "Name in the CSR", ZM_TICK_GOOD, "DEV-014", NULL);
  GtkWidget *row = zm_tick_row_new (key, ZM_TICK_WORDS_GUARD);

  g_assert_true (shows_text (row, "4df2 0d7e … b772 f7b5"));
  g_assert_true (shows_text (row, "Expected: 99ab 2701 … 0ddb 265e"));
  finalize (row);

  row = zm_tick_row_new (name, ZM_TICK_WORDS_GUARD);
  g_assert_true (shows_text (row, "DEV-014"));
  g_assert_null (find_button (row, "hash.copy"));
  finalize (row);
}

static int
measure_height (GtkWidget *widget,
                int        width)
{
  int height;

  gtk_widget_measure (widget, GTK_ORIENTATION_VERTICAL, width, NULL, &height, NULL, NULL);

  return height;
}

/* What is drawn takes the room that it needs, the more the narrower. */
static void
test_proof_hops (void)
{
  g_autoptr(ZmProofCard) card = zm_proof_card_new ();
  ZmProofHops *hops = g_object_new (ZM_TYPE_PROOF_HOPS, NULL);

  card->device_id = g_strdup ("DEV-014");
  card->verdict = g_strdup ("It works.");
  zm_proof_card_take (card, ZM_PROOF_SERVER, "seen", "Certificate that the server saw",
                      g_strdup ("B495 E0F9 3AD9 0000 0000 0000 0000 00FF"), "proved",
                      ZM_PROOF_GOOD);
  g_assert_cmpint (measure_height (GTK_WIDGET (hops), 600), <=, 1);
  zm_proof_hops_show (hops, card);
  g_assert_cmpint (measure_height (GTK_WIDGET (hops), 600), >, 40);
  g_assert_cmpint (measure_height (GTK_WIDGET (hops), 440), >,
                   measure_height (GTK_WIDGET (hops), 1200));
  zm_proof_hops_show (hops, NULL);

  finalize (hops);
}

static void
test_proof_row (void)
{
  const ZmProofFact fact = { ZM_PROOF_NEGATIVE, (char *) "canary", (char *) "A revoked client",
                             (char *) "Let in: HTTP 200", (char *) "tried by this desk",
                             ZM_PROOF_BAD };
  GtkWidget *row = zm_proof_row_new (&fact);

  g_assert_true (shows_text (row, "A revoked client"));
  g_assert_true (shows_text (row, "Let in: HTTP 200"));
  g_assert_true (shows_text (row, "tried by this desk"));
  g_assert_true (shows_text (row, "Failed"));

  finalize (row);
}

static void
test_clock_strip (void)
{
  const ZmInstant now = 1764583200 * ZM_INSTANT_SECOND;
  g_autoptr(GPtrArray) clocks = zm_clock_triage_judge (now - 2 * ZM_INSTANT_HOUR, now, 0);
  g_autoptr(GListStore) model = g_list_store_new (ZM_TYPE_TICK);
  GtkWidget *strip = g_object_new (ZM_TYPE_CLOCK_STRIP, "model", model, NULL);

  g_list_store_splice (model, 0, 0, clocks->pdata, clocks->len);
  g_assert_true (shows_text (strip, "08:00:00"));
  g_assert_true (shows_text (strip, "2 hours slow"));
  g_assert_true (shows_text (strip, "Wrong"));
  g_assert_true (shows_text (strip, "10:00:00"));
  g_assert_true (shows_text (strip, "1 December 2025"));
  g_assert_true (shows_text (strip, "Not known"));
  g_assert_true (shows_text (strip, zm_clock_words_consequence (clocks->pdata[0])));
  g_list_store_remove_all (model);
  g_assert_false (shows_text (strip, "2 hours slow"));

  finalize (strip);
}

/* What is drawn is what a camera would read, also at two device pixels a pixel. */
static GBytes *
draw (GtkWidget *card)
{
  g_autoptr(GdkPaintable) paintable = gtk_widget_paintable_new (card);
  g_autoptr(GtkSnapshot) snapshot = gtk_snapshot_new ();
  g_autoptr(GskRenderNode) node = NULL;
  g_autoptr(GdkTexture) texture = NULL;
  GtkNative *native = gtk_widget_get_native (card);

  gdk_paintable_snapshot (paintable, snapshot, gdk_paintable_get_intrinsic_width (paintable),
                          gdk_paintable_get_intrinsic_height (paintable));
  node = gtk_snapshot_to_node (snapshot);
  g_assert_nonnull (node);
  texture = gsk_renderer_render_texture (gtk_native_get_renderer (native), node, NULL);

  return gdk_texture_save_to_png_bytes (texture);
}

static void
test_qr_card_can_be_read (void)
{
  GtkWidget *card = g_object_new (ZM_TYPE_QR_CARD, "text", TICKET, "module-size", 3, NULL);
  g_autoptr(ZmReaderClient) reader = NULL;
  g_autoptr(GBytes) picture = NULL;
  g_autoptr(GError) error = NULL;
  g_autofree char *text = NULL;
  GtkWindow *window;

  gtk_widget_set_halign (card, GTK_ALIGN_CENTER);
  gtk_widget_set_valign (card, GTK_ALIGN_CENTER);
  adw_style_manager_set_color_scheme (adw_style_manager_get_default (),
                                      ADW_COLOR_SCHEME_FORCE_DARK);
  window = show_in_window (card);
  spin (100);
  picture = draw (card);
  reader = zm_reader_client_new (&error);
  g_assert_no_error (error);
  text = zm_reader_client_read (reader, picture, ZM_READER_PLAIN, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (text, ==, TICKET);

  adw_style_manager_set_color_scheme (adw_style_manager_get_default (), ADW_COLOR_SCHEME_DEFAULT);
  gtk_window_destroy (window);
}

static void
test_qr_card (void)
{
  GtkWidget *card = g_object_new (ZM_TYPE_QR_CARD, "text", "ABC", NULL);
  int natural;

  gtk_widget_measure (card, GTK_ORIENTATION_HORIZONTAL, -1, NULL, &natural, NULL, NULL);
  g_assert_cmpint (natural, ==, (21 + 8) * 3);
  finalize (card);
  check_string (ZM_TYPE_QR_CARD, "text");
}

static const char *
get_face (GtkWidget *screen)
{
  GtkWidget *stack = find_by_type (screen, GTK_TYPE_STACK);

  return gtk_stack_get_visible_child_name (GTK_STACK (stack));
}

static void
test_simulated_screen (void)
{
  GtkWidget *screen = g_object_new (ZM_TYPE_SIMULATED_SCREEN, "device-id", "DEV-014", NULL);

  g_object_set (screen, "status", "starting", NULL);
  g_assert_cmpstr (get_face (screen), ==, "starting");
  g_object_set (screen, "ticket", TICKET, "code", "LNUC-5552", "status", "waiting", NULL);
  g_assert_cmpstr (get_face (screen), ==, "ticket");
  g_assert_true (shows_text (screen, "LNUC-5552"));
  g_object_set (screen, "number", "063697", "status", "paired", NULL);
  g_assert_cmpstr (get_face (screen), ==, "number");
  g_assert_true (shows_text (screen, "063\xC2\xA0" "697"));
  g_object_set (screen, "status", "installing", NULL);
  g_assert_cmpstr (get_face (screen), ==, "installing");
  g_object_set (screen, "status", "installed", NULL);
  g_assert_cmpstr (get_face (screen), ==, "installed");
  g_object_set (screen, "status", "failed", NULL);
  g_assert_cmpstr (get_face (screen), ==, "failed");

  finalize (screen);
  check_string (ZM_TYPE_SIMULATED_SCREEN, "message");
}

static void
test_label_preview (void)
{
  const ZmLabelJob roll = { zm_label_job_find_stock ("62x29"), 1, 1 };
  const ZmLabelJob sheet = { zm_label_job_find_stock ("a4"), 30, 24 };
  g_autoptr(ZmLabel) label = zm_label_new_device ("DEV-014", "ICU 2", NULL, NULL, NULL);
  ZmLabelPreview *preview = g_object_new (ZM_TYPE_LABEL_PREVIEW, NULL);

  zm_label_preview_show (preview, label, &roll);
  zm_label_preview_show (preview, label, &sheet);
  zm_label_preview_show (preview, NULL, NULL);

  finalize (GTK_WIDGET (preview));
}

static GtkWidget *
create_shapes (int        wide_width,
               GtkWidget *narrow)
{
  GtkWidget *wide = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);

  gtk_widget_set_size_request (wide, wide_width, 20);
  if (narrow != NULL)
    gtk_widget_set_size_request (narrow, 50, 90);

  return g_object_new (ZM_TYPE_TWO_SHAPES, "wide", wide, "narrow", narrow, NULL);
}

/* The height is that of the shape which the width will have, and those of a group agree. */
static void
test_two_shapes (void)
{
  g_autoptr(GtkSizeGroup) group = gtk_size_group_new (GTK_SIZE_GROUP_HORIZONTAL);
  GtkWidget *narrow = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *shapes = create_shapes (2000, narrow);
  GtkWidget *head = create_shapes (100, NULL);
  GtkWindow *window;

  g_assert_cmpint (measure_height (shapes, 1999), ==, 90);
  g_assert_cmpint (measure_height (shapes, 2000), ==, 20);
  g_assert_cmpint (measure_height (head, 100), ==, 20);
  g_assert_cmpint (measure_height (head, 99), ==, 0);
  g_object_set (head, "room", 300, NULL);
  g_assert_cmpint (measure_height (head, zm_letters_scale (head, 300) - 1), ==, 0);
  g_assert_cmpint (measure_height (head, zm_letters_scale (head, 300)), ==, 20);

  gtk_box_append (GTK_BOX (box), head);
  gtk_box_append (GTK_BOX (box), shapes);
  gtk_size_group_add_widget (group, zm_two_shapes_get_wide (ZM_TWO_SHAPES (head)));
  gtk_size_group_add_widget (group, zm_two_shapes_get_wide (ZM_TWO_SHAPES (shapes)));
  window = show_in_window (box);
  g_assert_true (gtk_widget_get_child_visible (narrow));
  g_assert_cmpint (gtk_widget_get_height (shapes), ==, 90);
  g_assert_false (gtk_widget_get_child_visible (zm_two_shapes_get_wide (ZM_TWO_SHAPES (shapes))));
  g_assert_false (gtk_widget_get_child_visible (zm_two_shapes_get_wide (ZM_TWO_SHAPES (head))));
  g_assert_cmpint (measure_height (head, 1999), ==, 0);

  gtk_window_destroy (window);
  settle ();
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  adw_init ();

  g_test_add_func ("/widgets/badge", test_badge);
  g_test_add_func ("/widgets/tick-list", test_tick_list);
  g_test_add_func ("/widgets/stage-bar", test_stage_bar);
  g_test_add_func ("/widgets/stage-bar-words", test_stage_bar_words);
  g_test_add_func ("/widgets/clock-strip", test_clock_strip);
  g_test_add_func ("/widgets/proof-hops", test_proof_hops);
  g_test_add_func ("/widgets/proof-row", test_proof_row);
  g_test_add_func ("/widgets/hash-label", test_hash_label);
  g_test_add_func ("/widgets/tick-row-with-hash", test_tick_row_with_hash);
  g_test_add_func ("/widgets/judgement-table", test_judgement_table);
  g_test_add_func ("/widgets/two-shapes", test_two_shapes);
  g_test_add_func ("/widgets/judgement-table-narrow", test_judgement_table_is_narrow);
  g_test_add_func ("/widgets/qr-card", test_qr_card);
  g_test_add_func ("/widgets/qr-card-can-be-read", test_qr_card_can_be_read);
  g_test_add_func ("/widgets/simulated-screen", test_simulated_screen);
  g_test_add_func ("/widgets/label-preview", test_label_preview);

  return g_test_run ();
}
