#include "app/ctl/describe.h"

json_t *
zm_describe_instant (ZmInstant instant)
{
  g_autofree char *text = NULL;

  if (instant == 0)
    return NULL;

  text = zm_instant_format (instant);
  return json_string (text);
}

static void
set_instant (json_t     *object,
             const char *member,
             ZmInstant   instant)
{
  if (instant != 0)
    json_object_set_new (object, member, zm_describe_instant (instant));
}

json_t *
zm_describe_device (const ZmDeviceRecord *record)
{
  json_t *object = json_object ();

  zm_json_set_string (object, "deviceId", record->device_id);
  zm_json_set_string (object, "state", zm_device_record_state_name (record->state));
  zm_json_set_string (object, "label", record->label);
  zm_json_set_string (object, "model", record->model);
  zm_json_set_string (object, "serialNumber", record->serial_number);
  zm_json_set_string (object, "location", record->location);
  zm_json_set_string (object, "assetTag", record->asset_tag);
  set_instant (object, "createdAt", record->created_at);
  set_instant (object, "updatedAt", record->updated_at);

  return object;
}

json_t *
zm_describe_certificate (const ZmCertificateRecord *record)
{
  json_t *object = json_object ();

  zm_json_set_string (object, "serial", record->serial);
  zm_json_set_string (object, "kind", zm_certificate_record_kind_name (record->kind));
  zm_json_set_string (object, "state", zm_certificate_record_state_name (record->state));
  zm_json_set_string (object, "deviceId", record->device_id);
  set_instant (object, "notBefore", record->not_before);
  set_instant (object, "notAfter", record->not_after);
  set_instant (object, "revokedAt", record->revoked_at);
  zm_json_set_string (object, "reason", record->revocation_reason);
  zm_json_set_string (object, "session", record->session_id);

  return object;
}

json_t *
zm_describe_session (const ZmSessionRecord *record)
{
  json_t *object = json_object ();

  zm_json_set_string (object, "session", record->session_id);
  zm_json_set_string (object, "deviceId", record->device_id);
  zm_json_set_string (object, "state", zm_session_record_state_name (record->state));
  zm_json_set_string (object, "purpose", zm_session_record_purpose_name (record->purpose));
  zm_json_set_string (object, "port", record->port);
  zm_json_set_string (object, "operator", record->operator);
  zm_json_set_string (object, "serial", record->serial);
  zm_json_set_string (object, "failedStep", record->failed_step);
  zm_json_set_string (object, "failureCheck", record->failure_check);
  set_instant (object, "startedAt", record->started_at);
  set_instant (object, "updatedAt", record->updated_at);

  return object;
}

json_t *
zm_describe_crl (ZmCrl *crl)
{
  json_t *object = json_object ();
  gsize count;

  zm_crl_get_entries (crl, &count);
  zm_json_set_string (object, "issuer", zm_crl_get_issuer (crl));
  json_object_set_new (object, "number", json_integer ((json_int_t) zm_crl_get_number (crl)));
  json_object_set_new (object, "entries", json_integer ((json_int_t) count));
  set_instant (object, "thisUpdate", zm_crl_get_this_update (crl));
  set_instant (object, "nextUpdate", zm_crl_get_next_update (crl));

  return object;
}
