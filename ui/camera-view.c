#include "ui/camera-view.h"

#define MIN_WIDTH  240
#define NAT_WIDTH  400
#define MAX_HEIGHT 225
#define LINE       4.0 /* of an outline */
#define ROUNDING   9.0f
#define PALE       0.35

struct _ZmCameraView {
  GtkWidget       parent_instance;

  ZmCameraStream *stream;
  GdkTexture     *picture; /* NULL before the first */
  guint           tick;
};

G_DEFINE_FINAL_TYPE (ZmCameraView, zm_camera_view, GTK_TYPE_WIDGET)

enum {
  PROP_0,
  PROP_STREAM,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static gboolean
tick_cb (GtkWidget     *widget,
         GdkFrameClock *clock,
         gpointer       user_data)
{
  ZmCameraView *self = ZM_CAMERA_VIEW (widget);
  g_autoptr(ZmCameraFrame) frame = NULL;

  if (self->stream != NULL)
    frame = zm_camera_stream_take_frame (self->stream);
  if (frame == NULL)
    return G_SOURCE_CONTINUE;

  g_clear_object (&self->picture);
  self->picture = gdk_memory_texture_new ((int) frame->width, (int) frame->height,
                                          GDK_MEMORY_B8G8R8A8_PREMULTIPLIED, frame->pixels,
                                          frame->stride);
  gtk_widget_queue_draw (widget);
  return G_SOURCE_CONTINUE;
}

/* What was there last says nothing of a camera that is off, or another. */
static void
state_cb (ZmCameraView *self)
{
  ZmCameraStreamState state = zm_camera_stream_get_state (self->stream);

  if (state == ZM_CAMERA_OFF || state == ZM_CAMERA_FAILED)
    g_clear_object (&self->picture);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
set_stream (ZmCameraView   *self,
            ZmCameraStream *stream)
{
  if (self->stream != NULL)
    g_signal_handlers_disconnect_by_data (self->stream, self);
  g_set_object (&self->stream, stream);
  if (stream == NULL)
    return;

  g_signal_connect_object (stream, "notify::state", G_CALLBACK (state_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (stream, "codes", G_CALLBACK (gtk_widget_queue_draw), self,
                           G_CONNECT_SWAPPED);
}

static void
zm_camera_view_map (GtkWidget *widget)
{
  ZmCameraView *self = ZM_CAMERA_VIEW (widget);

  GTK_WIDGET_CLASS (zm_camera_view_parent_class)->map (widget);
  self->tick = gtk_widget_add_tick_callback (widget, tick_cb, NULL, NULL);
}

static void
zm_camera_view_unmap (GtkWidget *widget)
{
  ZmCameraView *self = ZM_CAMERA_VIEW (widget);

  gtk_widget_remove_tick_callback (widget, self->tick);
  self->tick = 0;
  g_clear_object (&self->picture);
  GTK_WIDGET_CLASS (zm_camera_view_parent_class)->unmap (widget);
}

static GtkSizeRequestMode
zm_camera_view_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
zm_camera_view_measure (GtkWidget      *widget,
                        GtkOrientation  orientation,
                        int             for_size,
                        int            *minimum,
                        int            *natural,
                        int            *minimum_baseline,
                        int            *natural_baseline)
{
  *minimum_baseline = *natural_baseline = -1;
  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      *minimum = MIN_WIDTH;
      *natural = NAT_WIDTH;
    }
  else
    *minimum = *natural = MIN (MAX_HEIGHT, (for_size > 0 ? for_size : NAT_WIDTH) * 9 / 16);
}

/* The whole picture, in the middle. */
static graphene_rect_t
place_picture (ZmCameraView *self)
{
  float width = (float) gtk_widget_get_width (GTK_WIDGET (self));
  float height = (float) gtk_widget_get_height (GTK_WIDGET (self));
  float across = (float) gdk_texture_get_width (self->picture);
  float down = (float) gdk_texture_get_height (self->picture);
  float scale = MIN (width / across, height / down);

  return GRAPHENE_RECT_INIT ((width - across * scale) / 2, (height - down * scale) / 2,
                             across * scale, down * scale);
}

static void
trace (cairo_t               *cr,
       const ZmCameraCode    *code,
       const graphene_rect_t *place)
{
  for (gsize i = 0; i < G_N_ELEMENTS (code->corners); i++)
    cairo_line_to (cr, place->origin.x + code->corners[i].x * place->size.width,
                   place->origin.y + code->corners[i].y * place->size.height);
  cairo_close_path (cr);
}

/* A device's code by a whole line, a stranger's by a broken one: not by colour alone. On white, since
 * what is behind may have any colour. */
static void
outline (cairo_t               *cr,
         const ZmCameraCode    *code,
         const graphene_rect_t *place)
{
  static const double broken[] = { 3 * LINE, 2 * LINE };

  cairo_set_line_join (cr, CAIRO_LINE_JOIN_ROUND);
  trace (cr, code, place);
  cairo_set_source_rgb (cr, 1, 1, 1);
  cairo_set_line_width (cr, 2 * LINE);
  cairo_stroke_preserve (cr);

  if (code->kind == ZM_CAMERA_CODE_TICKET)
    cairo_set_source_rgb (cr, 0.15, 0.64, 0.41);
  else
    cairo_set_source_rgb (cr, 0.65, 0.11, 0.18);
  cairo_set_dash (cr, broken, code->kind == ZM_CAMERA_CODE_TICKET ? 0 : G_N_ELEMENTS (broken), 0);
  cairo_set_line_width (cr, LINE);
  cairo_stroke (cr);
}

static gboolean
stands_still (ZmCameraView *self)
{
  return zm_camera_stream_get_state (self->stream) == ZM_CAMERA_STALLED;
}

static void
zm_camera_view_snapshot (GtkWidget   *widget,
                         GtkSnapshot *snapshot)
{
  ZmCameraView *self = ZM_CAMERA_VIEW (widget);
  GskRoundedRect rounded;
  GPtrArray *codes;
  graphene_rect_t place;
  cairo_t *cr;

  if (self->picture == NULL)
    return;

  place = place_picture (self);
  /* A picture that stands still must not look like one that moves. */
  gtk_snapshot_push_opacity (snapshot, stands_still (self) ? PALE : 1);
  gsk_rounded_rect_init_from_rect (&rounded, &place, ROUNDING);
  gtk_snapshot_push_rounded_clip (snapshot, &rounded);
  gtk_snapshot_append_texture (snapshot, self->picture, &place);
  gtk_snapshot_pop (snapshot);
  gtk_snapshot_pop (snapshot);
  codes = zm_camera_stream_get_codes (self->stream);
  if (codes == NULL || codes->len == 0)
    return;

  cr = gtk_snapshot_append_cairo (snapshot, &place);
  for (guint i = 0; i < codes->len; i++)
    outline (cr, g_ptr_array_index (codes, i), &place);
  cairo_destroy (cr);
}

static void
zm_camera_view_get_property (GObject    *object,
                             guint       prop_id,
                             GValue     *value,
                             GParamSpec *pspec)
{
  switch (prop_id)
    {
    case PROP_STREAM:
      g_value_set_object (value, ZM_CAMERA_VIEW (object)->stream);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
zm_camera_view_set_property (GObject      *object,
                             guint         prop_id,
                             const GValue *value,
                             GParamSpec   *pspec)
{
  switch (prop_id)
    {
    case PROP_STREAM:
      set_stream (ZM_CAMERA_VIEW (object), g_value_get_object (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
zm_camera_view_dispose (GObject *object)
{
  ZmCameraView *self = ZM_CAMERA_VIEW (object);

  set_stream (self, NULL);
  g_clear_object (&self->picture);

  G_OBJECT_CLASS (zm_camera_view_parent_class)->dispose (object);
}

static void
zm_camera_view_class_init (ZmCameraViewClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = zm_camera_view_dispose;
  object_class->get_property = zm_camera_view_get_property;
  object_class->set_property = zm_camera_view_set_property;
  widget_class->get_request_mode = zm_camera_view_get_request_mode;
  widget_class->map = zm_camera_view_map;
  widget_class->measure = zm_camera_view_measure;
  widget_class->snapshot = zm_camera_view_snapshot;
  widget_class->unmap = zm_camera_view_unmap;

  properties[PROP_STREAM] = g_param_spec_object ("stream", NULL, NULL, ZM_TYPE_CAMERA_STREAM,
                                                 G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
zm_camera_view_init (ZmCameraView *self)
{
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
}
