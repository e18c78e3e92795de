#include "app/pki/judgement-rules.h"

#include "app/base/device-id.h"

#include <string.h>

#define SUBJECT_UNIT "ZMonitor"
#define TEXT_ID      "deviceId=" /* how the source design writes it, in whatever field */

#define USAGE_EC      "digitalSignature"
#define USAGE_RSA     "digitalSignature, keyEncipherment"
#define PURPOSE       "clientAuth"
#define NO_CA         "CA:FALSE"
#define DIRECTORY     "SAN directoryName "
#define DIRECTORY_ID  DIRECTORY "CN"
#define DIRECTORY_TAG DIRECTORY "description"

#define POLICY_IGNORED "not part of the profile; what is asked beyond it is not taken over"

typedef struct {
  GArray                 *rows;
  const ZmCsrField       *fields;
  gsize                   count;
  ZmPublicKey            *key;
  const ZmPolicy         *policy;
  const ZmJudgementFacts *facts;
} Case;

/* Where a rule comes from, by the field that it is about or what that begins with; EC keys have one of
 * their own. What is left out is the hospital's policy alone. */
static const struct {
  const char *field;
  const char *standard;
} standards[] = {
  { "Key usage", "RFC 5280 §4.2.1.3" },
  { "Extended key usage", "RFC 5280 §4.2.1.12" },
  { "Basic constraints", "RFC 5280 §4.2.1.9" },
  { "Validity", "RFC 5280 §4.1.2.5" },
  { "SAN ", "RFC 5280 §4.2.1.6" },
  { "CN", "RFC 5280 §4.1.2.6" },
  { "OU", "RFC 5280 §4.1.2.6" },
  { "Subject ", "RFC 5280 §4.1.2.6" },
  { "Extension ", "RFC 5280 §4.2" },
  { "Attribute ", "RFC 2986 §4.1" },
};

static const char *
find_standard (const Case *item,
               const char *field)
{
  if (strcmp (field, "Key usage") == 0 && zm_public_key_get_kind (item->key) == ZM_KEY_EC_P256)
    return "RFC 8813 §3";
  if (strcmp (field, "Key") == 0)
    return zm_public_key_get_kind (item->key) == ZM_KEY_EC_P256 ? "RFC 5480 §2" : "RFC 8017 §3.1";

  for (gsize i = 0; i < G_N_ELEMENTS (standards); i++)
    {
      if (g_str_has_prefix (field, standards[i].field))
        return standards[i].standard;
    }

  return NULL;
}

static void
add_row (Case       *item,
         const char *field,
         const char *asked,
         const char *policy,
         const char *issued,
         ZmVerdict   verdict)
{
  ZmJudgementRow row = {
    g_strdup (field), g_strdup (asked), g_strdup (policy),
    g_strdup (find_standard (item, field)), g_strdup (issued), verdict, NULL,
  };

  g_array_append_val (item->rows, row);
}

static void
add_refusal (Case       *item,
             const char *field,
             const char *asked,
             const char *policy,
             const char *check)
{
  ZmJudgementRow row = {
    g_strdup (field), g_strdup (asked), g_strdup (policy),
    g_strdup (find_standard (item, field)), NULL, ZM_VERDICT_REFUSED, g_strdup (check),
  };

  g_array_append_val (item->rows, row);
}

static void
add_other_device (Case       *item,
                  const char *field,
                  const char *asked)
{
  g_autofree char *policy = g_strdup_printf ("%s and no other deviceId", item->facts->device_id);

  add_refusal (item, field, asked, policy, "csr.device-id");
}

/* All values of the fields of that name, joined; NULL if there is none. */
static char *
join_values (const Case *item,
             const char *name,
             guint      *count)
{
  g_autoptr(GPtrArray) values = g_ptr_array_new ();

  for (gsize i = 0; i < item->count; i++)
    {
      if (strcmp (item->fields[i].name, name) == 0)
        g_ptr_array_add (values, item->fields[i].value);
    }

  *count = values->len;
  g_ptr_array_add (values, NULL);

  return *count > 0 ? g_strjoinv (", ", (char **) values->pdata) : NULL;
}

/* A field that has one right value, whatever was asked. */
static void
judge_fixed (Case       *item,
             const char *name,
             const char *field,
             const char *policy,
             const char *issued)
{
  guint count = 0;
  g_autofree char *asked = join_values (item, name, &count);
  ZmVerdict verdict = ZM_VERDICT_CHANGED;

  if (asked == NULL)
    verdict = ZM_VERDICT_FILLED;
  else if (strcmp (asked, issued) == 0)
    verdict = ZM_VERDICT_GRANTED;

  add_row (item, field, asked, policy, issued, verdict);
}

static void
judge_key (Case *item)
{
  const char *name = zm_public_key_get_name (item->key);
  const char *hash = zm_public_key_get_hash (item->key);
  g_autofree char *reuse = NULL;

  add_row (item, "Key", name, "EC P-256 or RSA 3072 (e = 65537); the request is signed by it", name,
           ZM_VERDICT_GRANTED);

  if (item->facts->key_other_device != NULL)
    {
      reuse = g_strdup_printf ("%s of %s", hash, item->facts->key_other_device);
      add_refusal (item, "Key reuse", reuse, "a key belongs to one device for ever",
                   "csr.key-reused");
    }
  else
    {
      add_row (item, "Key reuse", hash, "a key belongs to one device for ever", hash,
               ZM_VERDICT_GRANTED);
    }

  if (item->facts->key_revoked)
    add_refusal (item, "Key revoked", hash, "a key of a revoked certificate never comes back",
                 "csr.key-revoked");
}

static void
judge_common_name (Case *item)
{
  const char *device_id = item->facts->device_id;
  guint count = 0;
  g_autofree char *asked = join_values (item, "CN", &count);

  if (count > 1)
    add_refusal (item, "CN", asked, "exactly one CN", "csr.subject");
  else if (count == 1 && strcmp (asked, device_id) != 0)
    add_other_device (item, "CN", asked);
  else
    add_row (item, "CN", asked, "the deviceId of the registry", device_id,
             count == 1 ? ZM_VERDICT_GRANTED : ZM_VERDICT_FILLED);
}

/* The last part of a URI's path, or of a URN that is no UUID or OID; NULL if there is none that
 * could be a deviceId. */
static char *
uri_device_id (const char *uri)
{
  g_autofree char *scheme = NULL;
  g_autofree char *path = NULL;
  g_autofree char *last = NULL;
  const char *separator;
  gsize length;

  if (!g_uri_split (uri, G_URI_FLAGS_ENCODED, &scheme, NULL, NULL, NULL, &path, NULL, NULL, NULL) ||
      path == NULL || g_str_has_prefix (path, "uuid:") || g_str_has_prefix (path, "oid:"))
    return NULL;

  for (length = strlen (path); length > 0 && path[length - 1] == '/'; length--)
    path[length - 1] = '\0';
  separator = strrchr (path, g_strcmp0 (scheme, "urn") == 0 ? ':' : '/');
  if (separator == NULL)
    return NULL;

  last = g_uri_unescape_string (separator + 1, "/");

  return last != NULL && zm_device_id_is_valid (last, -1) ? g_steal_pointer (&last) : NULL;
}

static gboolean
names_other_device (const Case *item,
                    const char *uri)
{
  g_autofree char *device_id = uri_device_id (uri);

  return device_id != NULL && strcmp (device_id, item->facts->device_id) != 0;
}

/* The right URI may be asked for, or left to be filled in; one other becomes it, the rest is not
 * taken over. */
static void
judge_uris (Case *item)
{
  g_autofree char *issued = zm_profile_device_uri (item->policy, item->facts->device_id);
  const char *rule = "the device's URI at the identity host, and no other";
  gboolean settled = FALSE;

  for (gsize i = 0; i < item->count; i++)
    {
      const char *asked = item->fields[i].value;

      if (strcmp (item->fields[i].name, "SAN URI") != 0)
        continue;
      if (strcmp (asked, issued) == 0)
        {
          add_row (item, "SAN URI", asked, rule, issued, ZM_VERDICT_GRANTED);
          settled = TRUE;
        }
      else if (names_other_device (item, asked))
        {
          add_other_device (item, "SAN URI", asked);
        }
      else
        {
          add_row (item, "SAN URI", asked, rule, NULL, ZM_VERDICT_IGNORED);
        }
    }

  if (!settled)
    add_row (item, "SAN URI", NULL, rule, issued, ZM_VERDICT_FILLED);
}

static void
judge_directory_id (Case *item)
{
  const char *device_id = item->facts->device_id;
  gboolean asked = FALSE;

  for (gsize i = 0; i < item->count; i++)
    {
      if (strcmp (item->fields[i].name, DIRECTORY_ID) != 0)
        continue;
      asked = TRUE;
      if (strcmp (item->fields[i].value, device_id) != 0)
        add_other_device (item, "SAN deviceId", item->fields[i].value);
      else
        add_row (item, "SAN deviceId", device_id, "the deviceId of the registry", device_id,
                 ZM_VERDICT_GRANTED);
    }

  if (!asked)
    add_row (item, "SAN deviceId", NULL, "the deviceId of the registry", device_id,
             ZM_VERDICT_FILLED);
}

static void
judge_usages (Case *item)
{
  gboolean rsa = zm_public_key_get_kind (item->key) == ZM_KEY_RSA_3072;
  guint count = 0;
  g_autofree char *constraints = join_values (item, "Basic constraints", &count);
  gboolean ca = constraints != NULL && strcmp (constraints, NO_CA) != 0;

  judge_fixed (item, "Key usage", "Key usage",
               rsa ? "signature and key encipherment"
                   : "signature only: keyEncipherment is forbidden on an EC key",
               rsa ? USAGE_RSA : USAGE_EC);
  judge_fixed (item, "Extended key usage", "Extended key usage",
               "a TLS client and nothing else", PURPOSE);
  if (ca)
    add_row (item, "Basic constraints", constraints, "a device is never a CA", NO_CA,
             ZM_VERDICT_IGNORED);
  else
    judge_fixed (item, "Basic constraints", "Basic constraints", "a device is never a CA", NO_CA);
}

/* TRUE for text like "deviceId=DEV-002, …" of another device. */
static gboolean
spells_other_device (const Case *item,
                     const char *text)
{
  g_autofree char *folded = g_ascii_strdown (text, -1);
  g_autofree char *key = g_ascii_strdown (TEXT_ID, -1);
  const char *found = strstr (folded, key);
  const char *start;
  gsize length;

  if (found == NULL)
    return FALSE;

  start = text + (found - folded) + strlen (key);
  length = strspn (start, G_CSET_a_2_z G_CSET_A_2_Z G_CSET_DIGITS "._-");

  return zm_device_id_is_valid (start, (gssize) length) &&
         (length != strlen (item->facts->device_id) ||
          strncmp (start, item->facts->device_id, length) != 0);
}

static gboolean
has_own_rule (const char *name)
{
  static const char *const judged[] = {
    "CN", "OU", "SAN URI", DIRECTORY_ID, DIRECTORY_TAG, "Key usage", "Extended key usage",
    "Basic constraints", NULL,
  };

  return g_strv_contains (judged, name);
}

static gboolean
is_subject (const char *name)
{
  return !g_str_has_prefix (name, "SAN ") && !g_str_has_prefix (name, "Extension ") &&
         !g_str_has_prefix (name, "Attribute ");
}

/* Another deviceId is one too many wherever it stands, also where another rule holds. */
static void
judge_rest (Case *item)
{
  for (gsize i = 0; i < item->count; i++)
    {
      const ZmCsrField *field = &item->fields[i];
      gboolean ruled = has_own_rule (field->name);
      g_autofree char *title = g_strconcat (!ruled && is_subject (field->name) ? "Subject " : "",
                                            field->name, NULL);

      if (spells_other_device (item, field->value))
        add_other_device (item, title, field->value);
      else if (!ruled)
        add_row (item, title, field->value, POLICY_IGNORED, NULL, ZM_VERDICT_IGNORED);
    }
}

static void
judge_validity (Case *item)
{
  const ZmJudgementFacts *facts = item->facts;
  ZmInstant whole = zm_profile_not_after (item->policy, ZM_PROFILE_DEVICE, facts->now, 0);
  ZmInstant end = zm_profile_not_after (item->policy, ZM_PROFILE_DEVICE, facts->now,
                                        facts->issuer_not_after);
  guint days = zm_profile_days (item->policy, ZM_PROFILE_DEVICE);
  g_autofree char *rule = g_strdup_printf ("%u days%s", days,
                                           end < whole ? ", clipped to the issuing certificate's "
                                                         "end"
                                                       : "");
  g_autofree char *issued = NULL;

  if (facts->now > 0)
    issued = zm_instant_format (end);
  else
    issued = g_strdup_printf ("%u days", days);

  add_row (item, "Validity", NULL, rule, issued, ZM_VERDICT_FILLED);
}

void
zm_judgement_rules_apply (GArray                 *rows,
                          ZmCsr                  *csr,
                          const ZmPolicy         *policy,
                          const ZmJudgementFacts *facts)
{
  Case item = { rows, NULL, 0, zm_csr_get_key (csr), policy, facts };

  item.fields = zm_csr_get_fields (csr, &item.count);
  judge_key (&item);
  judge_common_name (&item);
  judge_fixed (&item, "OU", "OU", "the kind of device", SUBJECT_UNIT);
  judge_uris (&item);
  judge_directory_id (&item);
  judge_fixed (&item, DIRECTORY_TAG, "SAN deviceLabel", "the registry wins", facts->device_label);
  judge_usages (&item);
  judge_rest (&item);
  judge_validity (&item);
}
