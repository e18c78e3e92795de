#include "ui/qr-card.h"

#include "app/labels/code-drawing.h"

struct _ZmQrCard {
  GtkWidget  parent_instance;

  char      *text;
  guint      module_size;
  ZmQrCode  *code;
};

G_DEFINE_FINAL_TYPE (ZmQrCard, zm_qr_card, GTK_TYPE_WIDGET)

enum {
  PROP_0,
  PROP_MODULE_SIZE,
  PROP_TEXT,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static int
count_modules (ZmQrCard *self)
{
  return (int) zm_code_drawing_count_modules (self->code);
}

static void
set_text (ZmQrCard   *self,
          const char *text)
{
  g_autoptr(GError) error = NULL;

  if (g_strcmp0 (self->text, text) == 0)
    return;

  g_free (self->text);
  self->text = g_strdup (text);
  g_clear_pointer (&self->code, zm_qr_code_unref);
  if (text != NULL && *text != '\0')
    {
      self->code = zm_qr_code_new (text, &error);
      if (self->code == NULL)
        g_warning ("No QR code can be drawn: %s", error->message);
    }

  gtk_widget_queue_resize (GTK_WIDGET (self));
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_TEXT]);
}

static void
set_module_size (ZmQrCard *self,
                 guint     module_size)
{
  if (self->module_size == module_size)
    return;

  self->module_size = module_size;
  gtk_widget_queue_resize (GTK_WIDGET (self));
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_MODULE_SIZE]);
}

static void
zm_qr_card_measure (GtkWidget      *widget,
                    GtkOrientation  orientation,
                    int             for_size,
                    int            *minimum,
                    int            *natural,
                    int            *minimum_baseline,
                    int            *natural_baseline)
{
  ZmQrCard *self = ZM_QR_CARD (widget);

  *minimum = *natural = count_modules (self) * (int) self->module_size;
  *minimum_baseline = *natural_baseline = -1;
}

static void
zm_qr_card_snapshot (GtkWidget   *widget,
                     GtkSnapshot *snapshot)
{
  ZmQrCard *self = ZM_QR_CARD (widget);
  int width = gtk_widget_get_width (widget);
  int height = gtk_widget_get_height (widget);
  int scale = gtk_widget_get_scale_factor (widget);
  int modules = count_modules (self);
  int pixels = MAX (1, MIN (width, height) * scale / modules);
  int left = (width * scale - modules * pixels) / 2;
  int top = (height * scale - modules * pixels) / 2;
  cairo_t *cr = gtk_snapshot_append_cairo (snapshot,
                                           &GRAPHENE_RECT_INIT (0, 0, (float) width,
                                                                (float) height));

  cairo_scale (cr, 1.0 / scale, 1.0 / scale);
  cairo_translate (cr, left, top);
  zm_code_drawing_draw_pixels (cr, self->code, (guint) pixels);
  cairo_destroy (cr);
}

static void
zm_qr_card_get_property (GObject    *object,
                         guint       prop_id,
                         GValue     *value,
                         GParamSpec *pspec)
{
  ZmQrCard *self = ZM_QR_CARD (object);

  switch (prop_id)
    {
    case PROP_MODULE_SIZE:
      g_value_set_uint (value, self->module_size);
      break;
    case PROP_TEXT:
      g_value_set_string (value, self->text);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
zm_qr_card_set_property (GObject      *object,
                         guint         prop_id,
                         const GValue *value,
                         GParamSpec   *pspec)
{
  ZmQrCard *self = ZM_QR_CARD (object);

  switch (prop_id)
    {
    case PROP_MODULE_SIZE:
      set_module_size (self, g_value_get_uint (value));
      break;
    case PROP_TEXT:
      set_text (self, g_value_get_string (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
zm_qr_card_finalize (GObject *object)
{
  ZmQrCard *self = ZM_QR_CARD (object);

  g_free (self->text);
  g_clear_pointer (&self->code, zm_qr_code_unref);

  G_OBJECT_CLASS (zm_qr_card_parent_class)->finalize (object);
}

static void
zm_qr_card_class_init (ZmQrCardClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GParamFlags flags = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->finalize = zm_qr_card_finalize;
  object_class->get_property = zm_qr_card_get_property;
  object_class->set_property = zm_qr_card_set_property;
  widget_class->measure = zm_qr_card_measure;
  widget_class->snapshot = zm_qr_card_snapshot;

  properties[PROP_MODULE_SIZE] = g_param_spec_uint ("module-size", NULL, NULL, 1, 64, 3, flags);
  properties[PROP_TEXT] = g_param_spec_string ("text", NULL, NULL, NULL, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_css_name (widget_class, "qrcard");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
zm_qr_card_init (ZmQrCard *self)
{
  self->module_size = 3;
}
