#include "app/protocol/person-rules.h"

#include "app/base/device-id.h"
#include "app/base/error.h"

gboolean
zm_person_rules_check_name (const char  *name,
                            GError     **error)
{
  g_return_val_if_fail (name != NULL, FALSE);

  if (name[0] == '\0')
    {
      zm_error_set (error, ZM_ERROR_INVALID, "operator.name", "nothing", "a name",
                    "An operator has no name");
      return FALSE;
    }

  return zm_device_text_check (name, ZM_PERSON_RULES_NAME_MAX, "operator.name", error);
}
