#include "config.h"

#include "ui/label-preview.h"

#include "app/labels/label-drawing.h"
#include "ui/accessible.h"

#include <glib/gi18n.h>

#define MIN_WIDTH   200 /* logical pixels */
#define MIN_HEIGHT  150
#define NAT_HEIGHT  240
#define LARGEST     9.0 /* logical pixels a millimetre */
#define BORDER      0.65 /* grey */
#define PLACE_LINE  0.8

struct _ZmLabelPreview {
  GtkWidget      parent_instance;

  const ZmLabel *label;
  ZmLabelJob     job;
};

G_DEFINE_FINAL_TYPE (ZmLabelPreview, zm_label_preview, GTK_TYPE_WIDGET)

/* As thin at every scale of the page. */
static void
set_hairline (cairo_t *cr)
{
  double width = 1;
  double height = 1;

  cairo_device_to_user_distance (cr, &width, &height);
  cairo_set_line_width (cr, width);
}

/* Where the stickers of a sheet are, which paper does not show. */
static void
draw_places (ZmLabelPreview *self,
             cairo_t        *cr)
{
  const ZmLabelStock *stock = self->job.stock;

  for (guint i = 0; i < zm_label_job_count_places (&self->job); i++)
    {
      guint column = i % stock->columns;
      guint row = i / stock->columns;

      cairo_rectangle (cr, (stock->left + column * stock->width) * ZM_LABEL_DRAWING_POINTS,
                       (stock->top + row * stock->height) * ZM_LABEL_DRAWING_POINTS,
                       stock->width * ZM_LABEL_DRAWING_POINTS,
                       stock->height * ZM_LABEL_DRAWING_POINTS);
    }
  cairo_set_source_rgb (cr, PLACE_LINE, PLACE_LINE, PLACE_LINE);
  cairo_stroke (cr);
}

static void
draw_page (ZmLabelPreview *self,
           cairo_t        *cr)
{
  const ZmLabelStock *stock = self->job.stock;
  g_autoptr(GError) error = NULL;

  cairo_rectangle (cr, 0, 0, stock->page_width * ZM_LABEL_DRAWING_POINTS,
                   stock->page_height * ZM_LABEL_DRAWING_POINTS);
  cairo_set_source_rgb (cr, 1, 1, 1);
  cairo_fill (cr);
  set_hairline (cr);
  if (zm_label_job_count_places (&self->job) > 1)
    draw_places (self, cr);
  cairo_rectangle (cr, 0, 0, stock->page_width * ZM_LABEL_DRAWING_POINTS,
                   stock->page_height * ZM_LABEL_DRAWING_POINTS);
  cairo_set_source_rgb (cr, BORDER, BORDER, BORDER);
  cairo_stroke (cr);
  if (!zm_label_drawing_draw_page (cr, self->label, &self->job, 0, &error))
    g_warning ("The label cannot be shown: %s", error->message);
}

static void
zm_label_preview_snapshot (GtkWidget   *widget,
                           GtkSnapshot *snapshot)
{
  ZmLabelPreview *self = ZM_LABEL_PREVIEW (widget);
  double width = gtk_widget_get_width (widget);
  double height = gtk_widget_get_height (widget);
  double scale;
  cairo_t *cr;

  if (self->label == NULL)
    return;

  scale = MIN (MIN ((width - 2) / self->job.stock->page_width,
                    (height - 2) / self->job.stock->page_height), LARGEST);
  cr = gtk_snapshot_append_cairo (snapshot, &GRAPHENE_RECT_INIT (0, 0, (float) width,
                                                                 (float) height));
  cairo_translate (cr, (width - scale * self->job.stock->page_width) / 2,
                   (height - scale * self->job.stock->page_height) / 2);
  cairo_scale (cr, scale / ZM_LABEL_DRAWING_POINTS, scale / ZM_LABEL_DRAWING_POINTS);
  draw_page (self, cr);
  cairo_destroy (cr);
}

static void
zm_label_preview_measure (GtkWidget      *widget,
                          GtkOrientation  orientation,
                          int             for_size,
                          int            *minimum,
                          int            *natural,
                          int            *minimum_baseline,
                          int            *natural_baseline)
{
  gboolean across = orientation == GTK_ORIENTATION_HORIZONTAL;

  *minimum = across ? MIN_WIDTH : MIN_HEIGHT;
  *natural = across ? MIN_WIDTH : NAT_HEIGHT;
  *minimum_baseline = *natural_baseline = -1;
}

static void
zm_label_preview_class_init (ZmLabelPreviewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  widget_class->measure = zm_label_preview_measure;
  widget_class->snapshot = zm_label_preview_snapshot;

  gtk_widget_class_set_css_name (widget_class, "labelpreview");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
zm_label_preview_init (ZmLabelPreview *self)
{
}

void
zm_label_preview_show (ZmLabelPreview   *self,
                       const ZmLabel    *label,
                       const ZmLabelJob *job)
{
  g_return_if_fail (ZM_IS_LABEL_PREVIEW (self));
  g_return_if_fail (label == NULL || (job != NULL && zm_label_job_check (job, NULL)));

  self->label = label;
  if (label != NULL)
    {
      g_autofree char *text = zm_label_to_text (label);

      self->job = *job;
      zm_accessible_set_label (GTK_WIDGET (self), _("Preview"));
      zm_accessible_set_description (GTK_WIDGET (self), text);
    }
  gtk_widget_queue_draw (GTK_WIDGET (self));
}
