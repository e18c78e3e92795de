#include "ui/audit-model.h"

struct _ZmAuditModel {
  GObject     parent_instance;

  ZmDatabase *database;
  guint       n_rows;
  gint64      newest; /* the number of the first row */
  GArray     *seqs;   /* gint64, of every row; NULL where none is left out */
  GHashTable *pages;  /* number → GPtrArray of ZmAuditItem */
  GQueue      recent; /* numbers of the pages that are kept, the latest used first */
  guint       reads;
};

/* What is asked of the thread. */
typedef struct {
  ZmAuditFilter *filter;
  ZmProgress    *progress;
  ZmAuditModel  *model;
} Search;

static void zm_audit_model_list_model_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (ZmAuditModel, zm_audit_model, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL,
                                                      zm_audit_model_list_model_init))

static gint64
get_seq (ZmAuditModel *self,
         guint         position)
{
  return self->seqs != NULL ? g_array_index (self->seqs, gint64, position)
                            : self->newest - (gint64) position;
}

/* A row that cannot be read spoils nothing but itself. */
static ZmAuditItem *
read_item (ZmAuditModel *self,
           gint64        seq)
{
  g_autoptr(GError) error = NULL;
  ZmAuditRecord *record = zm_audit_query_get (self->database, seq, &error);

  return record != NULL ? zm_audit_item_new (record) : zm_audit_item_new_bad (seq, error);
}

static GPtrArray *
read_page (ZmAuditModel *self,
           guint         page)
{
  GPtrArray *items = g_ptr_array_new_with_free_func (g_object_unref);
  guint first = page * ZM_AUDIT_MODEL_PAGE_ROWS;
  guint end = MIN (first + ZM_AUDIT_MODEL_PAGE_ROWS, self->n_rows);

  self->reads++;
  for (guint position = first; position < end; position++)
    g_ptr_array_add (items, read_item (self, get_seq (self, position)));

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
  return ZM_AUDIT_MODEL (list)->n_rows;
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
  g_clear_pointer (&self->seqs, g_array_unref);
  g_clear_pointer (&self->pages, g_hash_table_unref);
  g_queue_clear (&self->recent);

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

static void
free_search (gpointer data)
{
  Search *search = data;

  zm_audit_filter_free (search->filter);
  g_clear_object (&search->progress);
  g_clear_object (&search->model);
  g_free (search);
}

/* They fall from one row to the next: those of a whole log, of a million rows, need not be kept. */
static void
take_seqs (ZmAuditModel *self,
           GArray       *seqs)
{
  gint64 oldest;

  self->seqs = seqs;
  self->n_rows = seqs->len;
  if (seqs->len == 0)
    return;

  self->newest = g_array_index (seqs, gint64, 0);
  oldest = g_array_index (seqs, gint64, seqs->len - 1);
  if (self->newest - oldest + 1 == (gint64) seqs->len)
    g_clear_pointer (&self->seqs, g_array_unref);
}

/* The first page is read here too: it is looked at anyway. */
static void
load_in_thread (GTask        *task,
                gpointer      source_object,
                gpointer      task_data,
                GCancellable *cancellable)
{
  const Search *search = task_data;
  ZmAuditModel *self = search->model;
  GError *error = NULL;
  GArray *seqs = zm_audit_query_find (self->database, search->filter,
                                      search->progress != NULL ? zm_progress_report : NULL,
                                      search->progress, cancellable, &error);

  if (seqs == NULL)
    {
      g_task_return_error (task, error);
      return;
    }

  take_seqs (self, seqs);
  if (self->n_rows > 0)
    /* cppcheck-suppress leakReturnValNotUsed -- the model keeps the page. */
    get_page (self, 0);
  g_task_return_pointer (task, g_object_ref (self), g_object_unref);
}

void
zm_audit_model_load_async (ZmDatabase          *database,
                           const ZmAuditFilter *filter,
                           ZmProgress          *progress,
                           GCancellable        *cancellable,
                           GAsyncReadyCallback  callback,
                           gpointer             user_data)
{
  g_autoptr(GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  Search *search = g_new0 (Search, 1);

  g_return_if_fail (database != NULL);

  search->filter = zm_audit_filter_copy (filter);
  g_set_object (&search->progress, progress);
  search->model = g_object_new (ZM_TYPE_AUDIT_MODEL, NULL);
  search->model->database = zm_database_ref (database);
  g_task_set_source_tag (task, zm_audit_model_load_async);
  g_task_set_task_data (task, search, free_search);
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

/* The seqs fall from one row to the next. */
gboolean
zm_audit_model_find (ZmAuditModel *self,
                     gint64        seq,
                     guint        *position)
{
  guint low = 0;
  guint high;

  g_return_val_if_fail (ZM_IS_AUDIT_MODEL (self), FALSE);
  g_return_val_if_fail (position != NULL, FALSE);

  for (high = self->n_rows; low < high;)
    {
      guint middle = low + (high - low) / 2;

      if (get_seq (self, middle) > seq)
        low = middle + 1;
      else
        high = middle;
    }
  if (low == self->n_rows || get_seq (self, low) != seq)
    return FALSE;

  *position = low;
  return TRUE;
}
