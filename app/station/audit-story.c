#include "config.h"

#include "app/station/audit-story.h"

#include "app/base/join.h"
#include "app/base/text.h"
#include "app/station/time-words.h"

#include <glib/gi18n-lib.h>
#include <string.h>

static const struct {
  const char *name;
  const char *title;
} ends[] = {
  [ZM_AUDIT_END_NONE] = { NULL, NULL },
  [ZM_AUDIT_END_OPEN] = { "open", NC_ ("session", "Still open") },
  [ZM_AUDIT_END_INTERRUPTED] = { "interrupted", NC_ ("session", "Interrupted") },
  [ZM_AUDIT_END_ABANDONED] = { "abandoned", NC_ ("session", "Abandoned") },
  [ZM_AUDIT_END_FAILED] = { "failed", NC_ ("session", "Failed") },
  [ZM_AUDIT_END_VERIFIED] = { "verified", NC_ ("session", "In service") },
};

static const struct {
  const char *purpose;
  const char *title;
} purposes[] = {
  { "register", N_("first certificate") },
  { "renew", N_("renewal") },
  { "rekey", N_("new key") },
  { "takeover", N_("take-over") },
};

static void
free_chapter (gpointer data)
{
  ZmAuditChapter *chapter = data;

  g_ptr_array_unref (chapter->records);
  g_free (chapter);
}

void
zm_audit_story_free (ZmAuditStory *story)
{
  if (story == NULL)
    return;

  g_ptr_array_unref (story->chapters);
  g_free (story);
}

/* --- Chapters --- */

static ZmAuditChapter *
begin_chapter (ZmAuditStory *story,
               const char   *session)
{
  ZmAuditChapter *chapter = g_new0 (ZmAuditChapter, 1);

  chapter->records = g_ptr_array_new_with_free_func ((GDestroyNotify) zm_audit_record_free);
  chapter->session = session;
  chapter->end = session != NULL ? ZM_AUDIT_END_OPEN : ZM_AUDIT_END_NONE;
  g_ptr_array_add (story->chapters, chapter);

  return chapter;
}

/* Takes the record. */
static void
append_record (ZmAuditChapter *chapter,
               ZmAuditRecord  *record)
{
  static const struct {
    const char *action;
    ZmAuditEnd end;
  } turns[] = {
    { "pairing.refused", ZM_AUDIT_END_FAILED }, /* of a session that never began */
    { "session.abandoned", ZM_AUDIT_END_ABANDONED },
    { "session.failed", ZM_AUDIT_END_FAILED },
    { "session.interrupted", ZM_AUDIT_END_INTERRUPTED },
    { "session.verified", ZM_AUDIT_END_VERIFIED },
  };
  const char *purpose = json_string_value (json_object_get (record->detail, "purpose"));

  g_ptr_array_add (chapter->records, record);
  if (chapter->device == NULL)
    chapter->device = record->device;
  if (chapter->purpose == NULL)
    chapter->purpose = purpose;

  for (gsize i = 0; chapter->session != NULL && i < G_N_ELEMENTS (turns); i++)
    {
      if (strcmp (record->action, turns[i].action) == 0)
        chapter->end = turns[i].end;
    }
}

/* After an interruption a session that goes on is open again. */
static void
note_resumption (ZmAuditChapter      *chapter,
                 const ZmAuditRecord *record)
{
  if (chapter->end == ZM_AUDIT_END_INTERRUPTED && record->outcome == ZM_AUDIT_SUCCESS)
    chapter->end = ZM_AUDIT_END_OPEN;
}

static ZmAuditChapter *
find_chapter (ZmAuditStory        *story,
              GHashTable          *sessions,
              const ZmAuditRecord *record)
{
  ZmAuditChapter *last = story->chapters->len > 0
                         ? g_ptr_array_index (story->chapters, story->chapters->len - 1) : NULL;
  ZmAuditChapter *chapter;

  if (record->session == NULL)
    return last != NULL && last->session == NULL ? last : begin_chapter (story, NULL);

  chapter = g_hash_table_lookup (sessions, record->session);
  if (chapter == NULL)
    {
      chapter = begin_chapter (story, record->session);
      g_hash_table_insert (sessions, record->session, chapter);
    }

  return chapter;
}

ZmAuditStory *
zm_audit_story_read (ZmDatabase           *database,
                     const ZmAuditFilter  *filter,
                     guint                 limit,
                     GError              **error)
{
  g_autoptr(ZmAuditStory) story = NULL;
  g_autoptr(GHashTable) sessions = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr(GPtrArray) records = NULL;

  g_return_val_if_fail (database != NULL, NULL);
  g_return_val_if_fail (limit > 0, NULL);

  records = zm_audit_query_list (database, filter, 0, limit + 1, error);
  if (records == NULL)
    return NULL;

  story = g_new0 (ZmAuditStory, 1);
  story->chapters = g_ptr_array_new_with_free_func (free_chapter);
  story->earlier = records->len > limit;
  if (story->earlier)
    g_ptr_array_set_size (records, (int) limit);
  story->n_records = records->len;
  while (records->len > 0)
    {
      ZmAuditRecord *record = g_ptr_array_steal_index (records, records->len - 1);
      ZmAuditChapter *chapter = find_chapter (story, sessions, record);

      note_resumption (chapter, record);
      append_record (chapter, record);
    }

  return g_steal_pointer (&story);
}

/* --- Words --- */

const char *
zm_audit_story_end_name (ZmAuditEnd end)
{
  g_return_val_if_fail ((gsize) end < G_N_ELEMENTS (ends), NULL);

  return ends[end].name;
}

static const char *
get_purpose_title (const char *purpose)
{
  for (gsize i = 0; i < G_N_ELEMENTS (purposes); i++)
    {
      if (g_strcmp0 (purposes[i].purpose, purpose) == 0)
        return _(purposes[i].title);
    }

  return _("session");
}

char *
zm_audit_story_chapter_title (const ZmAuditChapter *chapter)
{
  g_autofree char *device = NULL;

  g_return_val_if_fail (chapter != NULL, NULL);

  device = chapter->device != NULL ? zm_text_escape (chapter->device, -1) : NULL;
  if (chapter->session == NULL)
    return device != NULL ? g_steal_pointer (&device) : g_strdup (_("At the desk"));

  return zm_join_pair (device != NULL ? device : "–", get_purpose_title (chapter->purpose));
}

/* Everybody who took part, in the order in which they came. */
static char *
list_people (const ZmAuditChapter *chapter)
{
  g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < chapter->records->len; i++)
    {
      const ZmAuditRecord *record = g_ptr_array_index (chapter->records, i);
      g_autofree char *name = zm_text_escape (record->actor, -1);

      if (!g_ptr_array_find_with_equal_func (names, name, g_str_equal, NULL))
        g_ptr_array_add (names, g_steal_pointer (&name));
    }
  g_ptr_array_add (names, NULL);

  return zm_join_strv ((const char *const *) names->pdata);
}

static char *
format_span (const ZmAuditChapter *chapter)
{
  const ZmAuditRecord *first = g_ptr_array_index (chapter->records, 0);
  const ZmAuditRecord *last = g_ptr_array_index (chapter->records, chapter->records->len - 1);
  g_autofree char *begin = zm_time_words_format (first->time);
  g_autofree char *end = zm_time_words_format (last->time);
  g_autofree char *day = zm_time_words_format_day (first->time);
  g_autofree char *last_day = zm_time_words_format_day (last->time);

  if (g_strcmp0 (begin, end) == 0)
    return g_steal_pointer (&begin);
  if (g_strcmp0 (day, last_day) == 0)
    {
      g_free (end);
      end = zm_time_words_format_clock (last->time);
    }

  /* TRANSLATORS: two instants */
  return g_strdup_printf (_("%s to %s"), begin, end);
}

char *
zm_audit_story_chapter_facts (const ZmAuditChapter *chapter)
{
  g_autofree char *people = NULL;
  g_autofree char *span = NULL;
  g_autofree char *facts = NULL;

  g_return_val_if_fail (chapter != NULL, NULL);

  people = list_people (chapter);
  span = format_span (chapter);
  facts = zm_join_facts (people, span);
  if (chapter->end == ZM_AUDIT_END_NONE)
    return g_steal_pointer (&facts);

  return g_strdup_printf ("%s · %s", facts,
                          g_dpgettext2 (GETTEXT_PACKAGE, "session", ends[chapter->end].title));
}
