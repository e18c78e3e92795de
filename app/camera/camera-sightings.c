#include "app/camera/camera-sightings.h"

typedef struct {
  char   *text;
  gint64  last;
} Sighting;

/* Bounded by what a frame may hold and how many frames pass until a sighting is forgotten. */
struct _ZmCameraSightings {
  GPtrArray *list;
};

static void
sighting_free (gpointer data)
{
  Sighting *sighting = data;

  g_free (sighting->text);
  g_free (sighting);
}

ZmCameraSightings *
zm_camera_sightings_new (void)
{
  ZmCameraSightings *self = g_new0 (ZmCameraSightings, 1);

  self->list = g_ptr_array_new_with_free_func (sighting_free);
  return self;
}

void
zm_camera_sightings_free (ZmCameraSightings *self)
{
  g_ptr_array_unref (self->list);
  g_free (self);
}

static void
drop_old (ZmCameraSightings *self,
          gint64             time)
{
  for (guint i = self->list->len; i > 0; i--)
    {
      const Sighting *sighting = g_ptr_array_index (self->list, i - 1);

      if (time - sighting->last >= ZM_CAMERA_SIGHTINGS_AWAY)
        g_ptr_array_remove_index (self->list, i - 1);
    }
}

gboolean
zm_camera_sightings_note (ZmCameraSightings *self,
                          const char        *text,
                          gint64             time)
{
  Sighting *sighting;

  drop_old (self, time);
  for (guint i = 0; i < self->list->len; i++)
    {
      sighting = g_ptr_array_index (self->list, i);
      if (g_str_equal (sighting->text, text))
        {
          sighting->last = time;
          return FALSE;
        }
    }

  sighting = g_new0 (Sighting, 1);
  sighting->text = g_strdup (text);
  sighting->last = time;
  g_ptr_array_add (self->list, sighting);

  return TRUE;
}

GStrv
zm_camera_sightings_together (ZmCameraSightings *self,
                              gint64             time)
{
  g_autoptr(GStrvBuilder) builder = g_strv_builder_new ();

  for (guint i = 0; i < self->list->len; i++)
    {
      const Sighting *sighting = g_ptr_array_index (self->list, i);

      if (time - sighting->last < ZM_CAMERA_SIGHTINGS_TOGETHER)
        g_strv_builder_add (builder, sighting->text);
    }

  return g_strv_builder_end (builder);
}

void
zm_camera_sightings_forget (ZmCameraSightings *self)
{
  g_ptr_array_set_size (self->list, 0);
}
