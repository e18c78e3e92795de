#include "app/camera/camera-provider.h"

#include "app/camera/camera-shelf.h"
#include "app/camera/camera-thread.h"

/* What the thread has in common with the object, which may be gone while the thread still waits. */
typedef struct {
  GMutex             lock;
  gboolean           closed;
  GWeakRef           owner;
  GMainContext      *main;

  ZmCameraPath       path;
  ZmCameraRemote    *remote;
  GstDeviceProvider *provider;
  gboolean           started;
  GList             *devices; /* that were there at the start */
} Shared;

struct _ZmCameraProvider {
  GObject    parent_instance;

  Shared    *shared;
  GSource   *watch;
  GPtrArray *cameras;
};

G_DEFINE_FINAL_TYPE (ZmCameraProvider, zm_camera_provider, G_TYPE_OBJECT)

enum {
  SIGNAL_STARTED,
  SIGNAL_ADDED,
  SIGNAL_REMOVED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static const char *const factory_names[] = {
  [ZM_CAMERA_PIPEWIRE] = "pipewiredeviceprovider",
  [ZM_CAMERA_PORTAL] = "pipewiredeviceprovider",
  [ZM_CAMERA_V4L2] = "v4l2deviceprovider",
};

static void
shared_clear (gpointer data)
{
  Shared *shared = data;

  g_mutex_clear (&shared->lock);
  g_weak_ref_clear (&shared->owner);
  g_main_context_unref (shared->main);
  g_clear_pointer (&shared->remote, zm_camera_remote_unref);
  g_list_free_full (shared->devices, gst_object_unref);
  g_clear_object (&shared->provider);
}

static void
shared_unref (gpointer shared)
{
  g_atomic_rc_box_release_full (shared, shared_clear);
}

static gboolean
is_closed (Shared *shared)
{
  g_autoptr(GMutexLocker) locker G_GNUC_UNUSED = g_mutex_locker_new (&shared->lock);

  return shared->closed;
}

/* An object of its own, since the one that GStreamer shares may be connected elsewhere. */
static GstDeviceProvider *
make_provider (Shared *shared)
{
  const char *name = factory_names[shared->path];
  g_autoptr(GstDeviceProviderFactory) factory = gst_device_provider_factory_find (name);
  g_autoptr(GstPluginFeature) loaded = NULL;
  GstDeviceProvider *provider;

  if (factory != NULL)
    loaded = gst_plugin_feature_load (GST_PLUGIN_FEATURE (factory));
  if (loaded == NULL)
    return NULL;

  provider = g_object_new (gst_device_provider_factory_get_device_provider_type
                             (GST_DEVICE_PROVIDER_FACTORY (loaded)), NULL);
  gst_object_ref_sink (provider);
  if (shared->remote != NULL)
    g_object_set (provider, "fd", zm_camera_remote_get_fd (shared->remote), NULL);

  return provider;
}

static void
add (ZmCameraProvider *self,
     GstDevice        *device)
{
  g_autoptr(ZmCamera) camera = NULL;

  if (!gst_device_has_classes (device, "Video/Source"))
    return;
  for (guint i = 0; i < self->cameras->len; i++)
    if (zm_camera_get_device (self->cameras->pdata[i]) == device)
      return;

  camera = zm_camera_new_for_device (self->shared->path, device);
  g_ptr_array_add (self->cameras, g_object_ref (camera));
  g_signal_emit (self, signals[SIGNAL_ADDED], 0, camera);
}

static void
drop (ZmCameraProvider *self,
      GstDevice        *device)
{
  for (guint i = 0; i < self->cameras->len; i++)
    if (zm_camera_get_device (self->cameras->pdata[i]) == device)
      {
        g_autoptr(ZmCamera) camera = g_object_ref (self->cameras->pdata[i]);

        g_ptr_array_remove_index (self->cameras, i);
        g_signal_emit (self, signals[SIGNAL_REMOVED], 0, camera);
        return;
      }
}

static gboolean
message_cb (GstBus     *bus,
            GstMessage *message,
            gpointer    data)
{
  g_autoptr(ZmCameraProvider) self = g_object_ref (data);
  g_autoptr(GstDevice) device = NULL;

  if (GST_MESSAGE_TYPE (message) == GST_MESSAGE_DEVICE_ADDED)
    {
      gst_message_parse_device_added (message, &device);
      add (self, device);
    }
  else if (GST_MESSAGE_TYPE (message) == GST_MESSAGE_DEVICE_REMOVED)
    {
      gst_message_parse_device_removed (message, &device);
      drop (self, device);
    }

  return G_SOURCE_CONTINUE;
}

static gboolean
started_cb (gpointer data)
{
  Shared *shared = data;
  g_autoptr(ZmCameraProvider) self = g_weak_ref_get (&shared->owner);

  if (self == NULL || is_closed (shared))
    return G_SOURCE_REMOVE;

  if (shared->started)
    {
      g_autoptr(GstBus) bus = gst_device_provider_get_bus (shared->provider);

      for (GList *link = shared->devices; link != NULL; link = link->next)
        add (self, link->data);
      self->watch = gst_bus_create_watch (bus);
      g_source_set_callback (self->watch, G_SOURCE_FUNC (message_cb), self, NULL);
      g_source_attach (self->watch, shared->main);
    }
  g_signal_emit (self, signals[SIGNAL_STARTED], 0, shared->started);

  return G_SOURCE_REMOVE;
}

static void
tell_started (Shared *shared)
{
  g_autoptr(GSource) source = g_idle_source_new ();

  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_callback (source, started_cb, g_atomic_rc_box_acquire (shared), shared_unref);
  g_source_attach (source, shared->main);
}

static GstDeviceProvider *
start_new (Shared *shared)
{
  g_autoptr(GstDeviceProvider) provider = NULL;

  if (shared->path == ZM_CAMERA_PIPEWIRE)
    shared->remote = zm_camera_remote_connect ();
  if (shared->path != ZM_CAMERA_V4L2 && shared->remote == NULL)
    return NULL;

  provider = make_provider (shared);
  return provider != NULL && gst_device_provider_start (provider) ?
         g_steal_pointer (&provider) : NULL;
}

static GstDeviceProvider *
start_provider (Shared *shared)
{
  GstDeviceProvider *provider = NULL;

  if (!gst_init_check (NULL, NULL, NULL))
    return NULL;

  if (shared->path == ZM_CAMERA_PIPEWIRE)
    provider = zm_camera_shelf_take (&shared->remote);
  if (provider == NULL)
    provider = start_new (shared);
  if (provider != NULL)
    shared->devices = gst_device_provider_get_devices (provider);

  return provider;
}

static void
stop_provider (Shared *shared)
{
  if (shared->path == ZM_CAMERA_V4L2)
    gst_device_provider_stop (shared->provider);
  else
    zm_camera_shelf_put (g_steal_pointer (&shared->provider), g_steal_pointer (&shared->remote),
                         shared->path == ZM_CAMERA_PIPEWIRE);
}

/* Whoever comes second, the start's end or the closing, stops it. */
static gpointer
start_thread (gpointer data)
{
  Shared *shared = data;
  GstDeviceProvider *provider = start_provider (shared);
  gboolean closed;

  g_mutex_lock (&shared->lock);
  shared->provider = provider;
  shared->started = provider != NULL;
  closed = shared->closed;
  g_mutex_unlock (&shared->lock);

  if (!closed)
    tell_started (shared);
  else if (provider != NULL)
    stop_provider (shared);
  shared_unref (shared);

  return NULL;
}

static gpointer
stop_thread (gpointer data)
{
  Shared *shared = data;

  stop_provider (shared);
  shared_unref (shared);

  return NULL;
}

static void
close_shared (Shared *shared)
{
  gboolean stop;

  g_mutex_lock (&shared->lock);
  stop = !shared->closed && shared->started;
  shared->closed = TRUE;
  g_mutex_unlock (&shared->lock);

  if (stop)
    zm_camera_thread_start ("camera-list-end", stop_thread, g_atomic_rc_box_acquire (shared));
}

static void
zm_camera_provider_dispose (GObject *object)
{
  zm_camera_provider_stop (ZM_CAMERA_PROVIDER (object));

  G_OBJECT_CLASS (zm_camera_provider_parent_class)->dispose (object);
}

static void
zm_camera_provider_finalize (GObject *object)
{
  ZmCameraProvider *self = ZM_CAMERA_PROVIDER (object);

  g_ptr_array_unref (self->cameras);
  shared_unref (self->shared);

  G_OBJECT_CLASS (zm_camera_provider_parent_class)->finalize (object);
}

static void
zm_camera_provider_class_init (ZmCameraProviderClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = zm_camera_provider_dispose;
  object_class->finalize = zm_camera_provider_finalize;

  signals[SIGNAL_STARTED] = g_signal_new ("started", ZM_TYPE_CAMERA_PROVIDER, G_SIGNAL_RUN_LAST,
                                          0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_BOOLEAN);
  signals[SIGNAL_ADDED] = g_signal_new ("added", ZM_TYPE_CAMERA_PROVIDER, G_SIGNAL_RUN_LAST,
                                        0, NULL, NULL, NULL, G_TYPE_NONE, 1, ZM_TYPE_CAMERA);
  signals[SIGNAL_REMOVED] = g_signal_new ("removed", ZM_TYPE_CAMERA_PROVIDER, G_SIGNAL_RUN_LAST,
                                          0, NULL, NULL, NULL, G_TYPE_NONE, 1, ZM_TYPE_CAMERA);
}

static void
zm_camera_provider_init (ZmCameraProvider *self)
{
  self->cameras = g_ptr_array_new_with_free_func (g_object_unref);
  self->shared = g_atomic_rc_box_new0 (Shared);
  g_mutex_init (&self->shared->lock);
  g_weak_ref_init (&self->shared->owner, self);
  self->shared->main = g_main_context_ref_thread_default ();
}

ZmCameraProvider *
zm_camera_provider_new (ZmCameraPath    path,
                        ZmCameraRemote *remote)
{
  ZmCameraProvider *self = g_object_new (ZM_TYPE_CAMERA_PROVIDER, NULL);

  self->shared->path = path;
  self->shared->remote = remote != NULL ? zm_camera_remote_ref (remote) : NULL;

  return self;
}

void
zm_camera_provider_start (ZmCameraProvider *self)
{
  g_return_if_fail (ZM_IS_CAMERA_PROVIDER (self));

  zm_camera_thread_start ("camera-list", start_thread, g_atomic_rc_box_acquire (self->shared));
}

void
zm_camera_provider_stop (ZmCameraProvider *self)
{
  g_return_if_fail (ZM_IS_CAMERA_PROVIDER (self));

  if (self->watch != NULL)
    g_source_destroy (self->watch);
  g_clear_pointer (&self->watch, g_source_unref);
  close_shared (self->shared);
}
