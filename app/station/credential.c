#include "config.h"

#include "app/station/credential.h"

#include "app/base/file.h"
#include "app/base/join.h"
#include "app/station/certificate-words.h"
#include "app/station/detail-item.h"
#include "app/station/time-words.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define REQUEST_BEGIN "REQUEST-----"
#define MODE          0644 /* neither holds a secret */

struct _ZmCredential {
  GObject     parent_instance;

  gboolean    request;
  GBytes     *der;
  char       *device_id; /* or another common name; may be NULL */
  GHashTable *texts;     /* property name → string */
  GListStore *details;
};

G_DEFINE_FINAL_TYPE (ZmCredential, zm_credential, G_TYPE_OBJECT)

enum {
  PROP_0,
  PROP_DETAILS,
  PROP_FINGERPRINT,
  PROP_HOLDER,
  PROP_ISSUER,
  PROP_KEY,
  PROP_PEM,
  PROP_PURPOSE,
  PROP_REMAINING,
  PROP_SERIAL,
  PROP_TITLE,
  PROP_VALIDITY,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static void
zm_credential_get_property (GObject    *object,
                            guint       prop_id,
                            GValue     *value,
                            GParamSpec *pspec)
{
  ZmCredential *self = ZM_CREDENTIAL (object);

  if (prop_id == PROP_DETAILS)
    g_value_set_object (value, self->details);
  else
    g_value_set_string (value, g_hash_table_lookup (self->texts, pspec->name));
}

static void
zm_credential_finalize (GObject *object)
{
  ZmCredential *self = ZM_CREDENTIAL (object);

  g_clear_pointer (&self->der, g_bytes_unref);
  g_clear_pointer (&self->texts, g_hash_table_unref);
  g_clear_object (&self->details);
  g_free (self->device_id);

  G_OBJECT_CLASS (zm_credential_parent_class)->finalize (object);
}

static void
zm_credential_class_init (ZmCredentialClass *klass)
{
  static const char *const names[N_PROPS] = {
    [PROP_FINGERPRINT] = "fingerprint", [PROP_HOLDER] = "holder",       [PROP_ISSUER] = "issuer",
    [PROP_KEY] = "key",                 [PROP_PEM] = "pem",             [PROP_PURPOSE] = "purpose",
    [PROP_REMAINING] = "remaining",     [PROP_SERIAL] = "serial",       [PROP_TITLE] = "title",
    [PROP_VALIDITY] = "validity",
  };
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->finalize = zm_credential_finalize;
  object_class->get_property = zm_credential_get_property;

  properties[PROP_DETAILS] = g_param_spec_object ("details", NULL, NULL, G_TYPE_LIST_MODEL, flags);
  for (guint i = PROP_DETAILS + 1; i < N_PROPS; i++)
    properties[i] = g_param_spec_string (names[i], NULL, NULL, NULL, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
zm_credential_init (ZmCredential *self)
{
  self->texts = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, g_free);
  self->details = g_list_store_new (ZM_TYPE_DETAIL_ITEM);
}

static void
take_text (ZmCredential *self,
           const char   *property,
           char         *text)
{
  g_hash_table_insert (self->texts, (gpointer) property, text);
}

static const ZmDetail *
find_detail (GPtrArray  *details,
             const char *name)
{
  for (guint i = 0; i < details->len; i++)
    {
      const ZmDetail *detail = g_ptr_array_index (details, i);

      if (g_str_equal (detail->name, name))
        return detail;
    }

  return NULL;
}

static const char *
say_purpose (GPtrArray *details)
{
  const ZmDetail *constraints = find_detail (details, "basicConstraints");
  const ZmDetail *usage = find_detail (details, "extKeyUsage");

  if (constraints != NULL && g_str_has_prefix (constraints->value, "CA:TRUE"))
    return _("Signs the certificates of others");

  return zm_certificate_words_purpose (usage != NULL ? usage->value : NULL);
}

static void
take_details (ZmCredential *self,
              GPtrArray    *details)
{
  for (guint i = 0; i < details->len; i++)
    {
      g_autoptr(ZmDetailItem) item = zm_detail_item_new (g_ptr_array_index (details, i));

      g_list_store_append (self->details, item);
    }
  take_text (self, "purpose", g_strdup (say_purpose (details)));
  g_ptr_array_unref (details);
}

static void
take_holder (ZmCredential *self,
             const char   *name,
             const char   *label)
{
  if (name == NULL)
    return;

  self->device_id = g_strdup (name);
  take_text (self, "holder", zm_join_list (name, label, NULL));
}

static void
take_validity (ZmCredential  *self,
               ZmCertificate *certificate)
{
  ZmInstant end = zm_certificate_get_not_after (certificate);
  ZmInstant now = zm_instant_now ();
  g_autofree char *from = zm_time_words_format (zm_certificate_get_not_before (certificate));
  g_autofree char *until = zm_time_words_format (end);
  g_autofree char *distance = zm_time_words_format_distance (end, now);

  take_text (self, "validity", g_strdup_printf (_("%s until %s"), from, until));
  /* TRANSLATORS: of a certificate: for example “Ends in 12 months”, “Ended 3 days ago” */
  take_text (self, "remaining", g_strdup_printf (end >= now ? _("Ends %s") : _("Ended %s"),
                                                 distance));
}

ZmCredential *
zm_credential_new_of_certificate (ZmCertificate *certificate)
{
  ZmCredential *self;
  ZmPublicKey *key;

  g_return_val_if_fail (certificate != NULL, NULL);

  self = g_object_new (ZM_TYPE_CREDENTIAL, NULL);
  key = zm_certificate_get_key (certificate);
  self->der = g_bytes_ref (zm_certificate_get_der (certificate));
  take_details (self, zm_details_of_certificate (certificate));
  take_holder (self, zm_certificate_get_common_name (certificate),
               zm_certificate_get_device_label (certificate));
  take_validity (self, certificate);
  take_text (self, "title", self->device_id != NULL
                              ? g_strdup_printf (_("Certificate of %s"), self->device_id)
                              : g_strdup (_("Certificate")));
  take_text (self, "issuer", zm_certificate_words_name (zm_certificate_get_issuer (certificate)));
  take_text (self, "serial", g_strdup (zm_certificate_get_serial (certificate)));
  take_text (self, "key", key != NULL ? g_strdup (zm_public_key_get_name (key)) : NULL);
  take_text (self, "fingerprint", g_strdup (zm_certificate_get_sha256 (certificate)));
  take_text (self, "pem", zm_certificate_to_pem (certificate));

  return self;
}

/* What a device calls itself beside its deviceId. */
static const char *
find_label (ZmCsr *csr)
{
  gsize count;
  const ZmCsrField *fields = zm_csr_get_fields (csr, &count);

  for (gsize i = 0; i < count; i++)
    {
      if (g_str_equal (fields[i].name, "SAN directoryName description"))
        return fields[i].value;
    }

  return NULL;
}

ZmCredential *
zm_credential_new_of_csr (ZmCsr *csr)
{
  ZmCredential *self;

  g_return_val_if_fail (csr != NULL, NULL);

  self = g_object_new (ZM_TYPE_CREDENTIAL, NULL);
  self->request = TRUE;
  self->der = g_bytes_ref (zm_csr_get_der (csr));
  take_details (self, zm_details_of_csr (csr));
  take_holder (self, zm_csr_get_common_name (csr), find_label (csr));
  take_text (self, "title", self->device_id != NULL
                              ? g_strdup_printf (_("Certificate Request of %s"), self->device_id)
                              : g_strdup (_("Certificate Request")));
  take_text (self, "key", g_strdup (zm_public_key_get_name (zm_csr_get_key (csr))));
  take_text (self, "fingerprint", g_strdup (zm_csr_get_sha256 (csr)));
  take_text (self, "pem", zm_csr_to_pem (csr));

  return self;
}

ZmCredential *
zm_credential_new_from_pem (const char  *pem,
                            GError     **error)
{
  g_autoptr(ZmCertificate) certificate = NULL;
  g_autoptr(ZmCsr) csr = NULL;

  g_return_val_if_fail (pem != NULL, NULL);

  if (strstr (pem, REQUEST_BEGIN) != NULL)
    {
      csr = zm_csr_new_from_pem (pem, strlen (pem), error);
      return csr != NULL ? zm_credential_new_of_csr (csr) : NULL;
    }

  certificate = zm_certificate_new_from_pem (pem, strlen (pem), error);
  return certificate != NULL ? zm_credential_new_of_certificate (certificate) : NULL;
}

char *
zm_credential_propose_name (ZmCredential *self)
{
  char *name;

  g_return_val_if_fail (ZM_IS_CREDENTIAL (self), NULL);

  name = g_strdup_printf ("%s-%s", self->device_id != NULL ? self->device_id : "unnamed",
                          self->request ? "request" : "certificate");
  return g_strcanon (name, G_CSET_A_2_Z G_CSET_a_2_z G_CSET_DIGITS "._-", '-');
}

static gboolean
is_binary (const char *path)
{
  return g_str_has_suffix (path, ".der") || g_str_has_suffix (path, ".cer") ||
         g_str_has_suffix (path, ".p10");
}

gboolean
zm_credential_save (ZmCredential  *self,
                    const char    *path,
                    GError       **error)
{
  const char *pem;

  g_return_val_if_fail (ZM_IS_CREDENTIAL (self), FALSE);
  g_return_val_if_fail (path != NULL, FALSE);

  if (is_binary (path))
    return zm_file_write (path, g_bytes_get_data (self->der, NULL), g_bytes_get_size (self->der),
                          MODE, error);

  pem = g_hash_table_lookup (self->texts, "pem");
  return zm_file_write (path, pem, strlen (pem), MODE, error);
}
