#include "config.h"

#include "app/ctl/verb-label.h"

#include "app/base/error.h"
#include "app/base/file.h"
#include "app/base/hex.h"
#include "app/ctl/describe.h"
#include "app/labels/label-pdf.h"
#include "app/station/label-desk.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define MEDIUM "pdf"
#define MODE   0644 /* nothing on a label is a secret */

static char *out;
static char *size_name;
static char *reason_name;
static int copies = 1;
static int first = 1;

const GOptionEntry zm_verb_label_options[] = {
  { "out", 0, 0, G_OPTION_ARG_FILENAME, &out, N_("The PDF that is written"), "FILE" },
  { "size", 0, 0, G_OPTION_ARG_STRING, &size_name,
    N_("62x29 (a roll, if not given) or a4 (a sheet of 3 × 8)"), "SIZE" },
  { "copies", 0, 0, G_OPTION_ARG_INT, &copies, N_("How many; 1 if not given"), "N" },
  { "first", 0, 0, G_OPTION_ARG_INT, &first, N_("The first free place of the sheet"), "N" },
  { "reason", 0, 0, G_OPTION_ARG_STRING, &reason_name,
    N_("Why it is printed once more: damaged, lost, moved or other"), "REASON" },
  { NULL },
};

static gboolean
read_job (ZmLabelJob     *job,
          ZmLabelReason  *reason,
          GError        **error)
{
  job->stock = size_name != NULL ? zm_label_job_find_stock (size_name)
                                 : zm_label_job_get_stock (0);
  job->copies = (guint) MAX (copies, 0);
  job->first = (guint) MAX (first, 0);
  if (out == NULL)
    return zm_command_fail_usage ("--out FILE", error);
  if (job->stock == NULL)
    return zm_command_fail_usage ("--size 62x29 or a4", error);
  if (reason_name != NULL && !zm_label_desk_reason_parse (reason_name, reason))
    return zm_command_fail_usage ("--reason damaged, lost, moved or other", error);

  return zm_label_job_check (job, error);
}

/* Nothing of somebody else's is written over, and no device or pipe takes a file's place. */
static gboolean
check_place (GError **error)
{
  g_autofree char *folder = g_path_get_dirname (out);

  if (!g_file_test (folder, G_FILE_TEST_IS_DIR))
    {
      zm_error_set (error, ZM_ERROR_NOT_FOUND, "file.write", folder, "a folder",
                    "There is no folder for the file “%s”", out);
      return FALSE;
    }
  if (g_file_test (out, G_FILE_TEST_EXISTS) || g_file_test (out, G_FILE_TEST_IS_SYMLINK))
    {
      zm_error_set (error, ZM_ERROR_CONFLICT, "file.exists", out, "a name that is free",
                    "The file “%s” is there already", out);
      return FALSE;
    }

  return TRUE;
}

/* On record between the draft and its name: what cannot be written is not on record as printed, and
 * what cannot be recorded has no name. */
static gboolean
publish (ZmCommand         *command,
         const ZmLabel     *label,
         const ZmLabelJob  *job,
         ZmLabelReason      reason,
         const char        *draft,
         GError           **error)
{
  g_autoptr(GError) failure = NULL;

  if (!zm_label_desk_record (command->station, label, job, MEDIUM, job->copies, reason, error))
    return FALSE;
  if (renameat2 (AT_FDCWD, draft, AT_FDCWD, out, RENAME_NOREPLACE) == 0)
    return TRUE;

  zm_error_set (&failure, ZM_ERROR_IO, "file.write", g_strerror (errno), NULL,
                "The file “%s” cannot be written", out);
  zm_label_desk_record_failure (command->station, label, MEDIUM, failure);
  g_propagate_error (error, g_steal_pointer (&failure));
  return FALSE;
}

static gboolean
write_label (ZmCommand         *command,
             const ZmLabel     *label,
             const ZmLabelJob  *job,
             ZmLabelReason      reason,
             GError           **error)
{
  g_autoptr(GBytes) pdf = zm_label_pdf_make (label, job, error);
  g_autofree char *draft = g_strconcat (out, ".part", NULL);
  gboolean ok;

  if (pdf == NULL || !check_place (error) ||
      !zm_file_create (draft, g_bytes_get_data (pdf, NULL), g_bytes_get_size (pdf), MODE, error))
    return FALSE;

  ok = publish (command, label, job, reason, draft, error);
  if (!ok)
    (void) unlink (draft);
  return ok;
}

static gboolean
print (ZmCommand    *command,
       ZmLabelKind   kind,
       const char   *subject,
       GError      **error)
{
  ZmLabelReason reason = ZM_LABEL_REASON_NONE;
  g_autoptr(ZmLabel) label = NULL;
  g_autofree char *text = NULL;
  ZmLabelJob job;

  if (!read_job (&job, &reason, error))
    return FALSE;
  label = zm_label_desk_make (command->station, kind, subject, error);
  if (label == NULL || !write_label (command, label, &job, reason, error))
    return FALSE;

  text = zm_label_to_text (label);
  zm_command_add_text (command, "kind", zm_label_code_kind_name (kind));
  zm_command_add_text (command, "code", label->code_text);
  zm_command_add_text (command, "text", text);
  zm_command_add_text (command, "size", job.stock->name);
  zm_command_add (command, "pages", json_integer (zm_label_job_count_pages (&job)));
  zm_command_add_text (command, "out", out);
  return TRUE;
}

gboolean
zm_verb_label_device (ZmCommand  *command,
                      GError    **error)
{
  return print (command, ZM_LABEL_DEVICE, command->arguments[0], error);
}

gboolean
zm_verb_label_badge (ZmCommand  *command,
                     GError    **error)
{
  return print (command, ZM_LABEL_BADGE, command->arguments[0], error);
}

gboolean
zm_verb_label_certificate (ZmCommand  *command,
                           GError    **error)
{
  return print (command, ZM_LABEL_CERTIFICATE, command->arguments[0], error);
}

gboolean
zm_verb_label_audit_head (ZmCommand  *command,
                          GError    **error)
{
  return print (command, ZM_LABEL_AUDIT_HEAD, NULL, error);
}

static ZmLabelCode *
read_code (ZmCommand  *command,
           GError    **error)
{
  g_autofree char *text = zm_command_read_text (command->arguments[0], 2 * ZM_LABEL_CODE_MAX,
                                                error);

  if (text == NULL)
    return NULL;

  g_strchomp (text);
  return zm_label_code_parse (text, strlen (text), error);
}

static void
describe_code (ZmCommand         *command,
               const ZmLabelCode *code)
{
  static const char *const members[] = {
    [ZM_LABEL_DEVICE] = "deviceId",
    [ZM_LABEL_BADGE] = "operator",
    [ZM_LABEL_CERTIFICATE] = "serial",
    [ZM_LABEL_AUDIT_HEAD] = "origin",
  };
  g_autofree char *hash = zm_hex_encode (code->hash, sizeof code->hash);

  zm_command_add_text (command, "kind", zm_label_code_kind_name (code->kind));
  zm_command_add_text (command, members[code->kind], code->name);
  if (code->kind == ZM_LABEL_CERTIFICATE)
    zm_command_add_text (command, "sha256", hash);
  if (code->kind == ZM_LABEL_AUDIT_HEAD)
    {
      zm_command_add (command, "records", json_integer ((json_int_t) code->size));
      zm_command_add_text (command, "root", hash);
      zm_command_add (command, "time", zm_describe_instant (code->time));
    }
}

gboolean
zm_verb_label_read (ZmCommand  *command,
                    GError    **error)
{
  g_autoptr(ZmLabelCode) code = read_code (command, error);

  if (code == NULL)
    return FALSE;

  describe_code (command, code);
  return TRUE;
}

gboolean
zm_verb_label_check (ZmCommand  *command,
                     GError    **error)
{
  g_autoptr(ZmLabelCode) code = read_code (command, error);

  if (code == NULL)
    return FALSE;
  if (code->kind != ZM_LABEL_AUDIT_HEAD)
    {
      zm_error_set (error, ZM_ERROR_INVALID, "label.kind", zm_label_code_kind_name (code->kind),
                    "audit-head", "Only the head of an audit log can be compared with a log");
      return FALSE;
    }
  if (!zm_label_desk_check_head (command->station, code, error))
    return FALSE;

  describe_code (command, code);
  zm_command_add (command, "continued", json_true ());
  return TRUE;
}
