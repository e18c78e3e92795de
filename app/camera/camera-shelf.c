#include "app/camera/camera-shelf.h"

static GMutex lock;
static GstDeviceProvider *shelved;
static ZmCameraRemote *shelved_remote;
static GList *abandoned; /* so that they count as known, not as lost */

static void
abandon (GstDeviceProvider *provider,
         ZmCameraRemote    *remote)
{
  zm_camera_remote_hang_up (remote);
  zm_camera_remote_unref (remote);
  abandoned = g_list_prepend (abandoned, provider);
}

GstDeviceProvider *
zm_camera_shelf_take (ZmCameraRemote **remote)
{
  g_autoptr(GMutexLocker) locker G_GNUC_UNUSED = g_mutex_locker_new (&lock);

  if (shelved == NULL)
    return NULL;

  if (!zm_camera_remote_is_open (shelved_remote))
    {
      abandon (g_steal_pointer (&shelved), g_steal_pointer (&shelved_remote));
      return NULL;
    }

  *remote = g_steal_pointer (&shelved_remote);
  return g_steal_pointer (&shelved);
}

void
zm_camera_shelf_put (GstDeviceProvider *provider,
                     ZmCameraRemote    *remote,
                     gboolean           again)
{
  g_autoptr(GMutexLocker) locker G_GNUC_UNUSED = g_mutex_locker_new (&lock);

  if (!again || shelved != NULL || !zm_camera_remote_is_open (remote))
    {
      abandon (provider, remote);
      return;
    }

  shelved = provider;
  shelved_remote = remote;
}
