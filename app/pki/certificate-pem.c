#include "app/pki/certificate.h"

#include "app/base/error.h"
#include "app/pki/pem.h"

#define LABEL "CERTIFICATE"

static void
set_pem_error (GError     **error,
               const char  *expected)
{
  zm_error_set (error, ZM_ERROR_INVALID, "certificate.pem", NULL, expected,
                "This is not the expected text of certificates");
}

GPtrArray *
zm_certificate_list_from_pem (const char  *pem,
                              gsize        length,
                              guint        max,
                              GError     **error)
{
  g_autoptr(GPtrArray) list = NULL;
  gsize offset = 0;

  g_return_val_if_fail (pem != NULL || length == 0, NULL);

  list = g_ptr_array_new_with_free_func ((GDestroyNotify) zm_certificate_unref);
  do
    {
      gsize used = 0;
      g_autoptr(GBytes) der = list->len < max ? zm_pem_decode (pem + offset, length - offset,
                                                               LABEL, &used)
                                              : NULL;
      ZmCertificate *certificate;

      if (der == NULL)
        {
          set_pem_error (error, max == 1 ? "one certificate" : "certificates and nothing else");
          return NULL;
        }
      certificate = zm_certificate_new_from_der (g_bytes_get_data (der, NULL),
                                                 g_bytes_get_size (der), error);
      if (certificate == NULL)
        return NULL;

      g_ptr_array_add (list, certificate);
      offset += used;
    } while (offset < length);

  return g_steal_pointer (&list);
}

ZmCertificate *
zm_certificate_new_from_pem (const char  *pem,
                             gsize        length,
                             GError     **error)
{
  g_autoptr(GPtrArray) list = zm_certificate_list_from_pem (pem, length, 1, error);

  return list != NULL ? zm_certificate_ref (list->pdata[0]) : NULL;
}

char *
zm_certificate_to_pem (ZmCertificate *certificate)
{
  g_return_val_if_fail (certificate != NULL, NULL);

  return zm_pem_encode (LABEL, zm_certificate_get_der (certificate));
}

char *
zm_certificate_list_to_pem (ZmCertificate *const *certificates,
                            gsize                 count)
{
  GString *text = g_string_new (NULL);

  for (gsize i = 0; i < count; i++)
    {
      g_autofree char *pem = zm_certificate_to_pem (certificates[i]);

      g_string_append (text, pem);
    }

  return g_string_free (text, FALSE);
}
