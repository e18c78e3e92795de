#pragma once

#include "app/base/error.h"
#include "app/store/device-record.h"
#include "app/store/session-record.h"

/* A station's database with two devices, in memory. */

#define NOON    G_GINT64_CONSTANT (1764590400000042) /* 2025-12-01T12:00:00.000042Z */
#define SESSION "5f0c1d8e-6d6e-4c5e-9f7a-0b1f2e3d4c5b"
#define OTHER   "00000000-0000-4000-8000-000000000000"

typedef struct {
  ZmDatabase *database;
  char *hash; /* 64 characters */
} Store;

static inline void
add_device (ZmDatabase *database,
            const char *device_id)
{
  const ZmDeviceRecord record = {
    .device_id = (char *) device_id,
    .label = (char *) "Intensivpflege Zürich, Bett 7",
    .location = (char *) "7b",
    .state = ZM_DEVICE_REGISTERED,
    .created_at = NOON,
    .updated_at = NOON,
  };
  g_autoptr(GError) error = NULL;
  gboolean ok = zm_device_record_insert (database, &record, &error);

  g_assert_no_error (error);
  g_assert_true (ok);
}

static inline void
set_up (Store         *store,
        gconstpointer  data)
{
  g_autoptr(GError) error = NULL;

  store->database = zm_database_open (":memory:", &zm_schema_station, ZM_DATABASE_READ_WRITE,
                                      &error);
  g_assert_no_error (error);
  store->hash = g_strnfill (64, 'a');
  add_device (store->database, "DEV-001");
  add_device (store->database, "DEV-002");
}

static inline void
tear_down (Store         *store,
           gconstpointer  data)
{
  g_clear_pointer (&store->database, zm_database_unref);
  g_clear_pointer (&store->hash, g_free);
}

static inline void
assert_check (GError     *error,
              const char *check)
{
  g_assert_cmpstr (zm_error_get_check (error), ==, check);
}

static inline ZmSessionRecord *
new_session (const char *session_id)
{
  ZmSessionRecord *record = g_new0 (ZmSessionRecord, 1);

  record->session_id = g_strdup (session_id);
  record->device_id = g_strdup ("DEV-001");
  record->purpose = ZM_SESSION_PURPOSE_TAKEOVER;
  record->port = g_strdup ("1-2.3");
  record->operator = g_strdup ("mkeller");
  record->pairing_code = g_strdup ("ABCD-1234");
  record->number_confirmed = TRUE;
  record->csr_der = g_bytes_new ("csr", 3);
  record->started_at = NOON;
  record->updated_at = NOON;

  return record;
}

static inline void
add_session (Store      *store,
             const char *session_id)
{
  g_autoptr(ZmSessionRecord) record = new_session (session_id);
  g_autoptr(GError) error = NULL;
  gboolean ok = zm_session_record_insert (store->database, record, &error);

  g_assert_no_error (error);
  g_assert_true (ok);
}
