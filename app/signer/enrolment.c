#include "app/signer/enrolment.h"

json_t *
zm_enrolment_open_window (ZmSigner        *signer,
                          const ZmCaller  *caller,
                          const json_t    *request,
                          GError         **error)
{
  json_int_t devices = json_integer_value (json_object_get (request, "devices"));
  json_int_t minutes = json_integer_value (json_object_get (request, "minutes"));
  g_autofree char *until = zm_instant_format (caller->now.wall + minutes * ZM_INSTANT_MINUTE);
  json_t *members = json_pack ("{s:I, s:s}", "devices", devices, "until", until);

  if (!zm_signer_record (signer, caller, "window.opened", members, error))
    return NULL;

  return json_pack ("{s:s}", "until", until);
}

json_t *
zm_enrolment_close_window (ZmSigner        *signer,
                           const ZmCaller  *caller,
                           const json_t    *request,
                           GError         **error)
{
  /* Closing what is closed is no fact. */
  if (!signer->state->window.closed &&
      !zm_signer_record (signer, caller, "window.closed", json_object (), error))
    return NULL;

  return json_object ();
}
