#pragma once

#include "app/pki/certificate.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Asks where to, and writes a certificate there in PEM. failure: the ZmFailureCard of parent that says
 * what went wrong; both are there as long as the other. */
void zm_certificate_file_save (GtkWidget     *parent,
                               ZmCertificate *certificate,
                               GtkWidget     *failure);

G_END_DECLS
