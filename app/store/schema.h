#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What a database file of ours looks like: an ordered history, one step a version. A step that
 * was ever released is never edited; a change is a new step. */

typedef struct {
  int version; /* 1, 2, 3, … */
  const char *sql;
} ZmSchemaStep;

typedef struct {
  guint32 application_id; /* SQLite's, in the file's header */
  const ZmSchemaStep *steps;
  gsize n_steps;
} ZmSchema;

/* The station: registry, codes, sessions, certificates, ports and security_audit_log. */
extern const ZmSchema zm_schema_station;
/* The device's own log: security_audit_log only, in SQL that SQLite 3.15 reads, since SQLCipher
 * is built on old versions. */
extern const ZmSchema zm_schema_device;

G_END_DECLS
