#include "app/camera/camera-list.h"

#include "app/camera/camera-failure.h"
#include "app/camera/camera-portal.h"
#include "app/camera/camera-provider.h"

#include <string.h>

#define ACCESS_VARIABLE "ZMONITOR_CAMERA_ACCESS" /* which "camera.access" names, too */
#define PROVIDERS_MAX   2
#define RETRIES_MAX     3     /* each leaves a provider behind that waits for ever */
#define RETRY_TIME      10000 /* milliseconds after a PipeWire that did not answer */
#define SETTLE_TIME     300 /* milliseconds from PipeWire's socket until somebody listens on it */

struct _ZmCameraList {
  GObject           parent_instance;

  ZmCameraAccess    access;  /* USUAL: what the variable says is not understood */
  GMainContext     *main;
  GPtrArray        *cameras; /* all, also those that are not shown */
  GPtrArray        *shown;
  ZmCameraProvider *providers[PROVIDERS_MAX];
  guint             waiting; /* how many have not answered */
  GSource          *patience;
  GCancellable     *opening; /* the portal; NULL while it is not asked */
  gboolean          asking;  /* and it asks the person */
  GFileMonitor     *socket;  /* PipeWire's; NULL behind the portal */
  GSource          *retry;
  guint             retries;
  GSource          *settling;
  gboolean          ready;
  GError           *problem;
};

static void list_model_iface_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (ZmCameraList, zm_camera_list, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_iface_init))

enum {
  PROP_0,
  PROP_ASKING,
  PROP_PROBLEM,
  PROP_READY,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

/* The kernel's name of the camera, if it has one. */
static char *
dup_device_path (ZmCamera *camera)
{
  static const char *const members[] = { "api.v4l2.path", "device.path" };
  g_autoptr(GstStructure) facts = NULL;
  const char *path = NULL;

  if (zm_camera_get_device (camera) != NULL)
    facts = gst_device_get_properties (zm_camera_get_device (camera));
  for (gsize i = 0; facts != NULL && path == NULL && i < G_N_ELEMENTS (members); i++)
    path = gst_structure_get_string (facts, members[i]);

  return g_strdup (path);
}

/* Two ways to one camera: PipeWire's, since others can use the camera meanwhile. */
static gboolean
is_covered (ZmCameraList *self,
            ZmCamera     *camera)
{
  g_autofree char *path = NULL;

  if (zm_camera_get_path (camera) != ZM_CAMERA_V4L2)
    return FALSE;

  path = dup_device_path (camera);
  for (guint i = 0; path != NULL && i < self->cameras->len; i++)
    if (zm_camera_get_path (self->cameras->pdata[i]) == ZM_CAMERA_PIPEWIRE)
      {
        g_autofree char *other = dup_device_path (self->cameras->pdata[i]);

        if (g_strcmp0 (path, other) == 0)
          return TRUE;
      }

  return FALSE;
}

static void
update_shown (ZmCameraList *self)
{
  for (guint i = self->shown->len; i > 0; i--)
    {
      ZmCamera *camera = self->shown->pdata[i - 1];

      if (g_ptr_array_find (self->cameras, camera, NULL) && !is_covered (self, camera))
        continue;
      g_ptr_array_remove_index (self->shown, i - 1);
      g_list_model_items_changed (G_LIST_MODEL (self), i - 1, 1, 0);
    }
  for (guint i = 0; i < self->cameras->len; i++)
    {
      ZmCamera *camera = self->cameras->pdata[i];

      if (g_ptr_array_find (self->shown, camera, NULL) || is_covered (self, camera))
        continue;
      g_ptr_array_add (self->shown, g_object_ref (camera));
      g_list_model_items_changed (G_LIST_MODEL (self), self->shown->len - 1, 0, 1);
    }
}

static void
take_problem (ZmCameraList *self,
              GError       *problem)
{
  g_clear_error (&self->problem);
  self->problem = problem;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PROBLEM]);
}

static void
set_ready (ZmCameraList *self,
           gboolean      ready)
{
  if (self->ready == ready)
    return;

  self->ready = ready;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_READY]);
}

static void
set_asking (ZmCameraList *self,
            gboolean      asking)
{
  if (self->asking == asking)
    return;

  self->asking = asking;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ASKING]);
}

static void
added_cb (ZmCameraProvider *provider,
          ZmCamera         *camera,
          ZmCameraList     *self)
{
  g_ptr_array_add (self->cameras, g_object_ref (camera));
  update_shown (self);
}

static void
removed_cb (ZmCameraProvider *provider,
            ZmCamera         *camera,
            ZmCameraList     *self)
{
  if (g_ptr_array_remove (self->cameras, camera))
    update_shown (self);
}

static void
end_timer (GSource **timer)
{
  if (*timer != NULL)
    g_source_destroy (*timer);
  g_clear_pointer (timer, g_source_unref);
}

/* That a way is not there at all is no problem as long as there is another one. */
static void
started_cb (ZmCameraProvider *provider,
            gboolean          started,
            ZmCameraList     *self)
{
  GError *problem = NULL;

  if (!started && self->access == ZM_CAMERA_ACCESS_PORTAL)
    {
      zm_camera_failure_set (&problem, ZM_CAMERA_FAILURE_PIPELINE, "PipeWire");
      take_problem (self, problem);
    }
  else if (self->ready && self->problem != NULL)
    take_problem (self, NULL);

  if (self->waiting > 0 && --self->waiting == 0)
    {
      end_timer (&self->patience);
      end_timer (&self->retry);
      self->retries = 0;
      set_ready (self, TRUE);
    }
}

static void
start_timer (ZmCameraList  *self,
             GSource      **timer,
             guint          milliseconds,
             GSourceFunc    callback)
{
  end_timer (timer);
  *timer = g_timeout_source_new (milliseconds);
  g_source_set_callback (*timer, callback, self, NULL);
  g_source_attach (*timer, self->main);
}

static gboolean
retry_cb (gpointer data)
{
  zm_camera_list_refresh (data);

  return G_SOURCE_REMOVE;
}

static gboolean
patience_cb (gpointer data)
{
  ZmCameraList *self = data;
  GError *problem = NULL;

  zm_camera_failure_set (&problem, ZM_CAMERA_FAILURE_PIPELINE, "PipeWire does not answer");
  take_problem (self, problem);
  set_ready (self, TRUE);
  end_timer (&self->patience);
  /* A provider that connected to a PipeWire about to end never hears of the next one. */
  if (self->retries++ < RETRIES_MAX)
    start_timer (self, &self->retry, RETRY_TIME, retry_cb);

  return G_SOURCE_REMOVE;
}

static void
start_provider (ZmCameraList   *self,
                guint           place,
                ZmCameraPath    path,
                ZmCameraRemote *remote)
{
  ZmCameraProvider *provider = zm_camera_provider_new (path, remote);

  g_signal_connect_object (provider, "added", G_CALLBACK (added_cb), self, 0);
  g_signal_connect_object (provider, "removed", G_CALLBACK (removed_cb), self, 0);
  g_signal_connect_object (provider, "started", G_CALLBACK (started_cb), self, 0);
  self->providers[place] = provider;
  self->waiting++;
  zm_camera_provider_start (provider);
}

static void
portal_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      data)
{
  g_autoptr(ZmCameraRemote) remote = NULL;
  ZmCameraList *self = data;
  GError *error = NULL;

  remote = zm_camera_portal_open_finish (result, &error);
  /* Then the list may be gone, or asks again. */
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      g_error_free (error);
      return;
    }

  g_clear_object (&self->opening);
  end_timer (&self->patience);
  set_asking (self, FALSE);
  if (remote != NULL)
    {
      start_timer (self, &self->patience, ZM_CAMERA_LIST_PATIENCE * 1000, patience_cb);
      start_provider (self, 0, ZM_CAMERA_PORTAL, remote);
      return;
    }
  take_problem (self, error);
  set_ready (self, TRUE);
}

static gboolean
asking_cb (gpointer data)
{
  ZmCameraList *self = data;

  end_timer (&self->patience);
  set_asking (self, TRUE);

  return G_SOURCE_REMOVE;
}

/* Whoever set the variable meant something by it, and a portal that is not asked is no small thing. */
static void
refuse_access (ZmCameraList *self)
{
  GError *problem = NULL;

  zm_camera_failure_set (&problem, ZM_CAMERA_FAILURE_ACCESS, g_getenv (ACCESS_VARIABLE));
  take_problem (self, problem);
  set_ready (self, TRUE);
}

static void
start (ZmCameraList *self)
{
  if (self->access == ZM_CAMERA_ACCESS_USUAL)
    {
      refuse_access (self);
      return;
    }
  if (self->access == ZM_CAMERA_ACCESS_PORTAL)
    {
      self->opening = g_cancellable_new ();
      zm_camera_portal_open_async (self->opening, portal_cb, self);
      start_timer (self, &self->patience, ZM_CAMERA_LIST_ASKING, asking_cb);
      return;
    }

  start_timer (self, &self->patience, ZM_CAMERA_LIST_PATIENCE * 1000, patience_cb);
  start_provider (self, 0, ZM_CAMERA_PIPEWIRE, NULL);
  start_provider (self, 1, ZM_CAMERA_V4L2, NULL);
}

static void
stop (ZmCameraList *self)
{
  end_timer (&self->patience);
  end_timer (&self->retry);
  end_timer (&self->settling);
  if (self->opening != NULL)
    g_cancellable_cancel (self->opening);
  g_clear_object (&self->opening);
  set_asking (self, FALSE);
  for (guint i = 0; i < PROVIDERS_MAX; i++)
    {
      if (self->providers[i] != NULL)
        {
          g_signal_handlers_disconnect_by_data (self->providers[i], self);
          zm_camera_provider_stop (self->providers[i]);
        }
      g_clear_object (&self->providers[i]);
    }
  self->waiting = 0;
}

static gboolean
settled_cb (gpointer data)
{
  ZmCameraList *self = data;

  end_timer (&self->settling);
  zm_camera_list_refresh (self);

  return G_SOURCE_REMOVE;
}

/* The provider does not notice that PipeWire ends, and never connects again. */
static void
socket_cb (GFileMonitor      *monitor,
           GFile             *file,
           GFile             *other,
           GFileMonitorEvent  event,
           ZmCameraList      *self)
{
  if (event == G_FILE_MONITOR_EVENT_CREATED || event == G_FILE_MONITOR_EVENT_DELETED)
    start_timer (self, &self->settling, SETTLE_TIME, settled_cb);
}

static void
watch_socket (ZmCameraList *self)
{
  g_autofree char *path = zm_camera_remote_dup_socket_path ();
  g_autoptr(GFile) file = NULL;

  file = g_file_new_for_path (path);
  self->socket = g_file_monitor_file (file, G_FILE_MONITOR_NONE, NULL, NULL);
  if (self->socket != NULL)
    g_signal_connect_object (self->socket, "changed", G_CALLBACK (socket_cb), self, 0);
}

static GType
zm_camera_list_get_item_type (GListModel *model)
{
  return ZM_TYPE_CAMERA;
}

static guint
zm_camera_list_get_n_items (GListModel *model)
{
  return ZM_CAMERA_LIST (model)->shown->len;
}

static gpointer
zm_camera_list_get_item (GListModel *model,
                         guint       position)
{
  ZmCameraList *self = ZM_CAMERA_LIST (model);

  return position < self->shown->len ? g_object_ref (self->shown->pdata[position]) : NULL;
}

static void
list_model_iface_init (GListModelInterface *iface)
{
  iface->get_item_type = zm_camera_list_get_item_type;
  iface->get_n_items = zm_camera_list_get_n_items;
  iface->get_item = zm_camera_list_get_item;
}

static void
zm_camera_list_get_property (GObject    *object,
                             guint       prop_id,
                             GValue     *value,
                             GParamSpec *pspec)
{
  ZmCameraList *self = ZM_CAMERA_LIST (object);

  switch (prop_id)
    {
    case PROP_ASKING:
      g_value_set_boolean (value, self->asking);
      break;
    case PROP_PROBLEM:
      g_value_set_boxed (value, self->problem);
      break;
    case PROP_READY:
      g_value_set_boolean (value, self->ready);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
zm_camera_list_dispose (GObject *object)
{
  ZmCameraList *self = ZM_CAMERA_LIST (object);

  stop (self);
  if (self->socket != NULL)
    g_file_monitor_cancel (self->socket);
  g_clear_object (&self->socket);

  G_OBJECT_CLASS (zm_camera_list_parent_class)->dispose (object);
}

static void
zm_camera_list_finalize (GObject *object)
{
  ZmCameraList *self = ZM_CAMERA_LIST (object);

  g_ptr_array_unref (self->cameras);
  g_ptr_array_unref (self->shown);
  g_main_context_unref (self->main);
  g_clear_error (&self->problem);

  G_OBJECT_CLASS (zm_camera_list_parent_class)->finalize (object);
}

static void
zm_camera_list_class_init (ZmCameraListClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = zm_camera_list_dispose;
  object_class->finalize = zm_camera_list_finalize;
  object_class->get_property = zm_camera_list_get_property;

  properties[PROP_ASKING] =
    g_param_spec_boolean ("asking", NULL, NULL, FALSE,
                          G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  properties[PROP_PROBLEM] =
    g_param_spec_boxed ("problem", NULL, NULL, G_TYPE_ERROR,
                        G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  properties[PROP_READY] =
    g_param_spec_boolean ("ready", NULL, NULL, FALSE,
                          G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);

  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
zm_camera_list_init (ZmCameraList *self)
{
  self->main = g_main_context_ref_thread_default ();
  self->cameras = g_ptr_array_new_with_free_func (g_object_unref);
  self->shown = g_ptr_array_new_with_free_func (g_object_unref);
}

static ZmCameraAccess
choose_access (ZmCameraAccess access)
{
  const char *wanted = g_getenv (ACCESS_VARIABLE);

  if (access != ZM_CAMERA_ACCESS_USUAL)
    return access;
  if (wanted == NULL)
    return zm_camera_portal_is_needed () ? ZM_CAMERA_ACCESS_PORTAL : ZM_CAMERA_ACCESS_DIRECT;
  if (g_str_equal (wanted, "portal"))
    return ZM_CAMERA_ACCESS_PORTAL;

  return g_str_equal (wanted, "direct") ? ZM_CAMERA_ACCESS_DIRECT : ZM_CAMERA_ACCESS_USUAL;
}

ZmCameraList *
zm_camera_list_new (ZmCameraAccess access)
{
  ZmCameraList *self = g_object_new (ZM_TYPE_CAMERA_LIST, NULL);

  self->access = choose_access (access);
  if (self->access == ZM_CAMERA_ACCESS_DIRECT)
    watch_socket (self);
  start (self);

  return self;
}

void
zm_camera_list_refresh (ZmCameraList *self)
{
  g_return_if_fail (ZM_IS_CAMERA_LIST (self));

  stop (self);
  set_ready (self, FALSE);
  if (self->problem != NULL)
    take_problem (self, NULL);
  g_ptr_array_set_size (self->cameras, 0);
  update_shown (self);
  start (self);
}

gboolean
zm_camera_list_is_asking (ZmCameraList *self)
{
  g_return_val_if_fail (ZM_IS_CAMERA_LIST (self), FALSE);

  return self->asking;
}

gboolean
zm_camera_list_is_ready (ZmCameraList *self)
{
  g_return_val_if_fail (ZM_IS_CAMERA_LIST (self), FALSE);

  return self->ready;
}

const GError *
zm_camera_list_get_problem (ZmCameraList *self)
{
  g_return_val_if_fail (ZM_IS_CAMERA_LIST (self), NULL);

  return self->problem;
}

static gboolean
contains (const char *text,
          const char *part)
{
  g_autofree char *folded = g_utf8_casefold (text, -1);
  g_autofree char *folded_part = g_utf8_casefold (part, -1);

  return strstr (folded, folded_part) != NULL;
}

ZmCamera *
zm_camera_list_find (ZmCameraList *self,
                     const char   *name)
{
  g_return_val_if_fail (ZM_IS_CAMERA_LIST (self) && name != NULL, NULL);

  for (guint i = 0; i < self->shown->len; i++)
    {
      ZmCamera *camera = self->shown->pdata[i];

      if (contains (zm_camera_get_name (camera), name) ||
          contains (zm_camera_get_id (camera), name))
        return g_object_ref (camera);
    }

  return NULL;
}
