#include "config.h"

#include "app/ctl/verb-label.h"

#include "app/base/error.h"
#include "app/base/hex.h"
#include "app/ctl/describe.h"
#include "app/ctl/paper.h"
#include "app/labels/label-pdf.h"
#include "app/station/label-desk.h"

#include <glib/gi18n.h>
#include <string.h>

#define MEDIUM "pdf"

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

typedef struct {
  ZmCommand        *command;
  const ZmLabel    *label;
  const ZmLabelJob *job;
  ZmLabelReason     reason;
} Work;

static gboolean
record (gpointer   data,
        GError   **error)
{
  const Work *work = data;

  return zm_label_desk_record (work->command->station, work->label, work->job, MEDIUM,
                               work->job->copies, work->reason, error);
}

static void
record_failure (gpointer      data,
                const GError *failure)
{
  const Work *work = data;

  zm_label_desk_record_failure (work->command->station, work->label, MEDIUM, failure);
}

static gboolean
write_label (ZmCommand         *command,
             const ZmLabel     *label,
             const ZmLabelJob  *job,
             ZmLabelReason      reason,
             GError           **error)
{
  g_autoptr(GBytes) pdf = zm_label_pdf_make (label, job, error);
  Work work = { command, label, job, reason };

  return pdf != NULL &&
         zm_paper_write (out, pdf, &(ZmPaperRecord) { record, record_failure, &work }, error);
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
