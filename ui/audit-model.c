#include "ui/audit-model.h"

struct _ZmAuditModel {
  GObject        parent_instance;

  ZmDatabase    *database;
  ZmAuditFilter  filter; /* owns its strings */
  GArray        *starts; /* gint64, before_seq of each page */
  guint64        count;
  GHashTable    *pages;  /* number → GPtrArray of ZmAuditItem */
  GQueue         recent; /* numbers of the pages that are kept, the latest used first */
  guint          reads;
};

static void zm_audit_model_list_model_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (ZmAuditModel, zm_audit_model, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL,
                                                      zm_audit_model_list_model_init))

static guint
get_page_rows (ZmAuditModel *self,
               guint         page)
{
  return MIN (ZM_AUDIT_MODEL_PAGE_ROWS,
              (guint) (self->count - (guint64) page * ZM_AUDIT_MODEL_PAGE_ROWS));
}

/* A row that cannot be read spoils its page, never the list. */
static void
fill_with_bad (GPtrArray    *items,
               guint         length,
               const GError *failure)
{
  while (items->len < length)
    g_ptr_array_add (items, zm_audit_item_new_bad (failure));
}

static GPtrArray *
read_page (ZmAuditModel *self,
           guint         page)
{
  GPtrArray *items = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr(GError) error = NULL;
  guint length = get_page_rows (self, page);
  g_autoptr(GPtrArray) records =
    zm_audit_query_list (self->database, &self->filter, g_array_index (self->starts, gint64, page),
                         length, &error);

  self->reads++;
  for (guint i = 0; records != NULL && i < records->len; i++)
    g_ptr_array_add (items, zm_audit_item_new (g_ptr_array_index (records, i)));
  if (records != NULL)
    g_ptr_array_set_free_func (records, NULL);
  if (error == NULL && items->len < length)
    g_set_error_literal (&error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND, "The record is gone");
  if (error != NULL)
    fill_with_bad (items, length, error);

  return items;
}

static void
keep_page (ZmAuditModel *self,
           guint         page,
           GPtrArray    *items)
{
  g_hash_table_insert (self->pages, GUINT_TO_POINTER (page), items);
  g_queue_push_head (&self->recent, GUINT_TO_POINTER (page));
  if (g_queue_get_length (&self->recent) > ZM_AUDIT_MODEL_PAGES_MAX)
    g_hash_table_remove (self->pages, g_queue_pop_tail (&self->recent));
}

static GPtrArray *
get_page (ZmAuditModel *self,
          guint         page)
{
  GPtrArray *items = g_hash_table_lookup (self->pages, GUINT_TO_POINTER (page));

  if (items == NULL)
    {
      items = read_page (self, page);
      keep_page (self, page, items);
    }
  else if (g_queue_peek_head (&self->recent) != GUINT_TO_POINTER (page))
    {
      g_queue_remove (&self->recent, GUINT_TO_POINTER (page));
      g_queue_push_head (&self->recent, GUINT_TO_POINTER (page));
    }

  return items;
}

static GType
zm_audit_model_get_item_type (GListModel *list)
{
  return ZM_TYPE_AUDIT_ITEM;
}

static guint
zm_audit_model_get_n_items (GListModel *list)
{
  return (guint) MIN (ZM_AUDIT_MODEL (list)->count, G_MAXUINT);
}

static gpointer
zm_audit_model_get_item (GListModel *list,
                         guint       position)
{
  ZmAuditModel *self = ZM_AUDIT_MODEL (list);
  GPtrArray *items;

  if (position >= zm_audit_model_get_n_items (list))
    return NULL;

  items = get_page (self, position / ZM_AUDIT_MODEL_PAGE_ROWS);
  return g_object_ref (g_ptr_array_index (items, position % ZM_AUDIT_MODEL_PAGE_ROWS));
}

static void
zm_audit_model_list_model_init (GListModelInterface *iface)
{
  iface->get_item = zm_audit_model_get_item;
  iface->get_item_type = zm_audit_model_get_item_type;
  iface->get_n_items = zm_audit_model_get_n_items;
}

static void
zm_audit_model_finalize (GObject *object)
{
  ZmAuditModel *self = ZM_AUDIT_MODEL (object);

  g_clear_pointer (&self->database, zm_database_unref);
  g_clear_pointer (&self->starts, g_array_unref);
  g_clear_pointer (&self->pages, g_hash_table_unref);
  g_queue_clear (&self->recent);
  g_free ((char *) self->filter.device);
  g_free ((char *) self->filter.session);
  g_free ((char *) self->filter.action);
  g_free ((char *) self->filter.text);

  G_OBJECT_CLASS (zm_audit_model_parent_class)->finalize (object);
}

static void
zm_audit_model_class_init (ZmAuditModelClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = zm_audit_model_finalize;
}

static void
zm_audit_model_init (ZmAuditModel *self)
{
  self->pages = g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify) g_ptr_array_unref);
  g_queue_init (&self->recent);
}

static ZmAuditModel *
create (ZmDatabase          *database,
        const ZmAuditFilter *filter)
{
  ZmAuditModel *self = g_object_new (ZM_TYPE_AUDIT_MODEL, NULL);

  self->database = zm_database_ref (database);
  if (filter == NULL)
    return self;

  self->filter = *filter;
  self->filter.device = g_strdup (filter->device);
  self->filter.session = g_strdup (filter->session);
  self->filter.action = g_strdup (filter->action);
  self->filter.text = g_strdup (filter->text);

  return self;
}

/* The first page is read here too: it is looked at anyway, and with a rare filter it may be the
 * one that takes time. */
static void
load_in_thread (GTask        *task,
                gpointer      source_object,
                gpointer      task_data,
                GCancellable *cancellable)
{
  ZmAuditModel *self = task_data;
  GError *error = NULL;

  self->starts = zm_audit_query_index (self->database, &self->filter, ZM_AUDIT_MODEL_PAGE_ROWS,
                                       &self->count, cancellable, &error);
  if (self->starts == NULL)
    {
      g_task_return_error (task, error);
      return;
    }

  if (self->starts->len > 0)
    /* cppcheck-suppress leakReturnValNotUsed -- the model keeps the page. */
    get_page (self, 0);
  g_task_return_pointer (task, g_object_ref (self), g_object_unref);
}

void
zm_audit_model_load_async (ZmDatabase          *database,
                           const ZmAuditFilter *filter,
                           GCancellable        *cancellable,
                           GAsyncReadyCallback  callback,
                           gpointer             user_data)
{
  g_autoptr(GTask) task = g_task_new (NULL, cancellable, callback, user_data);

  g_return_if_fail (database != NULL);

  g_task_set_source_tag (task, zm_audit_model_load_async);
  g_task_set_task_data (task, create (database, filter), g_object_unref);
  g_task_run_in_thread (task, load_in_thread);
}

ZmAuditModel *
zm_audit_model_load_finish (GAsyncResult  *result,
                            GError       **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

guint
zm_audit_model_get_reads (ZmAuditModel *self)
{
  g_return_val_if_fail (ZM_IS_AUDIT_MODEL (self), 0);

  return self->reads;
}
