#include "config.h"

#include "app/station/approver.h"

#include "app/base/error.h"
#include "app/base/text.h"
#include "app/station/sentence.h"
#include "app/station/value-words.h"

#include <glib/gi18n-lib.h>

struct _ZmApprover {
  ZmApproverFunc  func;
  gpointer        data;
  GDestroyNotify  destroy;
};

/* In braces: a member of the request. */
static const struct {
  ZmRequestType  type;
  const char    *sentence;
} sentences[] = {
  { ZM_REQUEST_ISSUE_PREPARE,
    N_("Take over {deviceId}, which was retired: it gets a new certificate.") },
  { ZM_REQUEST_REVOKE,
    N_("Revoke certificate {serial} ({reason}). Many were revoked just before, and a revocation is "
       "never undone.") },
  { ZM_REQUEST_WINDOW_OPEN,
    N_("Open the enrolment window. Devices: {devices}; minutes: {minutes}.") },
  { ZM_REQUEST_FACTORY_RECORD,
    N_("Write the factory record of {deviceId}, which holds the device’s secret key.") },
  { ZM_REQUEST_OPERATOR_ADD, N_("Make {name} an administrator.") },
  { ZM_REQUEST_OPERATOR_REMOVE, N_("Remove the administrator {name}.") },
  { ZM_REQUEST_OPERATOR_PIN, N_("Set a new PIN for the administrator {name}.") },
  { ZM_REQUEST_LIMITS_SET,
    N_("Ask for a second person only above these limits. Devices of a window: {windowDevices}; "
       "minutes of a window: {windowMinutes}; revocations: {revocations}, counted over minutes: "
       "{revocationMinutes}.") },
};

ZmApprover *
zm_approver_new (ZmApproverFunc func,
                 gpointer       data,
                 GDestroyNotify destroy)
{
  ZmApprover *approver = g_atomic_rc_box_new0 (ZmApprover);

  approver->func = func;
  approver->data = data;
  approver->destroy = destroy;

  return approver;
}

ZmApprover *
zm_approver_ref (ZmApprover *approver)
{
  return g_atomic_rc_box_acquire (approver);
}

static void
clear (ZmApprover *approver)
{
  if (approver->destroy != NULL)
    approver->destroy (approver->data);
}

void
zm_approver_unref (ZmApprover *approver)
{
  g_atomic_rc_box_release_full (approver, (GDestroyNotify) clear);
}

gboolean
zm_approver_ask (ZmApprover                *approver,
                 const ZmApproverQuestion  *question,
                 char                     **name,
                 ZmSecret                 **pin,
                 GError                   **error)
{
  g_return_val_if_fail (approver != NULL, FALSE);

  return approver->func (question, approver->data, name, pin, error);
}

gboolean
zm_approver_decline (GError **error)
{
  zm_error_set (error, ZM_ERROR_DENIED, "second-person.declined", "one person", "two",
                "Nobody else approved this");
  return FALSE;
}

static char *
get_value (const char    *name,
           gconstpointer  data)
{
  const json_t *value = json_object_get (data, name);
  const char *text = json_string_value (value);
  const char *word = text != NULL ? zm_value_words_for (name, text) : NULL;

  if (word != NULL)
    return g_strdup (word);
  if (json_is_integer (value))
    return g_strdup_printf ("%" JSON_INTEGER_FORMAT, json_integer_value (value));

  return zm_text_escape (text != NULL ? text : "?", -1);
}

char *
zm_approver_describe (ZmRequestType  type,
                      const json_t  *members)
{
  g_return_val_if_fail (members != NULL, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (sentences); i++)
    {
      if (sentences[i].type == type)
        return zm_sentence_fill_in (_(sentences[i].sentence), get_value, members);
    }

  return g_strdup (zm_request_name (type));
}
