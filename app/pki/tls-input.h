#pragma once

#include "app/pki/tls-session.h"

G_BEGIN_DECLS

/* Inside app/pki only: the reading half of a session as a pollable stream. */
#define ZM_TYPE_TLS_INPUT (zm_tls_input_get_type ())
G_DECLARE_FINAL_TYPE (ZmTlsInput, zm_tls_input, ZM, TLS_INPUT, GInputStream)

GInputStream *zm_tls_input_new (ZmTlsSession *session);

G_END_DECLS
