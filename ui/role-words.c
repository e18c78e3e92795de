#include "config.h"

#include "ui/role-words.h"

#include <glib/gi18n.h>

const char *
zm_role_words_title (ZmRole role)
{
  switch (role)
    {
    case ZM_ROLE_TECHNICIAN:
      return _("Technician");
    case ZM_ROLE_ADMINISTRATOR:
      return _("PKI administrator");
    case ZM_ROLE_AUDITOR:
      return _("Auditor");
    case ZM_ROLE_NONE:
    default:
      return _("Nobody");
    }
}

const char *
zm_role_words_task (ZmRole role)
{
  switch (role)
    {
    case ZM_ROLE_TECHNICIAN:
      return _("Registers and provisions devices, revokes certificates.");
    case ZM_ROLE_ADMINISTRATOR:
      return _("The same, and the authority, its policy, the enrolment window and the people.");
    case ZM_ROLE_AUDITOR:
      return _("Reads devices and the audit log, and exports them. Changes nothing.");
    case ZM_ROLE_NONE:
    default:
      return "";
    }
}

const char *
zm_role_words_only (ZmRole roles)
{
  return (roles & ZM_ROLE_TECHNICIAN) != 0
         ? _("Only a technician or a PKI administrator may do this.")
         : _("Only a PKI administrator may do this.");
}
