#include "app/device/reading.h"

#define PAUSE 50 /* ms; longer than the device is between two of its changes */

gpointer
zm_reading_repeat (ZmReadingFunc   func,
                   const char     *directory,
                   GError        **error)
{
  g_return_val_if_fail (func != NULL && directory != NULL, NULL);

  for (guint i = 1; i < ZM_READING_TRIES; i++)
    {
      gpointer found = func (directory, NULL);

      if (found != NULL)
        return found;
      g_usleep (PAUSE * 1000);
    }

  return func (directory, error);
}
