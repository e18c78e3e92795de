#pragma once

#include "app/signer/signer.h"

G_BEGIN_DECLS

/* Opens and closes the enrolment window. */

json_t *zm_enrolment_open_window (ZmSigner        *signer,
                                  const ZmCaller  *caller,
                                  const json_t    *request,
                                  GError         **error) G_GNUC_WARN_UNUSED_RESULT;
json_t *zm_enrolment_close_window (ZmSigner        *signer,
                                   const ZmCaller  *caller,
                                   const json_t    *request,
                                   GError         **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
