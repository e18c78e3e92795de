#pragma once

#include "app/audit/audit-record.h"

G_BEGIN_DECLS

/* Which records of security_audit_log are meant. NULL and 0 mean any. The strings are borrowed, but
 * for a copy's, which are its own. */
typedef struct {
  const char *actor;
  const char *device;
  const char *port;
  const char *session;
  const char *action; /* a prefix: "pairing." */
  const char *text;   /* within actor, device, action or detail; ASCII letters of either case */
  guint outcomes;     /* bits, e.g. 1 << ZM_AUDIT_FAILURE */
  ZmInstant from;     /* inclusive */
  ZmInstant to;       /* exclusive */
} ZmAuditFilter;

/* The members; the texts come first, the outcomes last but for the span. */
typedef enum {
  ZM_AUDIT_FIELD_ACTOR,
  ZM_AUDIT_FIELD_DEVICE,
  ZM_AUDIT_FIELD_PORT,
  ZM_AUDIT_FIELD_SESSION,
  ZM_AUDIT_FIELD_ACTION,
  ZM_AUDIT_FIELD_TEXT,
  ZM_AUDIT_FIELD_OUTCOMES,
  ZM_AUDIT_FIELD_SPAN,
} ZmAuditField;

#define ZM_AUDIT_FIELDS (ZM_AUDIT_FIELD_SPAN + 1)

ZmAuditFilter *zm_audit_filter_copy     (const ZmAuditFilter *filter);
void           zm_audit_filter_free     (ZmAuditFilter       *filter);
/* A text of a copy; NULL and "" mean any. Whether it is another than before. */
gboolean       zm_audit_filter_set_text (ZmAuditFilter       *copy,
                                         ZmAuditField         field,
                                         const char          *text);
const char    *zm_audit_filter_get_text (const ZmAuditFilter *filter,
                                         ZmAuditField         field);
/* Makes one field of a copy mean any. */
void           zm_audit_filter_clear    (ZmAuditFilter       *copy,
                                         ZmAuditField         field);
/* Whether every record is meant. */
gboolean       zm_audit_filter_is_empty (const ZmAuditFilter *filter);

/* As it goes on record, in no language: "device=DEV-014, from=2026-05-03T10:42:00Z", or "all". */
char          *zm_audit_filter_describe (const ZmAuditFilter *filter);

/* What a statement walks along: without statistics SQLite takes any index for a good one, and sorts
 * what it finds by it, so where much may be found at most one condition is left to an index. */
typedef enum {
  ZM_AUDIT_ALONG_ANY, /* where little is asked for */
  ZM_AUDIT_ALONG_SEQ,
  ZM_AUDIT_ALONG_TIME,
} ZmAuditAlong;

/* For statements on security_audit_log: appends " AND …" to sql and the texts (char *) for its
 * parameters to texts. filter may be NULL. */
void           zm_audit_filter_append   (const ZmAuditFilter *filter,
                                         ZmAuditAlong         along,
                                         GString             *sql,
                                         GPtrArray           *texts);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ZmAuditFilter, zm_audit_filter_free)

G_END_DECLS
