#pragma once

#include <glib.h>

/* Files of tests/pki/data. The device certificates, the refused public keys and the spoilt
 * encodings were made with Python's cryptography package, key-explicit.pem and key-rsa-pss.pem
 * with the openssl command. */
char   *fixture_read     (const char  *name,
                          gsize       *length);
/* DER of the one PEM block in it. */
GBytes *fixture_read_der (const char  *name,
                          const char  *label);

/* The error's check is exactly that one; clears the error. */
void    fixture_assert_check (GError     **error,
                              const char  *check);
