#include "app/station/station.h"

#include "app/base/error.h"
#include "app/base/file.h"
#include "app/station/checkpointer.h"
#include "app/station/lease.h"
#include "app/station/refusal.h"
#include "app/store/integrity.h"
#include "app/store/transaction.h"

#include <glib/gstdio.h>

struct _ZmStation {
  GObject          parent_instance;

  char            *directory;
  GMainContext    *context;
  ZmStationConfig *config;
  ZmLease         *lease;     /* shared with all that write here; not to view */
  ZmDatabase      *database;
  ZmAuditLog      *audit_log;
  ZmCheckpointer  *checkpointer;

  GMutex           lock;      /* of what follows */
  ZmSignerClient  *signer;
  GPtrArray       *signers;   /* all that were ever attached, since sessions may still use them */
  ZmApprover      *approver;
  const ZmStationAuthority *authority;
  GPtrArray       *authorities; /* all that were ever handed out */

  GMutex           usb_lock;  /* of usb, which takes its time to begin */
  ZmUsbBus        *usb;       /* NULL until somebody wants it */
};

G_DEFINE_FINAL_TYPE (ZmStation, zm_station, G_TYPE_OBJECT)

enum {
  CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
zm_station_finalize (GObject *object)
{
  ZmStation *self = ZM_STATION (object);

  g_clear_object (&self->usb);
  g_clear_pointer (&self->approver, zm_approver_unref);
  g_ptr_array_unref (self->signers);
  g_ptr_array_unref (self->authorities);
  g_clear_pointer (&self->checkpointer, zm_checkpointer_free);
  g_clear_pointer (&self->audit_log, zm_audit_log_free);
  g_clear_pointer (&self->database, zm_database_unref);
  g_clear_pointer (&self->lease, zm_lease_free);
  g_clear_pointer (&self->config, zm_station_config_free);
  g_clear_pointer (&self->context, g_main_context_unref);
  g_mutex_clear (&self->usb_lock);
  g_mutex_clear (&self->lock);
  g_free (self->directory);

  G_OBJECT_CLASS (zm_station_parent_class)->finalize (object);
}

static void
zm_station_class_init (ZmStationClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = zm_station_finalize;

  signals[CHANGED] = g_signal_new ("changed", ZM_TYPE_STATION, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                   NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
zm_station_init (ZmStation *self)
{
  g_mutex_init (&self->lock);
  g_mutex_init (&self->usb_lock);
  self->context = g_main_context_ref_thread_default ();
  self->signers = g_ptr_array_new_with_free_func ((GDestroyNotify) zm_signer_client_free);
  self->authorities = g_ptr_array_new_with_free_func ((GDestroyNotify) zm_station_authority_free);
}

/* A database that is gone is not made anew: a blank one knows of no device and no used code. */
static gboolean
check_present (const char  *path,
               GError     **error)
{
  GStatBuf status;

  if (g_stat (path, &status) == 0 && status.st_size > 0)
    return TRUE;

  zm_error_set (error, ZM_ERROR_CORRUPT, "database.missing", path, "the station’s database",
                "The station’s database is gone or empty");
  return FALSE;
}

/* Read-only, so that a file that is damaged or not ours stays as it is. */
static gboolean
check_database (const char  *path,
                GError     **error)
{
  g_autoptr(ZmDatabase) database = NULL;

  if (!check_present (path, error))
    return FALSE;
  database = zm_database_open (path, &zm_schema_station, ZM_DATABASE_READ_ONLY, error);

  return database != NULL && zm_integrity_check (database, &zm_schema_station, error);
}

/* Without the one of the checkpoints: that these are gone must show. What is there is left as it is,
 * since the lists may have been opened to whoever serves them. */
static gboolean
make_missing_directories (const char  *directory,
                          GError     **error)
{
  static const char *const names[] = { "canary", "certificates", "crl" };

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *path = g_build_filename (directory, names[i], NULL);

      if (!g_file_test (path, G_FILE_TEST_EXISTS) && !zm_file_make_private_directory (path, error))
        return FALSE;
    }

  return TRUE;
}

static gboolean
open_database (ZmStation  *self,
               GError    **error)
{
  g_autofree char *path = g_build_filename (self->directory, ZM_STATION_DATABASE_FILE, NULL);

  self->lease = zm_lease_take (self->directory, ZM_STATION_LEASE, TRUE, error);
  if (self->lease == NULL || !check_database (path, error))
    return FALSE;
  self->database = zm_database_open (path, &zm_schema_station, ZM_DATABASE_READ_WRITE, error);
  if (self->database == NULL || !make_missing_directories (self->directory, error))
    return FALSE;
  self->audit_log = zm_audit_log_open (self->database, self->config->desk, error);
  if (self->audit_log == NULL)
    return FALSE;

  self->checkpointer = zm_checkpointer_new (self->directory, self->audit_log);
  return TRUE;
}

/* Tells a directory that is no station from one that cannot be read. */
static gboolean
check_exists (const char  *directory,
              GError     **error)
{
  g_autofree char *path = g_build_filename (directory, ZM_STATION_CONFIG_FILE, NULL);

  if (g_file_test (path, G_FILE_TEST_EXISTS))
    return zm_file_make_private_directory (directory, error);

  zm_error_set (error, ZM_ERROR_NOT_FOUND, "station.missing", directory,
                "a directory with a " ZM_STATION_CONFIG_FILE, "There is no station in “%s”",
                directory);
  return FALSE;
}

static ZmStation *
open_config (const char  *directory,
             GError     **error)
{
  g_autoptr(ZmStation) self = NULL;

  if (!check_exists (directory, error))
    return NULL;

  self = g_object_new (ZM_TYPE_STATION, NULL);
  self->directory = g_canonicalize_filename (directory, NULL);
  self->config = zm_station_config_read (directory, error);

  return self->config != NULL ? g_steal_pointer (&self) : NULL;
}

ZmStation *
zm_station_open (const char  *directory,
                 GError     **error)
{
  g_autoptr(ZmStation) self = NULL;
  g_autoptr(GError) refusal = NULL;

  g_return_val_if_fail (directory != NULL, NULL);

  self = open_config (directory, &refusal);
  if (self == NULL)
    {
      zm_refusal_note_unopened (directory, refusal);
      g_propagate_error (error, g_steal_pointer (&refusal));
      return NULL;
    }

  return open_database (self, error) ? g_steal_pointer (&self) : NULL;
}

ZmStation *
zm_station_open_to_view (const char  *directory,
                         GError     **error)
{
  g_autoptr(ZmStation) self = NULL;
  g_autofree char *path = NULL;

  g_return_val_if_fail (directory != NULL, NULL);

  self = open_config (directory, error);
  if (self == NULL)
    return NULL;
  path = g_build_filename (self->directory, ZM_STATION_DATABASE_FILE, NULL);
  if (!check_present (path, error))
    return NULL;
  self->database = zm_database_open (path, &zm_schema_station, ZM_DATABASE_READ_ONLY, error);

  return self->database != NULL ? g_steal_pointer (&self) : NULL;
}

const char *
zm_station_get_directory (ZmStation *self)
{
  g_return_val_if_fail (ZM_IS_STATION (self), NULL);

  return self->directory;
}

ZmStationConfig *
zm_station_get_config (ZmStation *self)
{
  g_return_val_if_fail (ZM_IS_STATION (self), NULL);

  return self->config;
}

ZmDatabase *
zm_station_get_database (ZmStation *self)
{
  g_return_val_if_fail (ZM_IS_STATION (self), NULL);

  return self->database;
}

ZmAuditLog *
zm_station_get_audit_log (ZmStation *self)
{
  g_return_val_if_fail (ZM_IS_STATION (self), NULL);

  return self->audit_log;
}

void
zm_station_take_signer (ZmStation      *self,
                        ZmSignerClient *signer)
{
  g_return_if_fail (ZM_IS_STATION (self));
  g_return_if_fail (signer != NULL);

  g_mutex_lock (&self->lock);
  g_ptr_array_add (self->signers, signer);
  self->signer = signer;
  self->authority = NULL;
  g_mutex_unlock (&self->lock);
}

ZmSignerClient *
zm_station_get_signer (ZmStation *self)
{
  ZmSignerClient *signer;

  g_return_val_if_fail (ZM_IS_STATION (self), NULL);

  g_mutex_lock (&self->lock);
  signer = self->signer;
  g_mutex_unlock (&self->lock);

  return signer;
}

ZmSignerClient *
zm_station_need_signer (ZmStation  *self,
                        GError    **error)
{
  ZmSignerClient *signer = zm_station_get_signer (self);

  if (signer == NULL)
    zm_error_set (error, ZM_ERROR_UNAVAILABLE, "signer.absent", NULL, "a signer",
                  "No signer serves this station");

  return signer;
}

void
zm_station_take_approver (ZmStation  *self,
                          ZmApprover *approver)
{
  ZmApprover *before;

  g_return_if_fail (ZM_IS_STATION (self));

  g_mutex_lock (&self->lock);
  before = self->approver;
  self->approver = approver;
  g_mutex_unlock (&self->lock);
  g_clear_pointer (&before, zm_approver_unref);
}

ZmApprover *
zm_station_ref_approver (ZmStation *self)
{
  ZmApprover *approver;

  g_return_val_if_fail (ZM_IS_STATION (self), NULL);

  g_mutex_lock (&self->lock);
  approver = self->approver != NULL ? zm_approver_ref (self->approver) : NULL;
  g_mutex_unlock (&self->lock);

  return approver;
}

static const ZmStationAuthority *
load_authority (ZmStation  *self,
                GError    **error)
{
  g_autoptr(json_t) answer = zm_station_call (self, ZM_REQUEST_AUTHORITY_SHOW, NULL, error);
  ZmStationAuthority *authority;

  if (answer == NULL)
    return NULL;
  if (json_object_get (answer, "root") == NULL)
    {
      zm_error_set (error, ZM_ERROR_CONFLICT, "authority.absent", NULL,
                    "an authority that was created or imported",
                    "This station has no authority to issue under yet");
      return NULL;
    }
  authority = zm_station_authority_new (answer, error);
  if (authority == NULL)
    return NULL;

  g_mutex_lock (&self->lock);
  g_ptr_array_add (self->authorities, authority);
  self->authority = authority;
  g_mutex_unlock (&self->lock);
  return authority;
}

const ZmStationAuthority *
zm_station_get_authority (ZmStation  *self,
                          GError    **error)
{
  const ZmStationAuthority *authority;

  g_return_val_if_fail (ZM_IS_STATION (self), NULL);

  g_mutex_lock (&self->lock);
  authority = self->authority;
  g_mutex_unlock (&self->lock);

  return authority != NULL ? authority : load_authority (self, error);
}

void
zm_station_forget_authority (ZmStation *self)
{
  g_return_if_fail (ZM_IS_STATION (self));

  g_mutex_lock (&self->lock);
  self->authority = NULL;
  g_mutex_unlock (&self->lock);
}

gboolean
zm_station_checkpoint (ZmStation  *self,
                       GError    **error)
{
  const ZmStationAuthority *authority;

  g_return_val_if_fail (ZM_IS_STATION (self), FALSE);

  authority = zm_station_get_authority (self, error);
  return authority != NULL &&
         zm_checkpointer_run (self->checkpointer, zm_station_get_signer (self),
                              authority->verifier_key, error);
}

gboolean
zm_station_restart_log (ZmStation  *self,
                        GError    **error)
{
  const ZmStationAuthority *authority;

  g_return_val_if_fail (ZM_IS_STATION (self), FALSE);

  authority = zm_station_get_authority (self, error);
  return authority != NULL &&
         zm_checkpointer_restart (self->checkpointer, zm_station_get_signer (self),
                                  authority->verifier_key, error);
}

void
zm_station_witness (ZmStation *self)
{
  g_autoptr(GError) later = NULL;

  if (!zm_station_checkpoint (self, &later))
    g_debug ("No checkpoint now: %s", later->message);
}

/* What a list is told: weakly, so that a program without a main loop keeps no station alive. */
typedef struct {
  GWeakRef  station;
  char     *topic;
} Notice;

static gboolean
emit_notice_cb (gpointer data)
{
  Notice *notice = data;
  g_autoptr(ZmStation) self = g_weak_ref_get (&notice->station);

  if (self != NULL)
    g_signal_emit (self, signals[CHANGED], 0, notice->topic);

  return G_SOURCE_REMOVE;
}

static void
free_notice (gpointer data)
{
  Notice *notice = data;

  g_weak_ref_clear (&notice->station);
  g_free (notice->topic);
  g_free (notice);
}

/* Not by g_main_context_invoke(), which calls at once in whatever thread can have the context, and
 * that is any thread while the station's own does something else. */
void
zm_station_notify (ZmStation  *self,
                   const char *topic)
{
  g_autoptr(GSource) source = NULL;
  Notice *notice;

  g_return_if_fail (ZM_IS_STATION (self));
  g_return_if_fail (topic != NULL);

  notice = g_new0 (Notice, 1);
  g_weak_ref_init (&notice->station, self);
  notice->topic = g_strdup (topic);
  source = g_idle_source_new ();
  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_callback (source, emit_notice_cb, notice, free_notice);
  g_source_attach (source, self->context);
}

ZmUsbBus *
zm_station_get_usb (ZmStation  *self,
                    GError    **error)
{
  const GArray *ids;

  g_return_val_if_fail (ZM_IS_STATION (self), NULL);

  ids = self->config->usb_ids;
  g_mutex_lock (&self->usb_lock);
  if (self->usb == NULL)
    self->usb = zm_usb_bus_new ((const ZmUsbId *) (const void *) ids->data, ids->len, error);
  g_mutex_unlock (&self->usb_lock);

  return self->usb;
}
