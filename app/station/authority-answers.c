#include "app/station/authority-answers.h"

#include "app/base/error.h"
#include "app/station/authority-answer-checks.h"
#include "app/station/authority-private.h"

#define PEM_BEGIN  "-----BEGIN"
#define LIST_BEGIN "-----BEGIN X509 CRL"
#define FILE_CERTIFICATES_MAX 16

static void
free_check (gpointer data)
{
  ZmAnswerCheck *check = data;

  g_free (check->title);
  g_free (check->asked);
  g_free (check->got);
  g_clear_error (&check->refusal);
  g_free (check);
}

static void
free_item (gpointer data)
{
  ZmAuthorityAnswer *item = data;

  g_free (item->file);
  g_clear_pointer (&item->certificate, zm_certificate_unref);
  g_clear_pointer (&item->list, zm_crl_unref);
  g_ptr_array_unref (item->checks);
  g_free (item);
}

void
zm_authority_answers_free (ZmAuthorityAnswers *answers)
{
  if (answers == NULL)
    return;

  g_ptr_array_unref (answers->items);
  g_clear_pointer (&answers->root, zm_certificate_unref);
  g_ptr_array_unref (answers->chain);
  g_clear_pointer (&answers->station, zm_certificate_unref);
  g_ptr_array_unref (answers->lists);
  g_clear_error (&answers->refusal);
  g_free (answers);
}

static ZmAuthorityAnswers *
new_answers (void)
{
  ZmAuthorityAnswers *answers = g_new0 (ZmAuthorityAnswers, 1);

  answers->items = g_ptr_array_new_with_free_func (free_item);
  answers->chain = g_ptr_array_new_with_free_func ((GDestroyNotify) zm_certificate_unref);
  answers->lists = g_ptr_array_new_with_free_func ((GDestroyNotify) zm_crl_unref);

  return answers;
}

/* --- Reading --- */

static ZmAuthorityAnswer *
add_item (ZmAuthorityAnswers *answers,
          const char         *file,
          ZmAnswerKind        kind)
{
  ZmAuthorityAnswer *item = g_new0 (ZmAuthorityAnswer, 1);

  item->file = g_strdup (file);
  item->kind = kind;
  item->checks = g_ptr_array_new_with_free_func (free_check);
  g_ptr_array_add (answers->items, item);

  return item;
}

/* Takes refusal. */
static void
refuse_item (ZmAuthorityAnswer *item,
             GError            *refusal)
{
  ZmAnswerCheck *check = g_new0 (ZmAnswerCheck, 1);

  item->kind = ZM_ANSWER_STRANGE;
  check->asked = g_strdup (zm_error_get_expected (refusal));
  check->got = g_strdup (zm_error_get_seen (refusal));
  check->refusal = refusal;
  g_ptr_array_add (item->checks, check);
}

static gboolean
is_same (ZmCertificate *one,
         ZmCertificate *other)
{
  return one != NULL && other != NULL &&
         g_str_equal (zm_certificate_get_sha256 (one), zm_certificate_get_sha256 (other));
}

static ZmAuthorityAnswer *
find_item (const ZmAuthorityAnswers *answers,
           ZmAnswerKind              kind)
{
  for (guint i = 0; i < answers->items->len; i++)
    {
      ZmAuthorityAnswer *item = answers->items->pdata[i];

      if (item->kind == kind)
        return item;
    }

  return NULL;
}

/* A chain often has what is a file of its own as well. */
static gboolean
has_certificate (const ZmAuthorityAnswers *answers,
                 ZmCertificate            *certificate)
{
  for (guint i = 0; i < answers->items->len; i++)
    {
      if (is_same (((const ZmAuthorityAnswer *) answers->items->pdata[i])->certificate, certificate))
        return TRUE;
    }

  return FALSE;
}

static gboolean
has_key (ZmCertificate *certificate,
         ZmCsr         *csr)
{
  return g_strcmp0 (zm_certificate_get_key_hash (certificate),
                    zm_public_key_get_hash (zm_csr_get_key (csr))) == 0;
}

/* By its key; what has another key but the name that was asked for is an answer gone wrong, and is to
 * be shown as such. */
static ZmAnswerKind
classify (const ZmAnswerCase *answer_case,
          ZmCertificate      *certificate)
{
  const char *name = zm_certificate_get_common_name (certificate);
  gboolean is_ca = zm_certificate_is_ca (certificate);

  if (has_key (certificate, answer_case->intermediate))
    return ZM_ANSWER_INTERMEDIATE;
  if (has_key (certificate, answer_case->station_csr))
    return ZM_ANSWER_STATION;
  if (is_ca && g_strcmp0 (zm_certificate_get_subject (certificate),
                          zm_certificate_get_issuer (certificate)) == 0)
    return ZM_ANSWER_ROOT;
  if (is_ca && g_strcmp0 (name, zm_csr_get_common_name (answer_case->intermediate)) == 0)
    return ZM_ANSWER_INTERMEDIATE;
  if (is_ca)
    return ZM_ANSWER_BETWEEN;
  if (g_strcmp0 (name, zm_csr_get_common_name (answer_case->station_csr)) == 0)
    return ZM_ANSWER_STATION;

  return ZM_ANSWER_STRANGE;
}

static gboolean
is_in_force (const ZmAnswerCase *answer_case,
             ZmCertificate      *certificate)
{
  const ZmStationAuthority *present = answer_case->present;

  if (present == NULL)
    return FALSE;
  for (guint i = 0; i < present->chain->len; i++)
    {
      if (is_same (present->chain->pdata[i], certificate))
        return TRUE;
    }

  return is_same (present->root, certificate) || is_same (present->station, certificate);
}

static void
add_certificate (const ZmAnswerCase *answer_case,
                 ZmAuthorityAnswers *answers,
                 const char         *file,
                 ZmCertificate      *certificate)
{
  ZmAnswerKind kind = classify (answer_case, certificate);
  gboolean is_second = kind != ZM_ANSWER_BETWEEN && find_item (answers, kind) != NULL;
  ZmAuthorityAnswer *item;
  GError *refusal = NULL;

  if (has_certificate (answers, certificate))
    return;

  item = add_item (answers, file, kind);
  item->certificate = zm_certificate_ref (certificate);
  item->is_known = is_in_force (answer_case, certificate);
  if (!item->is_known && kind != ZM_ANSWER_STRANGE && !is_second)
    answers->is_new = TRUE;
  if (kind != ZM_ANSWER_STRANGE && !is_second)
    return;

  zm_error_set (&refusal, ZM_ERROR_REFUSED, "authority.answer",
                zm_certificate_get_subject (certificate), NULL, "%s",
                is_second ? "There is another answer to the same request already"
                          : "This certificate answers none of the requests");
  refuse_item (item, refusal);
}

static gboolean
read_list (const ZmAnswerCase  *answer_case,
           ZmAuthorityAnswers  *answers,
           const ZmAnswerFile  *file,
           GError             **error)
{
  g_autoptr(ZmCrl) list = zm_crl_new_from_data (g_bytes_get_data (file->content, NULL),
                                                g_bytes_get_size (file->content), error);
  g_autoptr(GPtrArray) known = NULL;
  ZmAuthorityAnswer *item;

  if (list == NULL)
    return FALSE;

  item = add_item (answers, file->name, ZM_ANSWER_LIST);
  item->list = zm_crl_ref (list);
  g_ptr_array_add (answers->lists, zm_crl_ref (list));
  known = answer_case->present != NULL ? zm_authority_load_crls (answer_case->station, NULL) : NULL;
  for (guint i = 0; known != NULL && i < known->len; i++)
    item->is_known |= g_bytes_equal (zm_crl_get_der (known->pdata[i]), zm_crl_get_der (list));

  return TRUE;
}

static gboolean
read_certificates (const ZmAnswerCase  *answer_case,
                   ZmAuthorityAnswers  *answers,
                   const ZmAnswerFile  *file,
                   GError             **error)
{
  gsize length;
  const char *data = g_bytes_get_data (file->content, &length);
  g_autoptr(ZmCertificate) single = NULL;
  g_autoptr(GPtrArray) list = NULL;

  if (g_strstr_len (data, (gssize) length, PEM_BEGIN) == NULL)
    {
      single = zm_certificate_new_from_der (data, length, error);
      if (single == NULL)
        return FALSE;
      add_certificate (answer_case, answers, file->name, single);
      return TRUE;
    }

  list = zm_certificate_list_from_pem (data, length, FILE_CERTIFICATES_MAX, error);
  if (list == NULL)
    return FALSE;
  for (guint i = 0; i < list->len; i++)
    add_certificate (answer_case, answers, file->name, list->pdata[i]);

  return TRUE;
}

static void
read_file (const ZmAnswerCase *answer_case,
           ZmAuthorityAnswers *answers,
           const ZmAnswerFile *file)
{
  gsize length;
  const char *data = g_bytes_get_data (file->content, &length);
  gboolean is_pem = length > 0 && g_strstr_len (data, (gssize) length, PEM_BEGIN) != NULL;
  gboolean is_list = is_pem && g_strstr_len (data, (gssize) length, LIST_BEGIN) != NULL;
  gboolean is_read = FALSE;
  g_autoptr(GError) error = NULL;

  if (length == 0)
    zm_error_set (&error, ZM_ERROR_INVALID, "certificate.encoding", NULL,
                  "a certificate or a revocation list", "The file is empty");
  else if (is_list)
    is_read = read_list (answer_case, answers, file, &error);
  else
    is_read = read_certificates (answer_case, answers, file, &error);
  /* In DER either looks like the other. */
  if (!is_read && !is_pem && length > 0)
    is_read = read_list (answer_case, answers, file, NULL);
  if (is_read)
    return;

  refuse_item (add_item (answers, file->name, ZM_ANSWER_STRANGE), g_steal_pointer (&error));
}

/* --- What would be in force --- */

static ZmCertificate *
choose (const ZmAuthorityAnswers *answers,
        ZmAnswerKind              kind,
        ZmCertificate            *present)
{
  const ZmAuthorityAnswer *item = find_item (answers, kind);

  if (item != NULL)
    return zm_certificate_ref (item->certificate);

  return present != NULL ? zm_certificate_ref (present) : NULL;
}

static ZmCertificate *
find_between (const ZmAnswerCase       *answer_case,
              const ZmAuthorityAnswers *answers,
              const char               *subject)
{
  for (guint i = 0; i < answers->items->len; i++)
    {
      const ZmAuthorityAnswer *item = answers->items->pdata[i];

      if (item->kind == ZM_ANSWER_BETWEEN &&
          g_strcmp0 (zm_certificate_get_subject (item->certificate), subject) == 0)
        return item->certificate;
    }
  for (guint i = 1; answer_case->present != NULL && i < answer_case->present->chain->len; i++)
    {
      ZmCertificate *candidate = answer_case->present->chain->pdata[i];

      if (g_strcmp0 (zm_certificate_get_subject (candidate), subject) == 0)
        return candidate;
    }

  return NULL;
}

static void
build_chain (const ZmAnswerCase *answer_case,
             ZmAuthorityAnswers *answers)
{
  const ZmStationAuthority *present = answer_case->present;
  ZmCertificate *next = choose (answers, ZM_ANSWER_INTERMEDIATE,
                                present != NULL ? present->chain->pdata[0] : NULL);

  while (next != NULL && answers->chain->len < ZM_AUTHORITY_CHAIN_MAX)
    {
      const char *issuer = zm_certificate_get_issuer (next);

      g_ptr_array_add (answers->chain, next);
      next = NULL;
      if (answers->root == NULL ||
          g_strcmp0 (issuer, zm_certificate_get_subject (answers->root)) != 0)
        next = find_between (answer_case, answers, issuer);
      if (next != NULL && !g_ptr_array_find (answers->chain, next, NULL))
        zm_certificate_ref (next);
      else
        next = NULL;
    }
  g_clear_pointer (&next, zm_certificate_unref);
}

static void
complete (const ZmAnswerCase *answer_case,
          ZmAuthorityAnswers *answers)
{
  const ZmStationAuthority *present = answer_case->present;

  answers->root = choose (answers, ZM_ANSWER_ROOT, present != NULL ? present->root : NULL);
  answers->station = choose (answers, ZM_ANSWER_STATION, present != NULL ? present->station : NULL);
  build_chain (answer_case, answers);
}

/* --- The judgement --- */

static int
compare_items (gconstpointer a,
               gconstpointer b)
{
  const ZmAuthorityAnswer *const *one = a;
  const ZmAuthorityAnswer *const *other = b;

  return (int) (*one)->kind - (int) (*other)->kind;
}

static gboolean
find_refusal (const ZmAuthorityAnswers  *answers,
              GError                   **error)
{
  for (guint i = 0; i < answers->items->len; i++)
    {
      const ZmAuthorityAnswer *item = answers->items->pdata[i];

      for (guint j = 0; j < item->checks->len; j++)
        {
          const ZmAnswerCheck *check = item->checks->pdata[j];

          if (check->refusal == NULL)
            continue;
          g_propagate_error (error, g_error_copy (check->refusal));
          return TRUE;
        }
    }

  return FALSE;
}

static void
judge_whole (ZmAuthorityAnswers *answers)
{
  const char *missing = NULL;

  if (find_refusal (answers, &answers->refusal))
    return;

  if (answers->root == NULL)
    missing = "the root certificate";
  else if (answers->chain->len == 0)
    missing = "the intermediate certificate";
  else if (answers->station == NULL)
    missing = "the station certificate";
  if (missing != NULL)
    zm_error_set (&answers->refusal, ZM_ERROR_REFUSED, "authority.incomplete", "no such file",
                  missing, "An answer is still missing");
}

static gboolean
open_case (ZmAnswerCase  *answer_case,
           GError       **error)
{
  g_autoptr(GError) local = NULL;
  g_autoptr(json_t) shown = NULL;

  answer_case->present = zm_station_get_authority (answer_case->station, &local);
  if (answer_case->present == NULL && g_strcmp0 (zm_error_get_check (local), "authority.absent") != 0)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }
  shown = zm_station_call (answer_case->station, ZM_REQUEST_AUTHORITY_SHOW, NULL, error);
  if (shown == NULL)
    return FALSE;

  answer_case->name_constraints =
    json_is_true (json_object_get (json_object_get (shown, "policy"), "nameConstraints"));
  return zm_authority_make_requests (answer_case->station, &answer_case->intermediate,
                                     &answer_case->station_csr, error);
}

ZmAuthorityAnswers *
zm_authority_answers_judge (ZmStation           *station,
                            const ZmAnswerFile  *files,
                            gsize                count,
                            GError             **error)
{
  g_autoptr(ZmAuthorityAnswers) answers = NULL;
  ZmAnswerCase answer_case = { .station = station };

  g_return_val_if_fail (ZM_IS_STATION (station), NULL);
  g_return_val_if_fail (files != NULL || count == 0, NULL);

  if (!open_case (&answer_case, error))
    return NULL;

  answers = new_answers ();
  for (gsize i = 0; i < count; i++)
    read_file (&answer_case, answers, &files[i]);
  g_ptr_array_sort (answers->items, compare_items);
  complete (&answer_case, answers);
  for (guint i = 0; i < answers->items->len; i++)
    zm_authority_answer_checks_run (&answer_case, answers, answers->items->pdata[i]);
  judge_whole (answers);
  zm_csr_unref (answer_case.intermediate);
  zm_csr_unref (answer_case.station_csr);

  return g_steal_pointer (&answers);
}

/* --- Taking them --- */

static gboolean
take_lists (ZmStation                 *station,
            const ZmAuthorityAnswers  *answers,
            GError                   **error)
{
  if (!zm_authority_publish_crls (station, answers->lists, answers->root, answers->chain, error))
    return FALSE;
  for (guint i = 0; i < answers->lists->len; i++)
    {
      ZmCrl *list = answers->lists->pdata[i];
      json_t *detail = json_pack ("{s:s, s:I}", "issuer", zm_crl_get_issuer (list), "number",
                                  (json_int_t) zm_crl_get_number (list));

      if (!zm_authority_record_detail (station, "crl.imported", detail, error))
        return FALSE;
    }

  zm_station_notify (station, "authority");
  return zm_station_checkpoint (station, error);
}

gboolean
zm_authority_answers_take (ZmStation                 *station,
                           const ZmAuthorityAnswers  *answers,
                           GError                   **error)
{
  ZmSignerClient *signer;

  g_return_val_if_fail (ZM_IS_STATION (station), FALSE);
  g_return_val_if_fail (answers != NULL, FALSE);

  signer = zm_station_need_signer (station, error);
  if (signer == NULL || !zm_signer_client_check_role (signer, ZM_ROLE_ADMINISTRATOR, error))
    return FALSE;
  if (answers->refusal != NULL)
    {
      g_propagate_error (error, g_error_copy (answers->refusal));
      return FALSE;
    }
  if (!answers->is_new && answers->lists->len > 0)
    return take_lists (station, answers, error);

  return zm_authority_take_answers (station, answers->root, answers->chain, answers->station,
                                    answers->lists, error);
}
