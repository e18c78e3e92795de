#pragma once

#include "app/pki/tls-session.h"

G_BEGIN_DECLS

/* Inside app/pki only: the writing half of a session as a pollable stream. */
#define ZM_TYPE_TLS_OUTPUT (zm_tls_output_get_type ())
G_DECLARE_FINAL_TYPE (ZmTlsOutput, zm_tls_output, ZM, TLS_OUTPUT, GOutputStream)

GOutputStream *zm_tls_output_new (ZmTlsSession *session);

G_END_DECLS
