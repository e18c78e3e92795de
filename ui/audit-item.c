#include "config.h"

#include "ui/audit-item.h"

#include "app/base/text.h"
#include "app/station/audit-filter-words.h"
#include "app/station/audit-sentence.h"
#include "app/station/audit-words.h"
#include "app/station/failure-words.h"
#include "app/station/time-words.h"

#include <glib/gi18n.h>

struct _ZmAuditItem {
  GObject        parent_instance;

  gint64         seq;
  ZmAuditRecord *record;
  GError        *failure;
  gboolean       expanded;
};

G_DEFINE_FINAL_TYPE (ZmAuditItem, zm_audit_item, G_TYPE_OBJECT)

enum {
  PROP_0,
  PROP_ACTION,
  PROP_ACTOR,
  PROP_DETAIL,
  PROP_DEVICE,
  PROP_EXPANDED,
  PROP_KIND,
  PROP_OUTCOME,
  PROP_RAW,
  PROP_SENTENCE,
  PROP_SEQ,
  PROP_SESSION,
  PROP_TIME,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static ZmBadgeKind
get_kind (const ZmAuditRecord *record)
{
  switch (record->outcome)
    {
    case ZM_AUDIT_SUCCESS:
      return ZM_BADGE_GOOD;
    case ZM_AUDIT_FAILURE:
      return ZM_BADGE_BAD;
    case ZM_AUDIT_UNKNOWN:
    default:
      return ZM_BADGE_UNKNOWN;
    }
}

/* Sorted and in lines, so that two records can be compared; still escaped where it must be. */
static char *
format_raw (const ZmAuditRecord *record)
{
  g_autoptr(json_t) json = zm_audit_record_to_json (record);
  char *dumped = json_dumps (json, JSON_INDENT (2) | JSON_SORT_KEYS);
  g_auto(GStrv) lines = g_strsplit (dumped != NULL ? dumped : "", "\n", -1);

  free (dumped);
  for (gsize i = 0; lines[i] != NULL; i++)
    {
      char *line = zm_text_escape (lines[i], -1);

      g_free (lines[i]);
      lines[i] = line;
    }

  return g_strjoinv ("\n", lines);
}

static void
get_of_record (const ZmAuditRecord *record,
               guint                prop_id,
               GValue              *value)
{
  switch (prop_id)
    {
    case PROP_ACTION:
      g_value_take_string (value, zm_audit_words_action (record->action));
      break;
    case PROP_ACTOR:
      g_value_take_string (value, zm_text_escape (record->actor, -1));
      break;
    case PROP_DETAIL:
      g_value_take_string (value, zm_audit_words_detail (record));
      break;
    case PROP_DEVICE:
      g_value_take_string (value,
                           zm_text_escape (record->device != NULL ? record->device : "", -1));
      break;
    case PROP_KIND:
      g_value_set_enum (value, (int) get_kind (record));
      break;
    case PROP_OUTCOME:
      g_value_set_string (value, zm_audit_filter_words_outcome (record->outcome));
      break;
    case PROP_RAW:
      g_value_take_string (value, format_raw (record));
      break;
    case PROP_SENTENCE:
      g_value_take_string (value, zm_audit_sentence_tell (record));
      break;
    case PROP_SESSION:
      g_value_set_string (value, record->session != NULL ? record->session : "");
      break;
    case PROP_SEQ:
      g_value_set_int64 (value, record->seq);
      break;
    case PROP_TIME:
      g_value_take_string (value, zm_time_words_format_log (record->time));
      break;
    default:
      g_return_if_reached ();
    }
}

static void
get_of_failure (gint64        seq,
                const GError *failure,
                guint         prop_id,
                GValue       *value)
{
  switch (prop_id)
    {
    case PROP_ACTION:
    case PROP_SENTENCE:
      g_value_set_string (value, _("This record cannot be read"));
      break;
    case PROP_SESSION:
      g_value_set_string (value, "");
      break;
    case PROP_DETAIL:
    case PROP_RAW:
      g_value_take_string (value, zm_failure_words_say (failure));
      break;
    case PROP_KIND:
      g_value_set_enum (value, ZM_BADGE_WARNING);
      break;
    case PROP_OUTCOME:
      g_value_set_string (value, _("Unreadable"));
      break;
    case PROP_SEQ:
      g_value_set_int64 (value, seq);
      break;
    default:
      g_value_set_string (value, "–");
      break;
    }
}

static void
zm_audit_item_get_property (GObject    *object,
                            guint       prop_id,
                            GValue     *value,
                            GParamSpec *pspec)
{
  ZmAuditItem *self = ZM_AUDIT_ITEM (object);

  if (prop_id == PROP_EXPANDED)
    g_value_set_boolean (value, self->expanded);
  else if (self->record != NULL)
    get_of_record (self->record, prop_id, value);
  else
    get_of_failure (self->seq, self->failure, prop_id, value);
}

static void
zm_audit_item_set_property (GObject      *object,
                            guint         prop_id,
                            const GValue *value,
                            GParamSpec   *pspec)
{
  ZmAuditItem *self = ZM_AUDIT_ITEM (object);
  gboolean expanded = g_value_get_boolean (value);

  if (self->expanded == expanded)
    return;

  self->expanded = expanded;
  g_object_notify_by_pspec (object, pspec);
}

static void
zm_audit_item_finalize (GObject *object)
{
  ZmAuditItem *self = ZM_AUDIT_ITEM (object);

  g_clear_pointer (&self->record, zm_audit_record_free);
  g_clear_error (&self->failure);

  G_OBJECT_CLASS (zm_audit_item_parent_class)->finalize (object);
}

static void
zm_audit_item_class_init (ZmAuditItemClass *klass)
{
  static const char *const names[N_PROPS] = {
    [PROP_ACTION] = "action",
    [PROP_ACTOR] = "actor",
    [PROP_DETAIL] = "detail",
    [PROP_DEVICE] = "device",
    [PROP_OUTCOME] = "outcome",
    [PROP_RAW] = "raw",
    [PROP_SENTENCE] = "sentence",
    [PROP_SESSION] = "session",
    [PROP_TIME] = "time",
  };
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->finalize = zm_audit_item_finalize;
  object_class->get_property = zm_audit_item_get_property;
  object_class->set_property = zm_audit_item_set_property;

  for (guint i = 1; i < N_PROPS; i++)
    {
      if (names[i] != NULL)
        properties[i] = g_param_spec_string (names[i], NULL, NULL, NULL, flags);
    }
  properties[PROP_EXPANDED] = g_param_spec_boolean ("expanded", NULL, NULL, FALSE,
                                                    G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY |
                                                    G_PARAM_STATIC_STRINGS);
  properties[PROP_KIND] = g_param_spec_enum ("kind", NULL, NULL, ZM_TYPE_BADGE_KIND,
                                             ZM_BADGE_NEUTRAL, flags);
  properties[PROP_SEQ] = g_param_spec_int64 ("seq", NULL, NULL, 0, G_MAXINT64, 0, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
zm_audit_item_init (ZmAuditItem *self)
{
}

ZmAuditItem *
zm_audit_item_new (ZmAuditRecord *record)
{
  ZmAuditItem *self;

  g_return_val_if_fail (record != NULL, NULL);

  self = g_object_new (ZM_TYPE_AUDIT_ITEM, NULL);
  self->seq = record->seq;
  self->record = record;

  return self;
}

ZmAuditItem *
zm_audit_item_new_bad (gint64        seq,
                       const GError *failure)
{
  ZmAuditItem *self;

  g_return_val_if_fail (failure != NULL, NULL);

  self = g_object_new (ZM_TYPE_AUDIT_ITEM, NULL);
  self->seq = seq;
  self->failure = g_error_copy (failure);

  return self;
}

gint64
zm_audit_item_get_seq (ZmAuditItem *self)
{
  g_return_val_if_fail (ZM_IS_AUDIT_ITEM (self), 0);

  return self->seq;
}
