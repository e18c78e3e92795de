#include "config.h"

#include "ui/device-views.h"

#include "ui/choices.h"

#include <glib/gi18n.h>
#include <gtk/gtk.h>

#define GROUP     "devices"
#define KEPT      "views" /* one after the other */
#define COLUMNS   "columns"
#define SEPARATOR ";"     /* is written %3B within a view */
#define KEPT_MAX  50

struct _ZmDeviceViews {
  GObject        parent_instance;

  GPtrArray     *views; /* ZmDeviceView */
  guint          n_builtin;
  GtkStringList *names;
  guint          columns;
};

G_DEFINE_FINAL_TYPE (ZmDeviceViews, zm_device_views, G_TYPE_OBJECT)

static const ZmDeviceView *
peek (ZmDeviceViews *self,
      guint          position)
{
  return g_ptr_array_index (self->views, position);
}

/* Builtin ones show what is shown anyway. */
static void
add_builtin (ZmDeviceViews *self)
{
  ZmDeviceView *view;

  while ((view = zm_device_view_new_builtin (self->views->len)) != NULL)
    {
      view->columns = self->columns;
      g_ptr_array_add (self->views, view);
    }

  self->n_builtin = self->views->len;
}

static void
add_kept (ZmDeviceViews *self)
{
  g_autofree char *text = zm_choices_get (GROUP, KEPT);
  g_auto(GStrv) kept = g_strsplit (text != NULL ? text : "", SEPARATOR, KEPT_MAX);

  for (guint i = 0; kept[i] != NULL; i++)
    {
      g_autoptr(ZmDeviceView) view = zm_device_view_parse (kept[i]);

      if (view != NULL && view->name != NULL)
        g_ptr_array_add (self->views, g_steal_pointer (&view));
    }
}

static void
list_names (ZmDeviceViews *self)
{
  g_autoptr(GPtrArray) names = g_ptr_array_new ();

  for (guint i = 0; i < self->views->len; i++)
    g_ptr_array_add (names, peek (self, i)->name);
  /* TRANSLATORS: in the list of views: columns and filters that were chosen and not saved as one */
  g_ptr_array_add (names, (gpointer) _("Own choice"));
  g_ptr_array_add (names, NULL);

  gtk_string_list_splice (self->names, 0, g_list_model_get_n_items (G_LIST_MODEL (self->names)),
                          (const char *const *) names->pdata);
}

static void
remember (ZmDeviceViews *self)
{
  g_autoptr(GString) text = g_string_new (NULL);

  for (guint i = self->n_builtin; i < self->views->len; i++)
    {
      g_autofree char *view = zm_device_view_format (peek (self, i));

      g_string_append_printf (text, "%s%s", text->len > 0 ? SEPARATOR : "", view);
    }

  zm_choices_set (GROUP, KEPT, text->str);
  list_names (self);
}

static void
zm_device_views_finalize (GObject *object)
{
  ZmDeviceViews *self = ZM_DEVICE_VIEWS (object);

  g_clear_pointer (&self->views, g_ptr_array_unref);
  g_clear_object (&self->names);

  G_OBJECT_CLASS (zm_device_views_parent_class)->finalize (object);
}

static void
zm_device_views_class_init (ZmDeviceViewsClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = zm_device_views_finalize;
}

static void
zm_device_views_init (ZmDeviceViews *self)
{
  g_autofree char *text = zm_choices_get (GROUP, COLUMNS);
  g_autoptr(ZmDeviceView) last = text != NULL ? zm_device_view_parse (text) : NULL;
  g_autoptr(ZmDeviceView) usual = zm_device_view_new ();

  self->columns = last != NULL ? last->columns : usual->columns;
  self->views = g_ptr_array_new_with_free_func ((GDestroyNotify) zm_device_view_free);
  self->names = gtk_string_list_new (NULL);
  add_builtin (self);
  add_kept (self);
  list_names (self);
}

ZmDeviceViews *
zm_device_views_new (void)
{
  return g_object_new (ZM_TYPE_DEVICE_VIEWS, NULL);
}

GListModel *
zm_device_views_get_names (ZmDeviceViews *self)
{
  g_return_val_if_fail (ZM_IS_DEVICE_VIEWS (self), NULL);

  return G_LIST_MODEL (self->names);
}

ZmDeviceView *
zm_device_views_get (ZmDeviceViews *self,
                     guint          position)
{
  g_return_val_if_fail (ZM_IS_DEVICE_VIEWS (self), NULL);

  return position < self->views->len ? zm_device_view_copy (peek (self, position)) : NULL;
}

guint
zm_device_views_find (ZmDeviceViews      *self,
                      const ZmDeviceView *view)
{
  guint position = 0;

  g_return_val_if_fail (ZM_IS_DEVICE_VIEWS (self), 0);

  while (position < self->views->len && !zm_device_view_equal (peek (self, position), view))
    position++;

  return position;
}

gboolean
zm_device_views_is_kept (ZmDeviceViews *self,
                         guint          position)
{
  g_return_val_if_fail (ZM_IS_DEVICE_VIEWS (self), FALSE);

  return position >= self->n_builtin && position < self->views->len;
}

static guint
find_name (ZmDeviceViews *self,
           const char    *name)
{
  guint position = 0;

  while (position < self->views->len && !g_str_equal (peek (self, position)->name, name))
    position++;

  return position;
}

gboolean
zm_device_views_keep (ZmDeviceViews      *self,
                      const ZmDeviceView *view,
                      const char         *name)
{
  ZmDeviceView *kept;
  guint position;

  g_return_val_if_fail (ZM_IS_DEVICE_VIEWS (self), FALSE);
  g_return_val_if_fail (view != NULL && name != NULL, FALSE);

  position = find_name (self, name);
  if (position < self->n_builtin || self->views->len - self->n_builtin >= KEPT_MAX)
    return FALSE;

  kept = zm_device_view_copy (view);
  g_free (kept->name);
  kept->name = g_strdup (name);
  if (position < self->views->len)
    g_ptr_array_remove_index (self->views, position);
  g_ptr_array_insert (self->views, (int) position, kept);
  remember (self);
  return TRUE;
}

void
zm_device_views_drop (ZmDeviceViews *self,
                      guint          position)
{
  g_return_if_fail (zm_device_views_is_kept (self, position));

  g_ptr_array_remove_index (self->views, position);
  remember (self);
}

void
zm_device_views_set_columns (ZmDeviceViews *self,
                             guint          columns)
{
  g_autoptr(ZmDeviceView) view = zm_device_view_new ();
  g_autofree char *text = NULL;

  g_return_if_fail (ZM_IS_DEVICE_VIEWS (self));

  if (self->columns == columns)
    return;

  self->columns = columns;
  for (guint i = 0; i < self->n_builtin; i++)
    ((ZmDeviceView *) g_ptr_array_index (self->views, i))->columns = columns;
  view->columns = columns;
  text = zm_device_view_format (view);
  zm_choices_set (GROUP, COLUMNS, text);
}
