#include "config.h"

#include "app/labels/label.h"

#include "app/base/hex.h"
#include "app/base/text.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>
#include <string.h>

#define GROUP 4 /* digits that an eye takes at once */

static void
free_line (gpointer data)
{
  ZmLabelLine *line = data;

  g_free (line->text);
  g_free (line);
}

/* Takes code. */
static ZmLabel *
new_label (ZmLabelCode *code,
           const char  *heading,
           const char  *title)
{
  ZmLabel *label = g_new0 (ZmLabel, 1);

  label->code = code;
  label->code_text = zm_label_code_format (code);
  label->heading = g_strdup (heading);
  label->title = zm_text_escape_words (title);
  label->lines = g_ptr_array_new_with_free_func (free_line);

  return label;
}

static void
add_line (ZmLabel          *label,
          ZmLabelLineStyle  style,
          const char       *text)
{
  ZmLabelLine *line;

  if (text == NULL || *text == '\0')
    return;

  line = g_new0 (ZmLabelLine, 1);
  line->style = style;
  line->text = zm_text_escape_words (text);
  g_ptr_array_add (label->lines, line);
}

static void
add_digits (ZmLabel    *label,
            const char *digits)
{
  g_autoptr(GString) text = g_string_new (NULL);
  g_autofree char *upper = g_ascii_strup (digits, -1);

  for (gsize i = 0; upper[i] != '\0'; i++)
    {
      if (i > 0 && i % GROUP == 0)
        g_string_append_c (text, ' ');
      g_string_append_c (text, upper[i]);
    }

  add_line (label, ZM_LABEL_LINE_DIGITS, text->str);
}

static void
add_hash (ZmLabel      *label,
          const guint8  hash[ZM_SHA256_LENGTH])
{
  g_autofree char *digits = zm_hex_encode (hash, ZM_SHA256_LENGTH);

  add_digits (label, digits);
}

ZmLabel *
zm_label_new_device (const char  *device_id,
                     const char  *device_label,
                     const char  *location,
                     const char  *asset_tag,
                     GError     **error)
{
  ZmLabelCode *code = zm_label_code_new_device (device_id, error);
  g_autofree char *asset = NULL;
  ZmLabel *label;

  if (code == NULL)
    return NULL;

  label = new_label (code, _("Patient monitor"), device_id);
  add_line (label, ZM_LABEL_LINE_TEXT, device_label);
  add_line (label, ZM_LABEL_LINE_TEXT, location);
  if (asset_tag != NULL && *asset_tag != '\0')
    asset = g_strdup_printf (_("Asset tag %s"), asset_tag);
  add_line (label, ZM_LABEL_LINE_TEXT, asset);

  return label;
}

ZmLabel *
zm_label_new_badge (const char  *operator_name,
                    GError     **error)
{
  ZmLabelCode *code = zm_label_code_new_badge (operator_name, error);
  ZmLabel *label;

  if (code == NULL)
    return NULL;

  label = new_label (code, _("Operator"), operator_name);
  add_line (label, ZM_LABEL_LINE_SMALL, _("Says who it is. Signing in needs the PIN."));

  return label;
}

ZmLabel *
zm_label_new_certificate (const char  *subject,
                          const char  *serial,
                          GBytes      *der,
                          ZmInstant    not_after,
                          GError     **error)
{
  guint8 hash[ZM_SHA256_LENGTH];
  g_autofree char *end = zm_instant_format (not_after);
  g_autofree char *until = NULL;
  ZmLabelCode *code;
  ZmLabel *label;

  g_return_val_if_fail (der != NULL, NULL);

  zm_digest_sha256 (g_bytes_get_data (der, NULL), g_bytes_get_size (der), hash);
  code = zm_label_code_new_certificate (serial, hash, error);
  if (code == NULL)
    return NULL;

  /* The day is enough for paper. */
  end[strlen ("2026-01-31")] = '\0';
  until = g_strdup_printf (_("Valid until %s"), end);
  label = new_label (code, _("Certificate"), subject != NULL ? subject : serial);
  add_line (label, ZM_LABEL_LINE_SMALL, until);
  add_line (label, ZM_LABEL_LINE_SMALL, _("Serial number"));
  add_digits (label, serial);
  add_line (label, ZM_LABEL_LINE_SMALL, "SHA-256");
  add_hash (label, hash);

  return label;
}

ZmLabel *
zm_label_new_audit_head (const char    *origin,
                         guint64        size,
                         const guint8   root[ZM_SHA256_LENGTH],
                         ZmInstant      time,
                         GError       **error)
{
  ZmLabelCode *code = zm_label_code_new_head (origin, size, root, time, error);
  /* In the form of the code beside it, which no language turns round. */
  g_autofree char *when = zm_instant_format (time);
  g_autofree char *title = NULL;
  ZmLabel *label;

  if (code == NULL)
    return NULL;

  title = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%" PRIu64 " record",
                                        "%" PRIu64 " records", (gulong) size), size);
  label = new_label (code, _("Audit log"), title);
  add_line (label, ZM_LABEL_LINE_TEXT, when);
  add_line (label, ZM_LABEL_LINE_SMALL, origin);
  add_line (label, ZM_LABEL_LINE_SMALL, _("Head of the tree, SHA-256"));
  add_hash (label, root);

  return label;
}

void
zm_label_free (ZmLabel *label)
{
  if (label == NULL)
    return;

  zm_label_code_free (label->code);
  g_free (label->code_text);
  g_free (label->heading);
  g_free (label->title);
  g_ptr_array_unref (label->lines);
  g_free (label);
}

char *
zm_label_to_text (const ZmLabel *label)
{
  GString *text;

  g_return_val_if_fail (label != NULL, NULL);

  text = g_string_new (label->heading);
  g_string_append_printf (text, "\n%s", label->title);
  for (guint i = 0; i < label->lines->len; i++)
    g_string_append_printf (text, "\n%s", ((ZmLabelLine *) label->lines->pdata[i])->text);

  return g_string_free (text, FALSE);
}
