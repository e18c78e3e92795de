#include "app/camera/camera-sight.h"

#define MS       G_TIME_SPAN_MILLISECOND
#define TICKET   "ZM1:DEV-014:KTRW-4821:ABCDEFGHIJKLMNOPQRSTUVWXYZ234567ABCDEFGHIJKLMNOPQRSQ:" \
                 "ABCDEFGHIJKLMNOP"
#define OTHER    "ZM1:DEV-041:KTRW-4821:ABCDEFGHIJKLMNOPQRSTUVWXYZ234567ABCDEFGHIJKLMNOPQRSQ:" \
                 "ABCDEFGHIJKLMNOP"
#define LABEL    "ZMLABEL:1:D:DEV-014"
#define STRANGER "https://example.org/menu"

/* A frame in which nothing but these is seen. */
static void
see (ZmCameraSight *sight,
     const char    *one,
     const char    *two,
     gint64         time)
{
  ZmFrameReading reading = { .dark = 30, .light = 200 };

  if (one != NULL)
    reading.codes[reading.n_codes++] = (ZmFrameCode) { one, { { 0.1, 0.2 } } }
  ;
  if (two != NULL)
    reading.codes[reading.n_codes++] = (ZmFrameCode) { two, { { 0.6, 0.2 } } }
  ;
  zm_camera_sight_take (sight, &reading, FALSE, time);
}

typedef struct {
  const char       *name;
  const char       *text;
  ZmCameraCodeKind  kind;
  ZmCameraHint      hint;
} Row;

static const Row rows[] = {
  { "ticket", TICKET, ZM_CAMERA_CODE_TICKET, ZM_CAMERA_HINT_NONE },
  { "label", LABEL, ZM_CAMERA_CODE_LABEL, ZM_CAMERA_HINT_LABEL },
  { "badge", "ZMLABEL:1:O:Ana", ZM_CAMERA_CODE_LABEL, ZM_CAMERA_HINT_LABEL },
  { "stranger", STRANGER, ZM_CAMERA_CODE_STRANGER, ZM_CAMERA_HINT_NOT_A_DEVICE },
  { "nearly-a-label", "ZMLABEL:2:D:DEV-014", ZM_CAMERA_CODE_STRANGER,
    ZM_CAMERA_HINT_NOT_A_DEVICE },
};

static void
test_kind (gconstpointer data)
{
  const Row *row = data;
  g_autoptr(ZmCameraSight) sight = zm_camera_sight_new ();
  const ZmCameraCode *code;

  see (sight, row->text, NULL, 0);
  code = g_ptr_array_index (zm_camera_sight_get_codes (sight), 0);
  g_assert_cmpint (code->kind, ==, row->kind);
  g_assert_cmpint (zm_camera_sight_get_hint (sight), ==, row->hint);
}

/* What helps most is said, whichever code comes first. */
static void
test_best (void)
{
  g_autoptr(ZmCameraSight) sight = zm_camera_sight_new ();

  see (sight, STRANGER, LABEL, 0);
  g_assert_cmpint (zm_camera_sight_get_hint (sight), ==, ZM_CAMERA_HINT_LABEL);
  see (sight, LABEL, STRANGER, 1);
  g_assert_cmpint (zm_camera_sight_get_hint (sight), ==, ZM_CAMERA_HINT_LABEL);
  see (sight, LABEL, TICKET, 2);
  g_assert_cmpint (zm_camera_sight_get_hint (sight), ==, ZM_CAMERA_HINT_NONE);
}

static void
test_tickets (void)
{
  g_autoptr(ZmCameraSight) sight = zm_camera_sight_new ();
  g_auto(GStrv) first = NULL;
  g_auto(GStrv) both = NULL;

  see (sight, TICKET, LABEL, 0);
  first = zm_camera_sight_note_tickets (sight, 0);
  g_assert_cmpstrv (first, ((const char *[]) { TICKET, NULL }));
  see (sight, TICKET, NULL, 100 * MS);
  g_assert_null (zm_camera_sight_note_tickets (sight, 100 * MS));
  see (sight, OTHER, NULL, 200 * MS);
  both = zm_camera_sight_note_tickets (sight, 200 * MS);
  g_assert_cmpstrv (both, ((const char *[]) { TICKET, OTHER, NULL }));
}

static void
test_strangers (void)
{
  g_autoptr(ZmCameraSight) sight = zm_camera_sight_new ();
  g_auto(GStrv) first = NULL;
  g_auto(GStrv) again = NULL;

  see (sight, TICKET, STRANGER, 0);
  first = zm_camera_sight_note_strangers (sight, 0);
  g_assert_cmpstrv (first, ((const char *[]) { STRANGER, NULL }));
  again = zm_camera_sight_note_strangers (sight, 0);
  g_assert_cmpuint (g_strv_length (again), ==, 0);
}

/* A camera that stalls sees nothing; what it saw is no news when it goes on. */
static void
test_clear (void)
{
  g_autoptr(ZmCameraSight) sight = zm_camera_sight_new ();
  g_auto(GStrv) first = NULL;
  g_auto(GStrv) anew = NULL;

  see (sight, TICKET, NULL, 0);
  first = zm_camera_sight_note_tickets (sight, 0);
  zm_camera_sight_clear (sight);
  g_assert_cmpuint (zm_camera_sight_get_codes (sight)->len, ==, 0);
  see (sight, TICKET, NULL, 100 * MS);
  g_assert_null (zm_camera_sight_note_tickets (sight, 100 * MS));

  zm_camera_sight_forget (sight);
  see (sight, TICKET, NULL, 200 * MS);
  anew = zm_camera_sight_note_tickets (sight, 200 * MS);
  g_assert_cmpstrv (anew, ((const char *[]) { TICKET, NULL }));
}

static void
test_mirrored (void)
{
  g_autoptr(ZmCameraSight) sight = zm_camera_sight_new ();
  const ZmFrameReading reading = { .n_codes = 1, .codes = { { TICKET, { { 0.25, 0.5 } } } } };
  const ZmCameraCode *code;

  zm_camera_sight_take (sight, &reading, TRUE, 0);
  code = g_ptr_array_index (zm_camera_sight_get_codes (sight), 0);
  g_assert_cmpfloat (code->corners[0].x, ==, 0.75);
  g_assert_cmpfloat (code->corners[0].y, ==, 0.5);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *path = g_strconcat ("/camera/sight/kind/", rows[i].name, NULL);

      g_test_add_data_func (path, &rows[i], test_kind);
    }
  g_test_add_func ("/camera/sight/best", test_best);
  g_test_add_func ("/camera/sight/tickets", test_tickets);
  g_test_add_func ("/camera/sight/strangers", test_strangers);
  g_test_add_func ("/camera/sight/clear", test_clear);
  g_test_add_func ("/camera/sight/mirrored", test_mirrored);

  return g_test_run ();
}
