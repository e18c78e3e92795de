#include "app/base/error.h"
#include "app/device/http-answer.h"

#include <string.h>

#define OK "HTTP/1.1 200 OK\r\n"

static void
check_answer (const char *text,
              guint       status,
              const char *body)
{
  g_autoptr(GBytes) bytes = g_bytes_new_static (text, strlen (text));
  g_autoptr(GError) error = NULL;
  g_autoptr(ZmHttpAnswer) answer = zm_http_answer_parse (bytes, &error);

  g_test_message ("%s", text);
  g_assert_no_error (error);
  g_assert_cmpuint (answer->status, ==, status);
  g_assert_cmpmem (g_bytes_get_data (answer->body, NULL), g_bytes_get_size (answer->body), body,
                   strlen (body));
}

static void
test_framing (void)
{
  check_answer (OK "Content-Length: 2\r\n\r\nab", 200, "ab");
  check_answer (OK "content-length: 2\r\n\r\nabc", 200, "ab");
  check_answer (OK "\r\nuntil the end", 200, "until the end");
  check_answer (OK "Date: x\r\nContent-Length:\t2 \r\nServer:\r\n\r\nab", 200, "ab");
  check_answer ("HTTP/1.1 503\r\n\r\n", 503, "");
  check_answer ("HTTP/1.0 404 Not Found\r\n\r\n", 404, "");
  check_answer (OK "Transfer-Encoding: chunked\r\n\r\n2\r\nab\r\n1;x=y\r\nc\r\n0\r\n\r\n", 200,
                "abc");
  check_answer (OK "Transfer-Encoding: Chunked\r\n\r\n0\r\n\r\n", 200, "");
}

static void
check_refused (const char *text,
               gsize       length)
{
  g_autoptr(GBytes) bytes = g_bytes_new (text, length);
  g_autoptr(GError) error = NULL;

  g_test_message ("%s", text);
  g_assert_null (zm_http_answer_parse (bytes, &error));
  g_assert_cmpstr (zm_error_get_check (error), ==, "http.answer");
}

static void
test_refuses (void)
{
  static const char *const texts[] = {
    "",
    "SSH-2.0-OpenSSH\r\n\r\n",
    OK,
    "HTTP/2 200 OK\r\n\r\n",
    "HTTP/1.x 200 OK\r\n\r\n",
    "HTTP/1.1 20 OK\r\n\r\n",
    "HTTP/1.1 2000 OK\r\n\r\n",
    "HTTP/1.1 099 Early\r\n\r\n",
    "HTTP/1.1\t200 OK\r\n\r\n",
    OK "no colon\r\n\r\n",
    OK ": no name\r\n\r\n",
    OK "Content-Length : 2\r\n\r\nab",
    OK " Content-Length: 2\r\n\r\nab",
    OK "A: b\r\n folded\r\n\r\nab",
    OK "Content-Length: 2\r\nContent-Length: 2\r\n\r\nab",
    OK "Content-Length: \r\n\r\n",
    OK "Content-Length: 3\r\n\r\nab",
    OK "Content-Length: -1\r\n\r\nab",
    OK "Content-Length: 2, 2\r\n\r\nab",
    OK "Content-Length: 99999999999999999999\r\n\r\nab",
    OK "Transfer-Encoding: gzip\r\n\r\nab",
    OK "Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n",
    OK "Transfer-Encoding: chunked\r\n\r\n",
    OK "Transfer-Encoding: chunked\r\n\r\n2\r\nab",
    OK "Transfer-Encoding: chunked\r\n\r\n2\r\nab\r\n",
    OK "Transfer-Encoding: chunked\r\n\r\nffffffff\r\nab\r\n0\r\n\r\n",
    OK "Transfer-Encoding: chunked\r\n\r\n100000000\r\nab\r\n0\r\n\r\n",
    OK "Transfer-Encoding: chunked\r\n\r\n-2\r\nab\r\n0\r\n\r\n",
    OK "Transfer-Encoding: chunked\r\n\r\nx\r\nab\r\n0\r\n\r\n",
  };
  g_autofree char *flood = g_strnfill (ZM_HTTP_ANSWER_MAX + 1, 'a');

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    check_refused (texts[i], strlen (texts[i]));
  memcpy (flood, OK "\r\n", strlen (OK "\r\n"));
  check_refused (flood, ZM_HTTP_ANSWER_MAX + 1);
  check_refused (OK "A: \0b\r\n\r\n", strlen (OK) + 9);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/http-answer/framing", test_framing);
  g_test_add_func ("/http-answer/refuses", test_refuses);

  return g_test_run ();
}
