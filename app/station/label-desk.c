#include "app/station/label-desk.h"

#include "app/audit/audit-query.h"
#include "app/base/error.h"
#include "app/base/hex.h"
#include "app/pki/certificate.h"
#include "app/station/certificate-desk.h"
#include "app/station/operator-desk.h"
#include "app/station/registry.h"
#include "app/store/transaction.h"

#include <string.h>

#define ACTIONS   "label."
#define PRINTED   "label.printed"
#define REPRINTED "label.reprinted"
#define OPERATORS (ZM_ROLE_TECHNICIAN | ZM_ROLE_ADMINISTRATOR)

static const char *const reasons[] = {
  [ZM_LABEL_REASON_DAMAGED] = "damaged",
  [ZM_LABEL_REASON_LOST] = "lost",
  [ZM_LABEL_REASON_MOVED] = "moved",
  [ZM_LABEL_REASON_OTHER] = "other",
};

const char *
zm_label_desk_reason_name (ZmLabelReason reason)
{
  g_return_val_if_fail ((gsize) reason < G_N_ELEMENTS (reasons), NULL);

  return reasons[reason];
}

gboolean
zm_label_desk_reason_parse (const char    *name,
                            ZmLabelReason *reason)
{
  g_return_val_if_fail (name != NULL, FALSE);

  for (gsize i = ZM_LABEL_REASON_DAMAGED; i < G_N_ELEMENTS (reasons); i++)
    {
      if (strcmp (reasons[i], name) == 0)
        {
          *reason = (ZmLabelReason) i;
          return TRUE;
        }
    }

  return FALSE;
}

static gboolean
check_role (ZmStation    *station,
            ZmLabelKind   kind,
            GError      **error)
{
  ZmSignerClient *signer = zm_station_need_signer (station, error);
  ZmRole roles = kind == ZM_LABEL_AUDIT_HEAD ? OPERATORS | ZM_ROLE_AUDITOR : OPERATORS;

  return signer != NULL && zm_signer_client_check_role (signer, roles, error);
}

static ZmLabel *
make_device (ZmStation   *station,
             const char  *device_id,
             GError     **error)
{
  g_autoptr(ZmDeviceRecord) device = zm_registry_get (station, device_id, error);

  if (device == NULL)
    return NULL;

  return zm_label_new_device (device->device_id, device->label, device->location,
                              device->asset_tag, error);
}

static gboolean
is_active (GPtrArray  *operators,
           const char *name)
{
  for (guint i = 0; i < operators->len; i++)
    {
      const ZmOperatorEntry *entry = operators->pdata[i];

      if (entry->active && strcmp (entry->name, name) == 0)
        return TRUE;
    }

  return FALSE;
}

static ZmLabel *
make_badge (ZmStation   *station,
            const char  *subject,
            GError     **error)
{
  g_autofree char *own = zm_signer_client_dup_operator (zm_station_get_signer (station));
  const char *name = subject != NULL ? subject : own;
  g_autoptr(GPtrArray) operators = zm_operator_desk_list (station, error);

  if (operators == NULL)
    return NULL;
  if (name == NULL || !is_active (operators, name))
    {
      zm_error_set (error, ZM_ERROR_NOT_FOUND, "operator.missing", name, "an active operator",
                    "There is no active operator of this name");
      return NULL;
    }

  return zm_label_new_badge (name, error);
}

static ZmLabel *
make_certificate (ZmStation   *station,
                  const char  *name,
                  GError     **error)
{
  g_autoptr(ZmCertificateRecord) record = zm_certificate_desk_find (station, name, error);
  g_autoptr(ZmCertificate) certificate = NULL;

  if (record == NULL)
    return NULL;
  certificate = zm_certificate_new_from_der (g_bytes_get_data (record->der, NULL),
                                             g_bytes_get_size (record->der), error);
  if (certificate == NULL)
    return NULL;

  return zm_label_new_certificate (record->device_id != NULL
                                     ? record->device_id
                                     : zm_certificate_get_subject (certificate),
                                   record->serial, record->der, record->not_after, error);
}

static gboolean
load_tree (ZmStation  *station,
           ZmTree     *tree,
           GError    **error)
{
  ZmAuditLog *log = zm_station_get_audit_log (station);

  if (log != NULL)
    return zm_audit_log_load_tree (log, tree, error);

  zm_error_set (error, ZM_ERROR_CONFLICT, "station.read-only", NULL, "a station that is open for work",
                "The station is open for reading alone");
  return FALSE;
}

static ZmLabel *
make_audit_head (ZmStation  *station,
                 GError    **error)
{
  g_autoptr(ZmTree) tree = zm_tree_new ();
  const ZmStationAuthority *authority = zm_station_get_authority (station, error);
  guint8 root[ZM_SHA256_LENGTH];
  guint64 size;

  if (authority == NULL || !load_tree (station, tree, error))
    return NULL;

  size = zm_tree_get_size (tree);
  zm_tree_get_root (tree, size, root);
  return zm_label_new_audit_head (authority->origin, size, root, zm_instant_now (), error);
}

static ZmLabel *
make_label (ZmStation    *station,
            ZmLabelKind   kind,
            const char   *subject,
            GError      **error)
{
  if (!check_role (station, kind, error))
    return NULL;

  switch (kind)
    {
    case ZM_LABEL_DEVICE:
      return make_device (station, subject, error);
    case ZM_LABEL_BADGE:
      return make_badge (station, subject, error);
    case ZM_LABEL_CERTIFICATE:
      return make_certificate (station, subject, error);
    case ZM_LABEL_AUDIT_HEAD:
      return make_audit_head (station, error);
    default:
      g_return_val_if_reached (NULL);
    }
}

ZmLabel *
zm_label_desk_make (ZmStation    *station,
                    ZmLabelKind   kind,
                    const char   *subject,
                    GError      **error)
{
  g_autoptr(GError) refusal = NULL;
  ZmLabel *label;

  g_return_val_if_fail (ZM_IS_STATION (station), NULL);
  g_return_val_if_fail (subject != NULL || kind == ZM_LABEL_BADGE || kind == ZM_LABEL_AUDIT_HEAD,
                        NULL);

  label = make_label (station, kind, subject, &refusal);
  if (label != NULL)
    return label;

  /* What is no name has no place in the log, beside what the refusal itself says. */
  zm_station_record_refusal (station,
                             &(ZmStationEvent) {
    .action = PRINTED,
    .outcome = ZM_AUDIT_FAILURE,
    .detail = json_pack ("{s:s}", "kind", zm_label_code_kind_name (kind)),
  },
                             refusal);
  g_propagate_error (error, g_steal_pointer (&refusal));
  return NULL;
}

static const char *
get_device (const ZmLabel *label)
{
  return label->code->kind == ZM_LABEL_DEVICE ? label->code->name : NULL;
}

static json_t *
describe (const ZmLabel *label)
{
  json_t *detail = json_object ();

  zm_json_set_string (detail, "kind", zm_label_code_kind_name (label->code->kind));
  switch (label->code->kind)
    {
    case ZM_LABEL_BADGE:
      zm_json_set_string (detail, "operator", label->code->name);
      break;
    case ZM_LABEL_CERTIFICATE:
      zm_json_set_string (detail, "serial", label->code->name);
      break;
    case ZM_LABEL_AUDIT_HEAD:
      {
        g_autofree char *root = zm_hex_encode (label->code->hash, sizeof label->code->hash);

        json_object_set_new (detail, "records", json_integer ((json_int_t) label->code->size));
        zm_json_set_string (detail, "root", root);
        break;
      }
    case ZM_LABEL_DEVICE:
    default:
      break;
    }

  return detail;
}

typedef struct {
  json_t *detail; /* of a label */
  guint count;
} Search;

/* The members of every label of this kind are the same but for those of the print. */
static gboolean
count_record_cb (const ZmAuditRecord  *record,
                 gpointer              data,
                 GError              **error)
{
  static const char *const members[] = { "kind", "operator", "serial", "root" };
  Search *search = data;

  for (gsize i = 0; i < G_N_ELEMENTS (members); i++)
    {
      json_t *wanted = json_object_get (search->detail, members[i]);
      json_t *found = json_object_get (record->detail, members[i]);

      if (wanted != found && !json_equal (wanted, found))
        return TRUE;
    }
  search->count++;

  return TRUE;
}

gboolean
zm_label_desk_count (ZmStation      *station,
                     const ZmLabel  *label,
                     guint          *earlier,
                     GError        **error)
{
  g_autoptr(json_t) detail = NULL;
  Search search = { NULL };
  ZmAuditFilter filter = { .action = ACTIONS, .outcomes = 1u << ZM_AUDIT_SUCCESS };

  g_return_val_if_fail (ZM_IS_STATION (station), FALSE);
  g_return_val_if_fail (label != NULL, FALSE);

  search.detail = detail = describe (label);
  filter.device = get_device (label);
  if (!zm_audit_query_foreach (zm_station_get_database (station), &filter, count_record_cb, &search,
                               error))
    return FALSE;

  *earlier = search.count;
  return TRUE;
}

static gboolean
check_reason (guint           earlier,
              ZmLabelReason   reason,
              GError        **error)
{
  g_autofree char *seen = NULL;

  if (earlier == 0 || reason != ZM_LABEL_REASON_NONE)
    return TRUE;

  seen = g_strdup_printf ("printed %u times before", earlier);
  zm_error_set (error, ZM_ERROR_REFUSED, "label.reason", seen, "damaged, lost, moved or other",
                "A label that is printed once more needs a reason");
  return FALSE;
}

static json_t *
describe_print (const ZmLabel    *label,
                const ZmLabelJob *job,
                const char       *medium,
                guint             copies,
                guint             earlier,
                ZmLabelReason     reason)
{
  json_t *detail = describe (label);

  zm_json_set_string (detail, "size", job->stock->name);
  zm_json_set_string (detail, "medium", medium);
  json_object_set_new (detail, "copies", json_integer (copies));
  if (earlier > 0)
    {
      json_object_set_new (detail, "earlier", json_integer (earlier));
      zm_json_set_string (detail, "reason", reasons[reason]);
    }

  return detail;
}

/* Counted and recorded at one go, so that of two desks one prints the first and one a reprint. */
static gboolean
record_print (ZmStation         *station,
              const ZmLabel     *label,
              const ZmLabelJob  *job,
              const char        *medium,
              guint              copies,
              ZmLabelReason      reason,
              GError           **error)
{
  g_autoptr(ZmTransaction) transaction =
    zm_transaction_begin (zm_station_get_database (station), error);
  ZmStationEvent event = { .device = get_device (label) };
  guint earlier;

  if (transaction == NULL || !zm_label_desk_count (station, label, &earlier, error) ||
      !check_reason (earlier, reason, error))
    return FALSE;

  event.action = earlier > 0 ? REPRINTED : PRINTED;
  event.detail = describe_print (label, job, medium, copies, earlier, reason);
  return zm_station_record (station, &event, error) && zm_transaction_commit (transaction, error);
}

gboolean
zm_label_desk_record (ZmStation         *station,
                      const ZmLabel     *label,
                      const ZmLabelJob  *job,
                      const char        *medium,
                      guint              copies,
                      ZmLabelReason      reason,
                      GError           **error)
{
  g_autoptr(GError) refusal = NULL;

  g_return_val_if_fail (ZM_IS_STATION (station), FALSE);
  g_return_val_if_fail (label != NULL && medium != NULL, FALSE);

  if (check_role (station, label->code->kind, &refusal) && zm_label_job_check (job, &refusal) &&
      record_print (station, label, job, medium, copies, reason, &refusal))
    {
      zm_station_notify (station, "audit");
      return TRUE;
    }

  zm_label_desk_record_failure (station, label, medium, refusal);
  g_propagate_error (error, g_steal_pointer (&refusal));
  return FALSE;
}

void
zm_label_desk_record_failure (ZmStation     *station,
                              const ZmLabel *label,
                              const char    *medium,
                              const GError  *failure)
{
  ZmStationEvent event = { .action = PRINTED, .outcome = ZM_AUDIT_FAILURE };

  g_return_if_fail (ZM_IS_STATION (station));
  g_return_if_fail (label != NULL && medium != NULL && failure != NULL);

  event.device = get_device (label);
  event.detail = describe (label);
  zm_json_set_string (event.detail, "medium", medium);
  zm_station_record_refusal (station, &event, failure);
}

gboolean
zm_label_desk_check_head (ZmStation          *station,
                          const ZmLabelCode  *head,
                          GError            **error)
{
  g_autoptr(ZmTree) tree = zm_tree_new ();
  g_autofree char *seen = NULL;
  g_autofree char *expected = NULL;
  const ZmStationAuthority *authority;
  guint8 root[ZM_SHA256_LENGTH] = { 0 };

  g_return_val_if_fail (ZM_IS_STATION (station), FALSE);
  g_return_val_if_fail (head != NULL && head->kind == ZM_LABEL_AUDIT_HEAD, FALSE);

  authority = zm_station_get_authority (station, error);
  if (authority == NULL || !load_tree (station, tree, error))
    return FALSE;
  if (g_strcmp0 (authority->origin, head->name) != 0)
    {
      zm_error_set (error, ZM_ERROR_REFUSED, "label.origin", head->name, authority->origin,
                    "This is the head of another station’s audit log");
      return FALSE;
    }

  if (head->size <= zm_tree_get_size (tree))
    zm_tree_get_root (tree, head->size, root);
  if (head->size <= zm_tree_get_size (tree) && zm_digest_equal (root, head->hash, sizeof root))
    return TRUE;

  seen = g_strdup_printf ("%" G_GUINT64_FORMAT " records", zm_tree_get_size (tree));
  expected = g_strdup_printf ("the printed head of %" G_GUINT64_FORMAT " records", head->size);
  zm_error_set (error, ZM_ERROR_CORRUPT, "label.head", seen, expected,
                "The audit log does not go on from the printed head");
  return FALSE;
}
