#include "app/labels/proof-pdf.h"

#include "app/labels/hops-drawing.h"
#include "app/labels/proof-drawing.h"

#include <glib/gstdio.h>
#include <string.h>

#define LONG "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"

static ZmProofCard *
make_card (const char *value)
{
  ZmProofCard *card = zm_proof_card_new ();

  card->device_id = g_strdup ("DEV-014");
  card->device_label = g_strdup ("Süd, Bett 7");
  card->server = g_strdup ("central.hospital.example");
  card->session_id = g_strdup ("0b0e7a2c-5a3e-4f5e-8d53-0a2d3d9fd0a1");
  card->when = g_strdup ("1 December 2025, 10:00");
  card->who = g_strdup ("Ana, desk North");
  card->verdict = g_strdup ("This identity works, and what must be refused is refused.");
  card->state = ZM_PROOF_GOOD;
  zm_proof_card_take (card, ZM_PROOF_DEVICE, "chain", "Chain", g_strdup (value), "proved",
                      ZM_PROOF_GOOD);
  zm_proof_card_take (card, ZM_PROOF_CONNECTION, "version", "Version", g_strdup ("TLSv1.3"),
                      "proved", ZM_PROOF_GOOD);
  zm_proof_card_take (card, ZM_PROOF_SERVER, "seen", "Seen", g_strdup ("B495 E0F9"), NULL,
                      ZM_PROOF_BAD);
  zm_proof_card_take (card, ZM_PROOF_NEGATIVE, "canary", "A client whose certificate is revoked",
                      g_strdup ("Refused: certificate revoked"), "tried by this desk",
                      ZM_PROOF_UNKNOWN);

  return card;
}

/* By a program that is not ours. */
static char *
read_pdf (const ZmProofCard *card)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GBytes) pdf = zm_proof_pdf_make (card, &error);
  g_autofree char *folder = g_dir_make_tmp ("zm-proof-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "card.pdf", NULL);
  const char *argv[] = { "pdftotext", "-layout", path, "-", NULL };
  char *text = NULL;
  int status;

  g_assert_no_error (error);
  g_assert_true (g_file_set_contents (path, g_bytes_get_data (pdf, NULL),
                                      (gssize) g_bytes_get_size (pdf), NULL));
  g_assert_true (g_spawn_sync (NULL, (char **) argv, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, &text,
                               NULL, &status, &error));
  g_assert_no_error (error);
  g_assert_cmpint (status, ==, 0);
  g_unlink (path);
  g_rmdir (folder);

  return text;
}

static guint
count (const char *text,
       const char *piece)
{
  g_auto(GStrv) parts = g_strsplit (text, piece, -1);

  return g_strv_length (parts) - 1;
}

static void
test_can_be_read (void)
{
  static const char *const expected[] = {
    "DEV-014", "Süd, Bett 7", "central.hospital.example", "TLSv1.3", "B495 E0F9",
    "This identity works, and what must be refused is refused.", "Refused: certificate revoked",
    "What must be refused", "0b0e7a2c-5a3e-4f5e-8d53-0a2d3d9fd0a1", "Ana, desk North",
    "1 December 2025, 10:00", "tried by this desk",
  };
  g_autoptr(ZmProofCard) card = make_card ("DEV-014 → Root");
  g_autofree char *text = read_pdf (card);
  g_auto(GStrv) pages = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (expected); i++)
    {
      g_test_message ("%s", expected[i]);
      g_assert_nonnull (strstr (text, expected[i]));
    }
  /* Once where it is drawn, once in the table. */
  g_assert_cmpuint (count (text, "Refused: certificate revoked"), ==, 2);
  g_assert_cmpuint (count (text, "TLSv1.3"), ==, 2);
  g_assert_cmpuint (count (text, "DEV-014 → Root"), ==, 2);
  /* The text of one page ends with a form feed. */
  pages = g_strsplit (text, "\f", -1);
  g_assert_cmpuint (g_strv_length (pages), ==, 2);
}

/* Also much text comes onto the one sheet, and nothing beyond its margins. */
static void
test_stays_within (void)
{
  g_autoptr(ZmProofCard) card = make_card (LONG LONG LONG LONG);
  cairo_surface_t *surface = cairo_recording_surface_create (CAIRO_CONTENT_COLOR_ALPHA, NULL);
  cairo_t *cr = cairo_create (surface);
  double x, y, width, height;

  for (guint i = 0; i < 40; i++)
    zm_proof_card_take (card, ZM_PROOF_SERVER, "more", "More", g_strdup (LONG), "proved",
                        ZM_PROOF_UNKNOWN);
  zm_proof_drawing_draw (cr, card);
  cairo_destroy (cr);
  cairo_recording_surface_ink_extents (surface, &x, &y, &width, &height);
  g_assert_cmpfloat (x, >=, 40);
  g_assert_cmpfloat (x + width, <=, ZM_PROOF_DRAWING_WIDTH - 40);
  g_assert_cmpfloat (y + height, <=, ZM_PROOF_DRAWING_HEIGHT - 40);
  cairo_surface_destroy (surface);
}

static void
measure_ink (ZmProofPen *pen,
             const char *text,
             double     *from,
             double     *to)
{
  static const ZmProofStyle style = { 1, FALSE, FALSE, PANGO_ALIGN_LEFT, 1 };
  cairo_surface_t *surface = cairo_recording_surface_create (CAIRO_CONTENT_COLOR_ALPHA, NULL);
  double y, width, height;

  pen->cr = cairo_create (surface);
  if (text != NULL)
    zm_proof_pen_text (pen, &style, &pen->ink, text, 0, 0, 200);
  else
    zm_proof_pen_mark (pen, ZM_PROOF_GOOD, 0, 0, 20);
  cairo_destroy (pen->cr);
  cairo_recording_surface_ink_extents (surface, from, &y, &width, &height);
  *to = *from + width;
  cairo_surface_destroy (surface);
}

/* Whichever way a text reads itself, it begins where the sheet begins. */
static void
test_from_right (void)
{
  static const char *const texts[] = { NULL, "DEV-014", "\u0627\u0644\u062c\u0647\u0627\u0632", "014" };
  ZmProofPen pen = zm_proof_pen_new_paper (NULL, 10, 400);
  double from, to;

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      measure_ink (&pen, texts[i], &from, &to);
      g_assert_cmpfloat (from, >=, -2);
      g_assert_cmpfloat (to, <, 100);
    }

  pen.mirror = 400;
  pango_context_set_base_dir (pen.context, PANGO_DIRECTION_RTL);
  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      measure_ink (&pen, texts[i], &from, &to);
      g_assert_cmpfloat (from, >, 300);
      g_assert_cmpfloat (to, <=, 402);
    }
  g_object_unref (pen.context);
}

/* Measured without drawing as drawn: a widget asks first. */
static void
test_hops_measure (void)
{
  g_autoptr(ZmProofCard) card = make_card ("DEV-014 → Root");
  cairo_surface_t *surface = cairo_recording_surface_create (CAIRO_CONTENT_COLOR_ALPHA, NULL);
  cairo_t *cr = cairo_create (surface);
  ZmProofPen pen = zm_proof_pen_new_paper (NULL, 10, 400);
  double measured = zm_hops_drawing_draw (&pen, card, 400);
  double x, y, width, height;

  pen.cr = cr;
  g_assert_cmpfloat (zm_hops_drawing_draw (&pen, card, 400), ==, measured);
  g_assert_cmpfloat (zm_hops_drawing_draw (&pen, card, 200), >, measured);
  cairo_destroy (cr);
  cairo_recording_surface_ink_extents (surface, &x, &y, &width, &height);
  g_assert_cmpfloat (width, <=, 402);
  cairo_surface_destroy (surface);
  g_object_unref (pen.context);
}

static void
test_text (void)
{
  g_autoptr(ZmProofCard) card = make_card ("DEV-014 → Root");
  g_autofree char *text = zm_proof_card_to_text (card);

  g_assert_true (g_str_has_prefix (text, "DEV-014, Süd, Bett 7. This identity works"));
  g_assert_nonnull (strstr (text, "\nConnection: Version: TLSv1.3. Proved (proved)"));
  g_assert_nonnull (strstr (text, "\nCentral Station: Seen: B495 E0F9. Failed"));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/labels/proof-pdf/can-be-read", test_can_be_read);
  g_test_add_func ("/labels/proof-pdf/stays-within", test_stays_within);
  g_test_add_func ("/labels/proof-pdf/from-right", test_from_right);
  g_test_add_func ("/labels/proof-pdf/hops-measure", test_hops_measure);
  g_test_add_func ("/labels/proof-pdf/text", test_text);

  return g_test_run ();
}
