#include "ui/picture-source.h"

#include "app/qr/reader-client.h"

#include <string.h>

#define PICTURE_LIMIT (ZM_READER_CLIENT_PICTURE_MAX + 1) /* bytes; one more tells that it is too large */
#define FILES         "text/uri-list"

/* In the order in which they are of use. */
static const char *types[] = { "image/png", "image/jpeg", FILES, NULL };

typedef struct {
  ZmPictureSourceFunc  func;
  gpointer             data;
  GDestroyNotify       destroy; /* NULL: data is another's */
  GdkDrop             *drop;    /* NULL: it was pasted */
  GCancellable        *cancellable;
  gboolean             is_list;
  char                *buffer;
} Bringing;

static void
bringing_free (Bringing *self)
{
  if (self->destroy != NULL)
    self->destroy (self->data);
  if (self->drop != NULL)
    gdk_drop_finish (self->drop, GDK_ACTION_COPY);
  g_clear_object (&self->drop);
  g_clear_object (&self->cancellable);
  g_free (self->buffer);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Bringing, bringing_free)

/* The first of the list (RFC 2483 section 5) that is a file; NULL for none. */
static GFile *
find_file (const char *list,
           gsize       length)
{
  g_autofree char *text = g_strndup (list, length);
  g_auto(GStrv) uris = g_uri_list_extract_uris (text);

  for (gsize i = 0; uris[i] != NULL; i++)
    {
      g_autoptr(GFile) file = g_file_new_for_uri (uris[i]);

      if (g_file_peek_path (file) != NULL)
        return g_steal_pointer (&file);
    }

  return NULL;
}

static void
give (Bringing *self,
      gsize     length)
{
  g_autoptr(GFile) file = NULL;
  g_autoptr(GBytes) picture = NULL;

  if (self->is_list)
    file = find_file (self->buffer, length);
  else if (length > 0)
    picture = g_bytes_new (self->buffer, length);

  self->func (file, picture, self->data);
}

static void
read_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr(Bringing) self = user_data;
  g_autoptr(GError) error = NULL;
  gsize length = 0;

  /* What was cut off on its way is none of a picture's forms, and the reader says so. */
  (void) g_input_stream_read_all_finish (G_INPUT_STREAM (source), result, &length, &error);
  if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    give (self, length);
}

/* Takes bringing. stream: NULL where nobody had anything. */
static void
read_stream (Bringing     *bringing,
             GInputStream *stream,
             const char   *type)
{
  g_autoptr(Bringing) self = bringing;

  if (stream == NULL)
    {
      self->func (NULL, NULL, self->data);
      return;
    }

  self->is_list = g_strcmp0 (type, FILES) == 0;
  self->buffer = g_malloc (PICTURE_LIMIT);
  g_input_stream_read_all_async (stream, self->buffer, PICTURE_LIMIT, G_PRIORITY_DEFAULT,
                                 self->cancellable, read_cb, self);
  (void) g_steal_pointer (&self);
}

static void
pasted_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  const char *type = NULL;
  g_autoptr(GInputStream) stream = NULL;

  stream = gdk_clipboard_read_finish (GDK_CLIPBOARD (source), result, &type, NULL);
  read_stream (user_data, stream, type);
}

void
zm_picture_source_paste (GdkClipboard        *clipboard,
                         GCancellable        *cancellable,
                         ZmPictureSourceFunc  func,
                         gpointer             data,
                         GDestroyNotify       destroy)
{
  Bringing *self = g_new0 (Bringing, 1);

  self->func = func;
  self->data = data;
  self->destroy = destroy;
  g_set_object (&self->cancellable, cancellable);
  gdk_clipboard_read_async (clipboard, types, G_PRIORITY_DEFAULT, cancellable, pasted_cb, self);
}

static void
dropped_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  const char *type = NULL;
  g_autoptr(GInputStream) stream = NULL;

  stream = gdk_drop_read_finish (GDK_DROP (source), result, &type, NULL);
  read_stream (user_data, stream, type);
}

typedef struct {
  GtkWidget           *widget; /* owns the controller, and outlives it */
  ZmPictureSourceFunc  func;
  gpointer             data;
} Watch;

static gboolean
drop_cb (GtkDropTargetAsync *target,
         GdkDrop            *drop,
         double              x,
         double              y,
         gpointer            user_data)
{
  const Watch *watch = user_data;
  Bringing *self = g_new0 (Bringing, 1);

  self->func = watch->func;
  self->data = watch->data;
  self->drop = g_object_ref (drop);
  /* The widget is there as long as the drop is read: func gets it, or what belongs to it. */
  g_object_ref (watch->widget);
  g_object_set_data_full (G_OBJECT (drop), "zm-picture-source", watch->widget, g_object_unref);
  gdk_drop_read_async (drop, types, G_PRIORITY_DEFAULT, NULL, dropped_cb, self);
  return TRUE;
}

static void
free_watch (gpointer  data,
            GClosure *closure)
{
  g_free (data);
}

void
zm_picture_source_watch (GtkWidget           *widget,
                         ZmPictureSourceFunc  func,
                         gpointer             data)
{
  GtkDropTargetAsync *target;
  Watch *watch = g_new (Watch, 1);

  *watch = (Watch) { widget, func, data };
  target = gtk_drop_target_async_new (gdk_content_formats_new (types, G_N_ELEMENTS (types) - 1),
                                      GDK_ACTION_COPY);
  g_signal_connect_data (target, "drop", G_CALLBACK (drop_cb), watch, free_watch, 0);
  gtk_widget_add_controller (widget, GTK_EVENT_CONTROLLER (target));
}
