#include "app/reader/scanner.h"

#include <iconv.h>
#include <zbar.h>

#define FORMAT_GREY zbar_fourcc ('Y', '8', '0', '0')

G_DEFINE_AUTOPTR_CLEANUP_FUNC (zbar_image_t, zbar_image_destroy)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (zbar_image_scanner_t, zbar_image_scanner_destroy)

/* What zbar opens for every code, under its spelling, even when it is to convert nothing. */
static const char *const character_sets[] = { "ISO8859-1", "SJIS", "UTF-8", "BIG-5" };

/* Never closed: that would unload them again. */
static iconv_t converters[G_N_ELEMENTS (character_sets)];

void
zm_scanner_prepare (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (character_sets); i++)
    converters[i] = iconv_open ("UTF-8", character_sets[i]);
}

static zbar_image_scanner_t *
create_scanner (void)
{
  zbar_image_scanner_t *scanner = zbar_image_scanner_create ();

  zbar_image_scanner_request_dbus (scanner, 0);
  zbar_image_scanner_set_config (scanner, ZBAR_NONE, ZBAR_CFG_ENABLE, 0);
  zbar_image_scanner_set_config (scanner, ZBAR_QRCODE, ZBAR_CFG_ENABLE, 1);
  zbar_image_scanner_set_config (scanner, ZBAR_QRCODE, ZBAR_CFG_BINARY, 1);
  zbar_image_scanner_set_config (scanner, ZBAR_NONE, ZBAR_CFG_X_DENSITY, 1);
  zbar_image_scanner_set_config (scanner, ZBAR_NONE, ZBAR_CFG_Y_DENSITY, 1);

  return scanner;
}

static zbar_image_t *
create_image (const ZmGrey *picture)
{
  zbar_image_t *image = zbar_image_create ();

  zbar_image_set_format (image, FORMAT_GREY);
  zbar_image_set_size (image, picture->width, picture->height);
  zbar_image_set_data (image, picture->pixels, zm_grey_length (picture), NULL);

  return image;
}

static void
take_text (GPtrArray           *texts,
           const zbar_symbol_t *symbol)
{
  const char *data = zbar_symbol_get_data (symbol);
  guint length = zbar_symbol_get_data_length (symbol);
  g_autofree char *text = NULL;

  /* A lone part of a structured append has another type; it is no whole text. */
  if (zbar_symbol_get_type (symbol) != ZBAR_QRCODE || data == NULL)
    return;
  if (length == 0 || length > ZM_SCANNER_TEXT_MAX || !g_utf8_validate_len (data, length, NULL))
    return;

  text = g_strndup (data, length);
  if (!g_ptr_array_find_with_equal_func (texts, text, g_str_equal, NULL))
    g_ptr_array_add (texts, g_steal_pointer (&text));
}

GPtrArray *
zm_scanner_scan (const ZmGrey *picture)
{
  GPtrArray *texts = g_ptr_array_new_with_free_func (g_free);
  g_autoptr(zbar_image_scanner_t) scanner = create_scanner ();
  g_autoptr(zbar_image_t) image = create_image (picture);

  if (zbar_scan_image (scanner, image) <= 0)
    return texts;

  for (const zbar_symbol_t *symbol = zbar_image_first_symbol (image);
       symbol != NULL && texts->len < ZM_SCANNER_CODES_MAX;
       symbol = zbar_symbol_next (symbol))
    take_text (texts, symbol);

  return texts;
}
