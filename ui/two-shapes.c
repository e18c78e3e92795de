#include "config.h"

#include "ui/two-shapes.h"

#include "ui/letters.h"

enum {
  WIDE,
  NARROW,
  N_SHAPES
};

struct _ZmTwoShapes {
  GtkWidget  parent_instance;

  GtkWidget *shapes[N_SHAPES]; /* NULL: nothing is shown */
  int        room;
};

G_DEFINE_FINAL_TYPE (ZmTwoShapes, zm_two_shapes, GTK_TYPE_WIDGET)

enum {
  PROP_0,
  PROP_WIDE,
  PROP_NARROW,
  PROP_ROOM,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static int
measure_minimum (GtkWidget *shape)
{
  int minimum = 0;

  if (shape != NULL)
    gtk_widget_measure (shape, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL, NULL, NULL);

  return minimum;
}

/* The shape for so much room, in pixels; NULL if there is none. */
static GtkWidget *
choose (ZmTwoShapes *self,
        int          width)
{
  int needed = MAX (measure_minimum (self->shapes[WIDE]),
                    zm_letters_scale (GTK_WIDGET (self), self->room));

  return self->shapes[width >= needed ? WIDE : NARROW];
}

GtkWidget *
zm_two_shapes_get_wide (ZmTwoShapes *self)
{
  g_return_val_if_fail (ZM_IS_TWO_SHAPES (self), NULL);

  return self->shapes[WIDE];
}

static void
measure_widths (ZmTwoShapes *self,
                int         *minimum,
                int         *natural)
{
  *minimum = measure_minimum (self->shapes[NARROW]);
  *natural = *minimum;

  for (guint i = 0; i < N_SHAPES; i++)
    {
      int wanted = 0;

      if (self->shapes[i] != NULL)
        gtk_widget_measure (self->shapes[i], GTK_ORIENTATION_HORIZONTAL, -1, NULL, &wanted, NULL, NULL);
      *natural = MAX (*natural, wanted);
    }
}

static void
zm_two_shapes_measure (GtkWidget      *widget,
                       GtkOrientation  orientation,
                       int             for_size,
                       int            *minimum,
                       int            *natural,
                       int            *minimum_baseline,
                       int            *natural_baseline)
{
  ZmTwoShapes *self = ZM_TWO_SHAPES (widget);
  GtkWidget *shape;

  *minimum = *natural = 0;
  *minimum_baseline = *natural_baseline = -1;

  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      measure_widths (self, minimum, natural);
      return;
    }

  shape = choose (self, for_size >= 0 ? for_size : G_MAXINT);
  if (shape != NULL)
    gtk_widget_measure (shape, orientation, for_size, minimum, natural, NULL, NULL);
}

static void
zm_two_shapes_size_allocate (GtkWidget *widget,
                             int        width,
                             int        height,
                             int        baseline)
{
  ZmTwoShapes *self = ZM_TWO_SHAPES (widget);
  GtkWidget *chosen = choose (self, width);

  for (guint i = 0; i < N_SHAPES; i++)
    {
      if (self->shapes[i] != NULL)
        gtk_widget_set_child_visible (self->shapes[i], self->shapes[i] == chosen);
    }
  if (chosen != NULL)
    gtk_widget_allocate (chosen, width, height, baseline, NULL);
}

static GtkSizeRequestMode
zm_two_shapes_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
take_shape (ZmTwoShapes *self,
            guint        i,
            GtkWidget   *shape)
{
  g_clear_pointer (&self->shapes[i], gtk_widget_unparent);
  self->shapes[i] = shape;
  if (shape != NULL)
    gtk_widget_set_parent (shape, GTK_WIDGET (self));
}

static void
zm_two_shapes_set_property (GObject      *object,
                            guint         prop_id,
                            const GValue *value,
                            GParamSpec   *pspec)
{
  ZmTwoShapes *self = ZM_TWO_SHAPES (object);

  switch (prop_id)
    {
    case PROP_WIDE:
      take_shape (self, WIDE, g_value_get_object (value));
      break;
    case PROP_NARROW:
      take_shape (self, NARROW, g_value_get_object (value));
      break;
    case PROP_ROOM:
      self->room = g_value_get_int (value);
      gtk_widget_queue_resize (GTK_WIDGET (self));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
zm_two_shapes_dispose (GObject *object)
{
  ZmTwoShapes *self = ZM_TWO_SHAPES (object);

  for (guint i = 0; i < N_SHAPES; i++)
    take_shape (self, i, NULL);

  G_OBJECT_CLASS (zm_two_shapes_parent_class)->dispose (object);
}

static void
zm_two_shapes_class_init (ZmTwoShapesClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = zm_two_shapes_dispose;
  object_class->set_property = zm_two_shapes_set_property;
  widget_class->get_request_mode = zm_two_shapes_get_request_mode;
  widget_class->measure = zm_two_shapes_measure;
  widget_class->size_allocate = zm_two_shapes_size_allocate;

  properties[PROP_WIDE] = g_param_spec_object ("wide", NULL, NULL, GTK_TYPE_WIDGET,
                                               G_PARAM_WRITABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_NARROW] = g_param_spec_object ("narrow", NULL, NULL, GTK_TYPE_WIDGET,
                                                 G_PARAM_WRITABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_ROOM] = g_param_spec_int ("room", NULL, NULL, 0, G_MAXINT, 0,
                                            G_PARAM_WRITABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
zm_two_shapes_init (ZmTwoShapes *self)
{
}
