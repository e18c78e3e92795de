#include "app/central/central-shelf.h"

#include "app/base/error.h"
#include "app/base/file.h"
#include "app/central/central-authorities.h"
#include "app/central/central-log.h"
#include "app/central/central-memory.h"
#include "app/pki/digest.h"

/* DER, or PEM which is a third larger. */
#define FILE_MAX (2 * ZM_CRL_MAX)

/* A file is often written in steps; it is read when it has been quiet for so long. */
#define SETTLE_MS 200

#define FORGOTTEN_MAX 100 /* serial numbers in one line of the log */

struct _ZmCentralShelf {
  GObject        parent_instance;
  GPtrArray     *items;       /* of ZmCentralShelfItem */
  GPtrArray     *monitors;    /* of GFileMonitor */
  GPtrArray     *authorities; /* of ZmCertificate */
  char          *memory;      /* directory, or NULL */
  guint          settling;    /* source */
};

G_DEFINE_FINAL_TYPE (ZmCentralShelf, zm_central_shelf, G_TYPE_OBJECT)

enum {
  SIGNAL_CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static void
free_item (gpointer data)
{
  ZmCentralShelfItem *item = data;

  g_free (item->path);
  g_free (item->name);
  g_clear_pointer (&item->crl, zm_crl_unref);
  g_free (item->etag);
  g_free (item);
}

static ZmCrl *
read_crl (const char  *path,
          GPtrArray   *authorities,
          GError     **error)
{
  g_autoptr(GBytes) file = zm_file_read (path, FILE_MAX, error);
  g_autoptr(ZmCrl) crl = NULL;

  if (file == NULL)
    return NULL;
  crl = zm_crl_new_from_data (g_bytes_get_data (file, NULL), g_bytes_get_size (file), error);
  if (crl == NULL || !zm_central_authorities_judge (authorities, crl, error))
    return NULL;

  return g_steal_pointer (&crl);
}

/* Whoever can change the file must not bring an old list back. A number that comes again with
 * other entries (RFC 5280 section 5.2.3 forbids it) is what a CA makes that was itself put back from
 * a backup, and its list lacks what was revoked since. */
static gboolean
check_successor (ZmCrl   *held,
                 ZmCrl   *next,
                 GError **error)
{
  guint64 held_number = zm_crl_get_number (held);
  guint64 next_number = zm_crl_get_number (next);
  g_autofree char *seen = NULL;
  g_autofree char *expected = NULL;

  if (!g_str_equal (zm_crl_get_issuer (held), zm_crl_get_issuer (next)))
    {
      zm_error_set (error, ZM_ERROR_REFUSED, "central.crl-issuer", zm_crl_get_issuer (next),
                    zm_crl_get_issuer (held), "The new revocation list is of another issuer");
      return FALSE;
    }
  if (next_number > held_number || g_bytes_equal (zm_crl_get_der (held), zm_crl_get_der (next)))
    return TRUE;

  seen = g_strdup_printf ("number %" G_GUINT64_FORMAT, next_number);
  expected = g_strdup_printf ("number %" G_GUINT64_FORMAT " or later", held_number + 1);
  if (next_number == held_number)
    zm_error_set (error, ZM_ERROR_REFUSED, "central.crl-number", seen, expected,
                  "The new revocation list has the number of another one: its CA may have been "
                  "put back from a backup");
  else
    zm_error_set (error, ZM_ERROR_REFUSED, "central.crl-older", seen, expected,
                  "The new revocation list is older than the one that is held");

  return FALSE;
}

static ZmInstant
modified_time (const char *path)
{
  g_autoptr(GFile) file = g_file_new_for_path (path);
  g_autoptr(GFileInfo) info = g_file_query_info (file, G_FILE_ATTRIBUTE_TIME_MODIFIED,
                                                 G_FILE_QUERY_INFO_NONE, NULL, NULL);

  if (info == NULL)
    return zm_instant_now ();

  return (ZmInstant) g_file_info_get_attribute_uint64 (info, G_FILE_ATTRIBUTE_TIME_MODIFIED) *
         ZM_INSTANT_SECOND;
}

static void
log_loaded (const ZmCentralShelfItem *item)
{
  g_autofree char *from = zm_instant_format (zm_crl_get_this_update (item->crl));
  g_autofree char *until = zm_instant_format (zm_crl_get_next_update (item->crl));
  gboolean expired = zm_crl_get_next_update (item->crl) <= zm_instant_now ();
  json_t *members = json_object ();
  gsize count;

  zm_crl_get_entries (item->crl, &count);
  zm_central_log_text (members, "file", item->path);
  zm_central_log_text (members, "issuer", zm_crl_get_issuer (item->crl));
  json_object_set_new (members, "number",
                       json_integer ((json_int_t) zm_crl_get_number (item->crl)));
  json_object_set_new (members, "revoked", json_integer ((json_int_t) count));
  zm_central_log_text (members, "thisUpdate", from);
  zm_central_log_text (members, "nextUpdate", until);
  zm_central_log_event (expired ? "crl.expired" : "crl.loaded", members);
}

/* An entry may leave a list when its certificate has expired (RFC 5280 section 3.3), which nobody
 * can see here. Otherwise a CA has forgotten a revocation, and somebody must look. */
static void
log_forgotten (const char *path,
               ZmCrl      *before,
               ZmCrl      *now)
{
  gsize count;
  const ZmCrlEntry *entries = zm_crl_get_entries (before, &count);
  g_autoptr(json_t) serials = json_array ();
  json_t *members;

  for (gsize i = 0; i < count && json_array_size (serials) < FORGOTTEN_MAX; i++)
    {
      if (zm_crl_find (now, entries[i].serial) == NULL)
        json_array_append_new (serials, json_string (entries[i].serial));
    }
  if (json_array_size (serials) == 0)
    return;

  members = json_object ();
  zm_central_log_text (members, "file", path);
  json_object_set (members, "serials", serials);
  zm_central_log_event ("crl.forgets", members);
}

static void
log_refused (const char   *path,
             const GError *error)
{
  json_t *members = json_object ();

  zm_central_log_text (members, "file", path);
  zm_central_log_error ("crl.refused", members, error);
}

/* A list that cannot be kept holds all the same: it is the newer one. */
static void
remember (ZmCentralShelf     *self,
          ZmCentralShelfItem *item)
{
  g_autoptr(GError) error = NULL;

  if (self->memory != NULL &&
      !zm_central_memory_keep (self->memory, item->name, item->crl, &error))
    zm_central_log_error ("crl.not-kept", NULL, error);
}

static void
put_crl (ZmCentralShelf     *self,
         ZmCentralShelfItem *item,
         ZmCrl              *crl)
{
  GBytes *der = zm_crl_get_der (crl);
  g_autofree char *hash = zm_digest_sha256_hex (g_bytes_get_data (der, NULL),
                                                g_bytes_get_size (der));

  g_clear_pointer (&item->crl, zm_crl_unref);
  item->crl = zm_crl_ref (crl);
  g_free (item->etag);
  item->etag = g_strdup_printf ("\"%s\"", hash);
  item->modified = modified_time (item->path);
  log_loaded (item);
  remember (self, item);
}

/* TRUE: it is another list now. */
static gboolean
reload_item (ZmCentralShelf     *self,
             ZmCentralShelfItem *item)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(ZmCrl) crl = read_crl (item->path, self->authorities, &error);

  if (crl != NULL && g_bytes_equal (zm_crl_get_der (crl), zm_crl_get_der (item->crl)))
    return FALSE;
  if (crl == NULL || !check_successor (item->crl, crl, &error))
    {
      log_refused (item->path, error);
      return FALSE;
    }

  log_forgotten (item->path, item->crl, crl);
  put_crl (self, item, crl);
  return TRUE;
}

void
zm_central_shelf_reload (ZmCentralShelf *self)
{
  gboolean changed = FALSE;

  g_return_if_fail (ZM_IS_CENTRAL_SHELF (self));

  g_clear_handle_id (&self->settling, g_source_remove);
  for (guint i = 0; i < self->items->len; i++)
    changed = reload_item (self, self->items->pdata[i]) || changed;
  if (changed)
    g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

static gboolean
settled_cb (gpointer user_data)
{
  ZmCentralShelf *self = user_data;

  self->settling = 0;
  zm_central_shelf_reload (self);
  return G_SOURCE_REMOVE;
}

static void
file_changed_cb (GFileMonitor      *monitor,
                 GFile             *file,
                 GFile             *other,
                 GFileMonitorEvent  event,
                 ZmCentralShelf    *self)
{
  if (event == G_FILE_MONITOR_EVENT_DELETED || event == G_FILE_MONITOR_EVENT_MOVED_OUT)
    return;

  g_clear_handle_id (&self->settling, g_source_remove);
  self->settling = g_timeout_add (SETTLE_MS, settled_cb, self);
}

static void
zm_central_shelf_finalize (GObject *object)
{
  ZmCentralShelf *self = ZM_CENTRAL_SHELF (object);

  g_clear_handle_id (&self->settling, g_source_remove);
  g_clear_pointer (&self->monitors, g_ptr_array_unref);
  g_clear_pointer (&self->items, g_ptr_array_unref);
  g_clear_pointer (&self->authorities, g_ptr_array_unref);
  g_clear_pointer (&self->memory, g_free);

  G_OBJECT_CLASS (zm_central_shelf_parent_class)->finalize (object);
}

static void
zm_central_shelf_class_init (ZmCentralShelfClass *class)
{
  G_OBJECT_CLASS (class)->finalize = zm_central_shelf_finalize;

  signals[SIGNAL_CHANGED] = g_signal_new ("changed", ZM_TYPE_CENTRAL_SHELF, G_SIGNAL_RUN_LAST, 0,
                                          NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
zm_central_shelf_init (ZmCentralShelf *self)
{
  self->items = g_ptr_array_new_with_free_func (free_item);
  self->monitors = g_ptr_array_new_with_free_func (g_object_unref);
}

/* What the file has, unless it is no good and there is a list that was kept. */
static ZmCrl *
choose_first (ZmCentralShelf  *self,
              const char      *path,
              const char      *name,
              GError         **error)
{
  g_autoptr(ZmCrl) kept = NULL;
  g_autoptr(ZmCrl) crl = NULL;
  g_autoptr(GError) refusal = NULL;

  if (self->memory != NULL &&
      !zm_central_memory_recall (self->memory, name, self->authorities, &kept, error))
    return NULL;
  crl = read_crl (path, self->authorities, &refusal);
  if (crl != NULL && kept == NULL)
    return g_steal_pointer (&crl);
  if (crl != NULL && check_successor (kept, crl, &refusal))
    {
      log_forgotten (path, kept, crl);
      return g_steal_pointer (&crl);
    }
  if (kept != NULL)
    log_refused (path, refusal);
  else
    g_propagate_error (error, g_steal_pointer (&refusal));

  return g_steal_pointer (&kept);
}

static gboolean
add_item (ZmCentralShelf  *self,
          const char      *path,
          GError         **error)
{
  g_autofree char *name = g_path_get_basename (path);
  g_autoptr(ZmCrl) crl = NULL;
  ZmCentralShelfItem *item;

  if (zm_central_shelf_find (self, name) != NULL)
    {
      zm_error_set (error, ZM_ERROR_INVALID, "central.crl-name", path, NULL,
                    "Two files with revocation lists have the same name");
      return FALSE;
    }
  crl = choose_first (self, path, name, error);
  if (crl == NULL)
    return FALSE;

  item = g_new0 (ZmCentralShelfItem, 1);
  item->path = g_strdup (path);
  item->name = g_steal_pointer (&name);
  g_ptr_array_add (self->items, item);
  put_crl (self, item, crl);

  return TRUE;
}

/* Where the system cannot watch files, SIGHUP remains. */
static void
watch_item (ZmCentralShelf           *self,
            const ZmCentralShelfItem *item)
{
  g_autoptr(GFile) file = g_file_new_for_path (item->path);
  g_autoptr(GError) error = NULL;
  GFileMonitor *monitor = g_file_monitor_file (file, G_FILE_MONITOR_WATCH_MOVES, NULL, &error);

  if (monitor == NULL)
    {
      zm_central_log_error ("crl.unwatched", NULL, error);
      return;
    }
  g_signal_connect_object (monitor, "changed", G_CALLBACK (file_changed_cb), self, 0);
  g_ptr_array_add (self->monitors, monitor);
}

ZmCentralShelf *
zm_central_shelf_new (const char *const  *paths,
                      GPtrArray          *authorities,
                      const char         *memory,
                      GError            **error)
{
  g_autoptr(ZmCentralShelf) self = g_object_new (ZM_TYPE_CENTRAL_SHELF, NULL);

  g_return_val_if_fail (paths != NULL, NULL);
  g_return_val_if_fail (authorities != NULL, NULL);

  self->authorities = g_ptr_array_ref (authorities);
  self->memory = g_strdup (memory);
  if (memory != NULL && !zm_file_make_private_directory (memory, error))
    return NULL;
  for (gsize i = 0; paths[i] != NULL; i++)
    {
      if (!add_item (self, paths[i], error))
        return NULL;
    }
  for (guint i = 0; i < self->items->len; i++)
    watch_item (self, self->items->pdata[i]);

  return g_steal_pointer (&self);
}

GPtrArray *
zm_central_shelf_list (ZmCentralShelf *self)
{
  GPtrArray *crls;

  g_return_val_if_fail (ZM_IS_CENTRAL_SHELF (self), NULL);

  crls = g_ptr_array_new_with_free_func ((GDestroyNotify) zm_crl_unref);
  for (guint i = 0; i < self->items->len; i++)
    {
      const ZmCentralShelfItem *item = self->items->pdata[i];

      g_ptr_array_add (crls, zm_crl_ref (item->crl));
    }

  return crls;
}

const ZmCentralShelfItem *
zm_central_shelf_find (ZmCentralShelf *self,
                       const char     *name)
{
  g_return_val_if_fail (ZM_IS_CENTRAL_SHELF (self), NULL);
  g_return_val_if_fail (name != NULL, NULL);

  for (guint i = 0; i < self->items->len; i++)
    {
      const ZmCentralShelfItem *item = self->items->pdata[i];

      if (g_str_equal (item->name, name))
        return item;
    }

  return NULL;
}
