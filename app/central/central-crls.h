#pragma once

#include "app/central/central-shelf.h"

#include <libsoup/soup.h>

G_BEGIN_DECLS

/* Serves the lists of a shelf in DER as /<name> to anyone: GET and HEAD, with validators
 * (RFC 9110 section 8.8) and conditional requests. */
void zm_central_crls_answer (ZmCentralShelf     *shelf,
                             SoupServerMessage  *message);

G_END_DECLS
