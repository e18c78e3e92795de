#include "app/camera/camera-hint.h"

#include <string.h>

#define MS       G_TIME_SPAN_MILLISECOND
#define INTERVAL (100 * MS)

typedef struct {
  const char   *name;
  ZmCameraCodeKind best;
  guint         marks;
  double        module; /* of the largest mark */
  guint8        dark;
  guint8        light;
  ZmCameraHint  expected;
} Row;

static const Row rows[] = {
  { "ticket", ZM_CAMERA_CODE_TICKET, 0, 0, 30, 200, ZM_CAMERA_HINT_NONE },
  { "ticket-in-the-dark", ZM_CAMERA_CODE_TICKET, 0, 0, 0, 20, ZM_CAMERA_HINT_NONE },
  { "stranger", ZM_CAMERA_CODE_STRANGER, 0, 0, 30, 200, ZM_CAMERA_HINT_NOT_A_DEVICE },
  { "label", ZM_CAMERA_CODE_LABEL, 0, 0, 30, 200, ZM_CAMERA_HINT_LABEL },
  { "desk", ZM_CAMERA_CODE_NONE, 0, 0, 30, 200, ZM_CAMERA_HINT_LOOKING },
  { "black", ZM_CAMERA_CODE_NONE, 0, 0, 0, 0, ZM_CAMERA_HINT_TOO_DARK },
  { "dusk", ZM_CAMERA_CODE_NONE, 0, 0, 5, 59, ZM_CAMERA_HINT_TOO_DARK },
  { "dusk-over", ZM_CAMERA_CODE_NONE, 0, 0, 5, 60, ZM_CAMERA_HINT_LOOKING },
  { "dark-marks", ZM_CAMERA_CODE_NONE, 3, 5, 5, 40, ZM_CAMERA_HINT_TOO_DARK },
  { "screen-at-night", ZM_CAMERA_CODE_NONE, 0, 0, 0, 180, ZM_CAMERA_HINT_LOOKING },
  { "white", ZM_CAMERA_CODE_NONE, 0, 0, 255, 255, ZM_CAMERA_HINT_TOO_BRIGHT },
  { "drowned", ZM_CAMERA_CODE_NONE, 0, 0, 171, 255, ZM_CAMERA_HINT_TOO_BRIGHT },
  { "sunny", ZM_CAMERA_CODE_NONE, 0, 0, 170, 255, ZM_CAMERA_HINT_LOOKING },
  { "fog", ZM_CAMERA_CODE_NONE, 0, 0, 111, 151, ZM_CAMERA_HINT_TOO_BRIGHT },
  { "desk-in-video-range", ZM_CAMERA_CODE_NONE, 0, 0, 121, 166, ZM_CAMERA_HINT_LOOKING },
  { "grey-wall", ZM_CAMERA_CODE_NONE, 0, 0, 110, 150, ZM_CAMERA_HINT_LOOKING },
  { "small", ZM_CAMERA_CODE_NONE, 3, 2.5, 30, 200, ZM_CAMERA_HINT_MOVE_CLOSER },
  { "one-small-mark", ZM_CAMERA_CODE_NONE, 1, 1, 30, 200, ZM_CAMERA_HINT_MOVE_CLOSER },
  { "large-and-unread", ZM_CAMERA_CODE_NONE, 3, 2.6, 30, 200, ZM_CAMERA_HINT_HOLD_STILL },
  { "all-marks", ZM_CAMERA_CODE_NONE, 12, 9, 30, 200, ZM_CAMERA_HINT_HOLD_STILL },
};

static void
test_judge (gconstpointer data)
{
  const Row *row = data;
  ZmFrameReading reading = { .n_marks = row->marks, .dark = row->dark, .light = row->light };

  for (guint i = 0; i < row->marks; i++)
    reading.marks[i].module = i == row->marks / 2 ? row->module : row->module / 2;

  g_assert_cmpint (zm_camera_hint_judge (&reading, row->best), ==, row->expected);
}

/* A letter a frame, and below it what is shown after that frame. */
typedef struct {
  const char *name;
  const char *judged;
  const char *shown;
} Story;

static const char letters[] = ".LCDBHXP"; /* in the order of ZmCameraHint */

static const Story stories[] = {
  { "nothing-yet", "..........", ".........." },
  { "third-frame", "LLLLL", "..LLL" },
  { "two-are-no-hint", "LL...LL...LL", "............" },
  { "flicker-is-not-shown", "LLLLHLLHLLLHLLLL", "..LLLLLLLLLLLLLL" },
  /* Three of five, but what is shown stays for ten frames. */
  { "stays", "LLLHHHHHHHHHHHHH", "..LLLLLLLLLLHHHH" },
  { "ticket-at-once", "LLL.LLLLLLLLLL", "..L..........L" },
  { "stranger-at-once", "LLLX", "..LX" },
  { "label-at-once", "LLLXP", "..LXP" },
  { "stranger-stays", "XLLLLLLLLLLLL", "XXXXXXXXXXLLL" },
  { "stranger-again", "XLLLLXLLLLLLLLLLLL", "XXXXXXXXXXXXXXXLLL" },
  { "changing-luck", "HCHCHCHCHCHCHCHC", "....HHHHHHHHHHHH" },
  { "dark-then-light", "DDDDDDDDDDDDDLLLLL", "..DDDDDDDDDDDDDDLL" },
};

static void
test_follow (gconstpointer data)
{
  const Story *story = data;
  g_autoptr(GString) shown = g_string_new (NULL);
  ZmCameraHintMemory memory;
  gint64 time = G_TIME_SPAN_HOUR;

  zm_camera_hint_forget (&memory);
  for (const char *letter = story->judged; *letter != '\0'; letter++, time += INTERVAL)
    {
      ZmCameraHint judged = (ZmCameraHint) (strchr (letters, *letter) - letters);

      g_string_append_c (shown, letters[zm_camera_hint_follow (&memory, judged, time)]);
    }

  g_assert_cmpstr (shown->str, ==, story->shown);
}

static void
test_names (void)
{
  g_autoptr(GEnumClass) klass = g_type_class_ref (ZM_TYPE_CAMERA_HINT);

  for (guint i = 0; i < klass->n_values; i++)
    g_assert_cmpstr (zm_camera_hint_name ((ZmCameraHint) klass->values[i].value), ==,
                     klass->values[i].value_nick);
  g_assert_cmpuint (klass->n_values, ==, strlen (letters));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *path = g_strconcat ("/camera/hint/judge/", rows[i].name, NULL);

      g_test_add_data_func (path, &rows[i], test_judge);
    }
  for (gsize i = 0; i < G_N_ELEMENTS (stories); i++)
    {
      g_autofree char *path = g_strconcat ("/camera/hint/follow/", stories[i].name, NULL);

      g_test_add_data_func (path, &stories[i], test_follow);
    }
  g_test_add_func ("/camera/hint/names", test_names);

  return g_test_run ();
}
