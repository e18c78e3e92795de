#include "app/ctl/verb-audit-story.h"

#include "app/base/error.h"
#include "app/station/audit-sentence.h"
#include "app/station/audit-story.h"
#include "app/station/time-words.h"

/* The argument names a device or, if the log knows no such device, a session. */
static ZmAuditStory *
read_story (ZmCommand  *command,
            GError    **error)
{
  const char *name = command->arguments[0];
  const ZmAuditFilter filters[] = { { .device = name }, { .session = name } };

  for (gsize i = 0; i < G_N_ELEMENTS (filters); i++)
    {
      g_autoptr(ZmAuditStory) story =
        zm_audit_story_read (zm_station_get_database (command->station), &filters[i],
                             ZM_AUDIT_STORY_MAX, error);

      if (story == NULL)
        return NULL;
      if (story->n_records > 0)
        return g_steal_pointer (&story);
    }

  zm_error_set (error, ZM_ERROR_NOT_FOUND, "audit.story", name, "a device or a session of the log",
                "The audit log says nothing of “%s”", name);
  return NULL;
}

static json_t *
describe_sentences (const ZmAuditChapter *chapter)
{
  json_t *list = json_array ();

  for (guint i = 0; i < chapter->records->len; i++)
    {
      const ZmAuditRecord *record = g_ptr_array_index (chapter->records, i);
      g_autofree char *text = zm_audit_sentence_tell (record);
      g_autofree char *time = zm_instant_format_micros (record->time);

      json_array_append_new (list, json_pack ("{s:I, s:s, s:s, s:s}",
                                              "seq", (json_int_t) record->seq, "time", time,
                                              "outcome",
                                              zm_audit_record_outcome_name (record->outcome),
                                              "text", text));
    }

  return list;
}

static json_t *
describe_chapter (const ZmAuditChapter *chapter)
{
  g_autofree char *title = zm_audit_story_chapter_title (chapter);
  g_autofree char *facts = zm_audit_story_chapter_facts (chapter);

  return json_pack ("{s:s, s:s, s:s*, s:s*, s:s*, s:s*, s:o}", "title", title, "facts", facts,
                    "session", chapter->session, "device", chapter->device,
                    "purpose", chapter->purpose, "end", zm_audit_story_end_name (chapter->end),
                    "sentences", describe_sentences (chapter));
}

static void
append_chapter (GString              *text,
                const ZmAuditChapter *chapter)
{
  g_autofree char *title = zm_audit_story_chapter_title (chapter);
  g_autofree char *facts = zm_audit_story_chapter_facts (chapter);

  g_string_append_printf (text, "%s%s\n%s\n", text->len > 0 ? "\n" : "", title, facts);
  for (guint i = 0; i < chapter->records->len; i++)
    {
      const ZmAuditRecord *record = g_ptr_array_index (chapter->records, i);
      g_autofree char *sentence = zm_audit_sentence_tell (record);
      g_autofree char *time = zm_time_words_format_log (record->time);

      g_string_append_printf (text, "  %s  %s\n", time, sentence);
    }
}

/* People read lines, programs a list. */
static void
add_story (ZmCommand          *command,
           const ZmAuditStory *story)
{
  g_autoptr(GString) text = g_string_new (NULL);
  json_t *chapters = json_array ();

  for (guint i = 0; i < story->chapters->len; i++)
    {
      const ZmAuditChapter *chapter = g_ptr_array_index (story->chapters, i);

      append_chapter (text, chapter);
      json_array_append_new (chapters, describe_chapter (chapter));
    }
  if (command->json)
    zm_command_add (command, "chapters", json_incref (chapters));
  else
    zm_command_add_text (command, "story", text->str);
  json_decref (chapters);
}

gboolean
zm_verb_audit_story_tell (ZmCommand  *command,
                          GError    **error)
{
  g_autoptr(ZmAuditStory) story = read_story (command, error);

  if (story == NULL)
    return FALSE;

  zm_command_add (command, "records", json_integer ((json_int_t) story->n_records));
  zm_command_add (command, "earlierRecords", json_boolean (story->earlier));
  add_story (command, story);
  return TRUE;
}
