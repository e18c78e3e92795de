#pragma once

#include "app/audit/audit-log.h"
#include "app/store/schema.h"

/* A station's audit log in memory. A minute passes before each record. */

typedef struct {
  ZmDatabase *database;
  ZmAuditLog *log;
  ZmInstant   now; /* when the last record was written */
} MinuteLog;

static inline ZmInstant
minute_log_read_clock (gpointer data)
{
  MinuteLog *self = data;

  self->now += ZM_INSTANT_MINUTE;
  return self->now;
}

/* data: the instant before the first minute, in text. */
static inline void
minute_log_set_up (MinuteLog     *self,
                   gconstpointer  data)
{
  g_autoptr(GError) error = NULL;

  g_assert_true (zm_instant_parse (data, &self->now));
  self->database = zm_database_open (":memory:", &zm_schema_station, ZM_DATABASE_READ_WRITE, &error);
  g_assert_no_error (error);
  self->log = zm_audit_log_open_clock (self->database, "desk-1", minute_log_read_clock, self, &error);
  g_assert_no_error (error);
}

static inline void
minute_log_tear_down (MinuteLog     *self,
                      gconstpointer  data)
{
  g_clear_pointer (&self->log, zm_audit_log_free);
  g_clear_pointer (&self->database, zm_database_unref);
}
