#include "app/reader/scanner.h"

#include <iconv.h>
#include <string.h>
#include <zbar.h>

#define FORMAT_GREY zbar_fourcc ('Y', '8', '0', '0')

struct _ZmScanner {
  zbar_image_scanner_t *scanner;
  zbar_image_t         *image;
};

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

ZmScanner *
zm_scanner_new (void)
{
  ZmScanner *self = g_new0 (ZmScanner, 1);
  zbar_image_scanner_t *scanner = zbar_image_scanner_create ();

  zbar_image_scanner_request_dbus (scanner, 0);
  zbar_image_scanner_set_config (scanner, ZBAR_NONE, ZBAR_CFG_ENABLE, 0);
  zbar_image_scanner_set_config (scanner, ZBAR_QRCODE, ZBAR_CFG_ENABLE, 1);
  zbar_image_scanner_set_config (scanner, ZBAR_QRCODE, ZBAR_CFG_BINARY, 1);
  zbar_image_scanner_set_config (scanner, ZBAR_NONE, ZBAR_CFG_X_DENSITY, 1);
  zbar_image_scanner_set_config (scanner, ZBAR_NONE, ZBAR_CFG_Y_DENSITY, 1);
  self->scanner = scanner;
  self->image = zbar_image_create ();
  zbar_image_set_format (self->image, FORMAT_GREY);

  return self;
}

void
zm_scanner_free (ZmScanner *self)
{
  zbar_image_destroy (self->image);
  zbar_image_scanner_destroy (self->scanner);
  g_free (self);
}

static gboolean
is_repeated (const ZmScannerCode *codes,
             guint                count)
{
  for (guint i = 0; i < count; i++)
    {
      if (g_str_equal (codes[i].text, codes[count].text))
        return TRUE;
    }

  return FALSE;
}

static gboolean
take_text (const zbar_symbol_t *symbol,
           ZmScannerCode       *code)
{
  const char *data = zbar_symbol_get_data (symbol);
  guint length = zbar_symbol_get_data_length (symbol);

  /* A lone part of a structured append has another type; it is no whole text. */
  if (zbar_symbol_get_type (symbol) != ZBAR_QRCODE || data == NULL)
    return FALSE;
  if (length == 0 || length > ZM_SCANNER_TEXT_MAX || !g_utf8_validate_len (data, length, NULL))
    return FALSE;

  memcpy (code->text, data, length);
  code->text[length] = '\0';

  return TRUE;
}

/* A structured append has four points for each of its parts: the first one's are taken. */
static void
take_corners (const zbar_symbol_t *symbol,
              ZmScannerCode       *code)
{
  guint count = zbar_symbol_get_loc_size (symbol);

  memset (code->corners, 0, sizeof code->corners);
  for (guint i = 0; i < MIN (count, G_N_ELEMENTS (code->corners)); i++)
    {
      code->corners[i][0] = zbar_symbol_get_loc_x (symbol, i);
      code->corners[i][1] = zbar_symbol_get_loc_y (symbol, i);
    }
}

guint
zm_scanner_find (ZmScanner     *self,
                 const ZmGrey  *picture,
                 ZmScannerCode  codes[ZM_SCANNER_CODES_MAX],
                 guint          count)
{
  zbar_image_set_size (self->image, picture->width, picture->height);
  zbar_image_set_data (self->image, picture->pixels, zm_grey_length (picture), NULL);
  if (zbar_scan_image (self->scanner, self->image) <= 0)
    return count;

  for (const zbar_symbol_t *symbol = zbar_image_first_symbol (self->image);
       symbol != NULL && count < ZM_SCANNER_CODES_MAX;
       symbol = zbar_symbol_next (symbol))
    {
      if (!take_text (symbol, &codes[count]) || is_repeated (codes, count))
        continue;
      take_corners (symbol, &codes[count]);
      count++;
    }

  return count;
}

GPtrArray *
zm_scanner_scan (const ZmGrey *picture)
{
  GPtrArray *texts = g_ptr_array_new_with_free_func (g_free);
  g_autoptr(ZmScanner) self = zm_scanner_new ();
  g_autofree ZmScannerCode *codes = g_new (ZmScannerCode, ZM_SCANNER_CODES_MAX);
  guint count = zm_scanner_find (self, picture, codes, 0);

  for (guint i = 0; i < count; i++)
    g_ptr_array_add (texts, g_strdup (codes[i].text));

  return texts;
}
