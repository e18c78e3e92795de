#include "config.h"

#include "ui/proof-hops.h"

#include "app/labels/hops-drawing.h"
#include "ui/accessible.h"

#include <glib/gi18n.h>

#define NARROWEST 440 /* px: below that the three columns cannot be read */
#define NATURAL   640

struct _ZmProofHops {
  GtkWidget          parent_instance;

  const ZmProofCard *card;
};

G_DEFINE_FINAL_TYPE (ZmProofHops, zm_proof_hops, GTK_TYPE_WIDGET)

static ZmProofColour
look_up_colour (GtkWidget  *widget,
                const char *name)
{
  G_GNUC_BEGIN_IGNORE_DEPRECATIONS
  GtkStyleContext *context = gtk_widget_get_style_context (widget);
  GdkRGBA colour;

  if (name == NULL || !gtk_style_context_lookup_color (context, name, &colour))
    gtk_style_context_get_color (context, &colour);
  G_GNUC_END_IGNORE_DEPRECATIONS

  return (ZmProofColour) { colour.red, colour.green, colour.blue, colour.alpha };
}

/* The desktop's font, text scale and theme. */
static ZmProofPen
make_pen (ZmProofHops *self,
          cairo_t     *cr,
          double       width)
{
  GtkWidget *widget = GTK_WIDGET (self);
  PangoContext *context = gtk_widget_get_pango_context (widget);
  const PangoFontDescription *font = pango_context_get_font_description (context);
  double size = (double) pango_font_description_get_size (font) / PANGO_SCALE;
  ZmProofPen pen = {
    .cr = cr,
    .context = context,
    .mirror = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL ? width : 0,
    .ink = look_up_colour (widget, NULL),
    .dim = look_up_colour (widget, NULL),
    .states = {
      [ZM_PROOF_GOOD] = look_up_colour (widget, "success_color"),
      [ZM_PROOF_BAD] = look_up_colour (widget, "error_color"),
      [ZM_PROOF_UNKNOWN] = look_up_colour (widget, "warning_color"),
      [ZM_PROOF_REPORTED] = look_up_colour (widget, NULL),
    },
  };

  if (!pango_font_description_get_size_is_absolute (font))
    size *= pango_cairo_context_get_resolution (context) / 72;
  pen.size = size;
  pen.dim.alpha *= 0.65;

  return pen;
}

static GtkSizeRequestMode
zm_proof_hops_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
zm_proof_hops_measure (GtkWidget      *widget,
                       GtkOrientation  orientation,
                       int             for_size,
                       int            *minimum,
                       int            *natural,
                       int            *minimum_baseline,
                       int            *natural_baseline)
{
  ZmProofHops *self = ZM_PROOF_HOPS (widget);
  double width = MAX (for_size, NARROWEST);
  ZmProofPen pen = make_pen (self, NULL, width);
  double height = 0;

  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      *minimum = NARROWEST;
      *natural = NATURAL;
      return;
    }

  if (self->card != NULL)
    height = zm_hops_drawing_draw (&pen, self->card, width);
  *minimum = *natural = (int) height + 1;
}

static void
zm_proof_hops_snapshot (GtkWidget   *widget,
                        GtkSnapshot *snapshot)
{
  ZmProofHops *self = ZM_PROOF_HOPS (widget);
  int width = gtk_widget_get_width (widget);
  int height = gtk_widget_get_height (widget);
  ZmProofPen pen;
  cairo_t *cr;

  if (self->card == NULL || width <= 0 || height <= 0)
    return;

  cr = gtk_snapshot_append_cairo (snapshot,
                                  &GRAPHENE_RECT_INIT (0, 0, (float) width, (float) height));
  pen = make_pen (self, cr, width);
  zm_hops_drawing_draw (&pen, self->card, width);
  cairo_destroy (cr);
}

static void
zm_proof_hops_class_init (ZmProofHopsClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  widget_class->get_request_mode = zm_proof_hops_get_request_mode;
  widget_class->measure = zm_proof_hops_measure;
  widget_class->snapshot = zm_proof_hops_snapshot;

  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
zm_proof_hops_init (ZmProofHops *self)
{
  zm_accessible_set_label (GTK_WIDGET (self), _("From the device to the Central Station"));
}

void
zm_proof_hops_show (ZmProofHops       *self,
                    const ZmProofCard *card)
{
  g_autofree char *text = NULL;

  g_return_if_fail (ZM_IS_PROOF_HOPS (self));

  self->card = card;
  text = card != NULL ? zm_proof_card_to_text (card) : NULL;
  zm_accessible_set_description (GTK_WIDGET (self), text);
  gtk_widget_queue_resize (GTK_WIDGET (self));
}
