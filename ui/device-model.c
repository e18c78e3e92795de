#include "ui/device-model.h"

#include <string.h>

struct _ZmDeviceModel {
  GObject       parent_instance;

  ZmDatabase   *database;
  GArray       *rows;    /* gint64, in the order of the view */
  guint         total;
  GHashTable   *pages;   /* number → GPtrArray of ZmDeviceItem */
  GQueue        recent;  /* numbers of the pages that are kept, the latest used first */
  guint         reads;
  GCancellable *loading; /* of the order */
  GCancellable *reading; /* of the pages of this order */
};

static void zm_device_model_list_model_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (ZmDeviceModel, zm_device_model, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL,
                                                      zm_device_model_list_model_init))

enum {
  SIGNAL_REORDERED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

/* --- One page --- */

typedef struct {
  ZmDatabase *database;
  guint page;
  GArray *rows;     /* gint64 */
  GPtrArray *items; /* ZmDeviceItem, to be filled */
} Reading;

static void
free_reading (Reading *reading)
{
  zm_database_unref (reading->database);
  g_array_unref (reading->rows);
  g_ptr_array_unref (reading->items);
  g_free (reading);
}

static void
read_in_thread (GTask        *task,
                gpointer      source_object,
                gpointer      task_data,
                GCancellable *cancellable)
{
  const Reading *reading = task_data;
  GError *error = NULL;
  GPtrArray *lines;

  /* Whoever scrolls fast has left some pages before they are read. */
  if (g_task_return_error_if_cancelled (task))
    return;

  lines = zm_device_query_lines (reading->database, (const gint64 *) reading->rows->data,
                                 reading->rows->len, &error);
  if (lines != NULL)
    g_task_return_pointer (task, lines, (GDestroyNotify) g_ptr_array_unref);
  else
    g_task_return_error (task, error);
}

/* A page that could not be read is read again when somebody looks at it. */
static void
forget_page (ZmDeviceModel *self,
             guint          page)
{
  g_queue_remove (&self->recent, GUINT_TO_POINTER (page));
  g_hash_table_remove (self->pages, GUINT_TO_POINTER (page));
}

static void
read_cb (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  ZmDeviceModel *self = ZM_DEVICE_MODEL (source);
  const Reading *reading = g_task_get_task_data (G_TASK (result));
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) lines = g_task_propagate_pointer (G_TASK (result), &error);
  ZmInstant now = zm_instant_now ();

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (lines == NULL)
    {
      g_debug ("A page of devices could not be read: %s", error->message);
      forget_page (self, reading->page);
      return;
    }

  for (guint i = 0; i < lines->len; i++)
    zm_device_item_fill (g_ptr_array_index (reading->items, i), g_ptr_array_index (lines, i), now);
}

static void
read_page (ZmDeviceModel *self,
           guint          page,
           GPtrArray     *items)
{
  g_autoptr(GTask) task = g_task_new (self, self->reading, read_cb, NULL);
  Reading *reading = g_new0 (Reading, 1);

  self->reads++;
  reading->database = zm_database_ref (self->database);
  reading->page = page;
  reading->rows = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_array_append_vals (reading->rows,
                       &g_array_index (self->rows, gint64, page * ZM_DEVICE_MODEL_PAGE_ROWS),
                       items->len);
  reading->items = g_ptr_array_ref (items);
  g_task_set_source_tag (task, read_page);
  g_task_set_task_data (task, reading, (GDestroyNotify) free_reading);
  g_task_run_in_thread (task, read_in_thread);
}

static guint
measure_page (ZmDeviceModel *self,
              guint          page)
{
  guint first = page * ZM_DEVICE_MODEL_PAGE_ROWS;

  return first < self->rows->len ? MIN (ZM_DEVICE_MODEL_PAGE_ROWS, self->rows->len - first) : 0;
}

static GPtrArray *
make_page (ZmDeviceModel *self,
           guint          page)
{
  GPtrArray *items = g_ptr_array_new_with_free_func (g_object_unref);
  guint length = measure_page (self, page);

  while (items->len < length)
    g_ptr_array_add (items, zm_device_item_new ());

  g_hash_table_insert (self->pages, GUINT_TO_POINTER (page), items);
  g_queue_push_head (&self->recent, GUINT_TO_POINTER (page));
  if (g_queue_get_length (&self->recent) > ZM_DEVICE_MODEL_PAGES_MAX)
    g_hash_table_remove (self->pages, g_queue_pop_tail (&self->recent));

  read_page (self, page, items);
  return items;
}

static GPtrArray *
get_page (ZmDeviceModel *self,
          guint          page)
{
  GPtrArray *items = g_hash_table_lookup (self->pages, GUINT_TO_POINTER (page));

  if (items == NULL)
    return make_page (self, page);
  if (g_queue_peek_head (&self->recent) != GUINT_TO_POINTER (page))
    {
      g_queue_remove (&self->recent, GUINT_TO_POINTER (page));
      g_queue_push_head (&self->recent, GUINT_TO_POINTER (page));
    }

  return items;
}

/* --- The list --- */

static GType
zm_device_model_get_item_type (GListModel *list)
{
  return ZM_TYPE_DEVICE_ITEM;
}

static guint
zm_device_model_get_n_items (GListModel *list)
{
  return ZM_DEVICE_MODEL (list)->rows->len;
}

static gpointer
zm_device_model_get_item (GListModel *list,
                          guint       position)
{
  ZmDeviceModel *self = ZM_DEVICE_MODEL (list);
  GPtrArray *items;

  if (position >= self->rows->len)
    return NULL;

  items = get_page (self, position / ZM_DEVICE_MODEL_PAGE_ROWS);
  return g_object_ref (g_ptr_array_index (items, position % ZM_DEVICE_MODEL_PAGE_ROWS));
}

static void
zm_device_model_list_model_init (GListModelInterface *iface)
{
  iface->get_item = zm_device_model_get_item;
  iface->get_item_type = zm_device_model_get_item_type;
  iface->get_n_items = zm_device_model_get_n_items;
}

/* --- The order --- */

typedef struct {
  ZmDatabase *database;
  ZmDeviceView *view;
  gint64 total;
} Loading;

static void
free_loading (Loading *loading)
{
  zm_database_unref (loading->database);
  zm_device_view_free (loading->view);
  g_free (loading);
}

static void
load_in_thread (GTask        *task,
                gpointer      source_object,
                gpointer      task_data,
                GCancellable *cancellable)
{
  Loading *loading = task_data;
  ZmDeviceFilter filter;
  g_autofree char *serial = NULL;
  GError *error = NULL;
  GArray *rows = NULL;

  zm_device_view_get_filter (loading->view, &filter, &serial);
  if (zm_device_query_count (loading->database, &loading->total, &error))
    rows = zm_device_query_order (loading->database, &filter, loading->view->sort,
                                  loading->view->descending, zm_instant_now (), cancellable,
                                  &error);
  if (rows != NULL)
    g_task_return_pointer (task, rows, (GDestroyNotify) g_array_unref);
  else
    g_task_return_error (task, error);
}

static gboolean
is_same_order (const GArray *a,
               const GArray *b)
{
  return a->len == b->len && (a->len == 0 || memcmp (a->data, b->data, a->len * sizeof (gint64)) == 0);
}

/* A place keeps its item, whichever row stands there now: a list that is told of other items looks at
 * every one of them for those that it had. */
static void
refresh_pages (ZmDeviceModel *self)
{
  for (GList *link = self->recent.head; link != NULL; link = link->next)
    read_page (self, GPOINTER_TO_UINT (link->data),
               g_hash_table_lookup (self->pages, link->data));
}

/* The pages that are kept are as long as there are rows for them. */
static void
fit_pages (ZmDeviceModel *self)
{
  GList *link = self->recent.head;

  while (link != NULL)
    {
      GList *next = link->next;
      GPtrArray *items = g_hash_table_lookup (self->pages, link->data);
      guint length = measure_page (self, GPOINTER_TO_UINT (link->data));

      if (items->len > length)
        g_ptr_array_set_size (items, (int) length);
      while (items->len < length)
        g_ptr_array_add (items, zm_device_item_new ());
      if (length == 0)
        forget_page (self, GPOINTER_TO_UINT (link->data));
      link = next;
    }
}

static void
take_rows (ZmDeviceModel *self,
           GArray        *rows)
{
  g_autoptr(GArray) before = self->rows;
  guint same = MIN (before->len, rows->len);

  g_cancellable_cancel (self->reading);
  g_clear_object (&self->reading);
  self->reading = g_cancellable_new ();
  self->rows = rows;
  fit_pages (self);
  refresh_pages (self);
  if (is_same_order (before, rows))
    return;

  g_signal_emit (self, signals[SIGNAL_REORDERED], 0);
  if (before->len != rows->len)
    g_list_model_items_changed (G_LIST_MODEL (self), same, before->len - same, rows->len - same);
}

void
zm_device_model_load_async (ZmDeviceModel       *self,
                            const ZmDeviceView  *view,
                            GAsyncReadyCallback  callback,
                            gpointer             user_data)
{
  g_autoptr(GTask) task = NULL;
  Loading *loading;

  g_return_if_fail (ZM_IS_DEVICE_MODEL (self));
  g_return_if_fail (view != NULL);

  g_cancellable_cancel (self->loading);
  g_clear_object (&self->loading);
  self->loading = g_cancellable_new ();

  loading = g_new0 (Loading, 1);
  loading->database = zm_database_ref (self->database);
  loading->view = zm_device_view_copy (view);
  task = g_task_new (self, self->loading, callback, user_data);
  g_task_set_source_tag (task, zm_device_model_load_async);
  g_task_set_task_data (task, loading, (GDestroyNotify) free_loading);
  g_task_run_in_thread (task, load_in_thread);
}

gboolean
zm_device_model_load_finish (ZmDeviceModel  *self,
                             GAsyncResult   *result,
                             GError        **error)
{
  const Loading *loading;
  GArray *rows;

  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  loading = g_task_get_task_data (G_TASK (result));
  rows = g_task_propagate_pointer (G_TASK (result), error);
  if (rows == NULL)
    return FALSE;

  self->total = (guint) loading->total;
  take_rows (self, rows);
  return TRUE;
}

static void
zm_device_model_finalize (GObject *object)
{
  ZmDeviceModel *self = ZM_DEVICE_MODEL (object);

  g_clear_object (&self->loading);
  g_clear_object (&self->reading);
  g_clear_pointer (&self->database, zm_database_unref);
  g_clear_pointer (&self->rows, g_array_unref);
  g_clear_pointer (&self->pages, g_hash_table_unref);
  g_queue_clear (&self->recent);

  G_OBJECT_CLASS (zm_device_model_parent_class)->finalize (object);
}

static void
zm_device_model_class_init (ZmDeviceModelClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = zm_device_model_finalize;

  signals[SIGNAL_REORDERED] = g_signal_new ("reordered", G_TYPE_FROM_CLASS (klass),
                                            G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
zm_device_model_init (ZmDeviceModel *self)
{
  self->rows = g_array_new (FALSE, FALSE, sizeof (gint64));
  self->pages = g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify) g_ptr_array_unref);
  self->reading = g_cancellable_new ();
  g_queue_init (&self->recent);
}

ZmDeviceModel *
zm_device_model_new (ZmDatabase *database)
{
  ZmDeviceModel *self;

  g_return_val_if_fail (database != NULL, NULL);

  self = g_object_new (ZM_TYPE_DEVICE_MODEL, NULL);
  self->database = zm_database_ref (database);

  return self;
}

guint
zm_device_model_get_total (ZmDeviceModel *self)
{
  g_return_val_if_fail (ZM_IS_DEVICE_MODEL (self), 0);

  return self->total;
}

guint
zm_device_model_get_reads (ZmDeviceModel *self)
{
  g_return_val_if_fail (ZM_IS_DEVICE_MODEL (self), 0);

  return self->reads;
}

void
zm_device_model_stop (ZmDeviceModel *self)
{
  g_return_if_fail (ZM_IS_DEVICE_MODEL (self));

  g_cancellable_cancel (self->loading);
  g_cancellable_cancel (self->reading);
}
