"""Values no browser sends: numbers, days, texts, documents, bodies and headers."""

NUMBERS = (
    "-1", "0", "１２", "1e30", "2147483647", "2147483648", "9223372036854775808", "1_000",
    "9" * 30, "9" * 5000, "1.5", "NaN", "inf", "٣", "²", "½", "0x10", " 7 ", "-0", "+1", "1e-9",
    "０．５", "1,000",
)  # fmt: skip
DAYS = (
    "0000-00-00", "0001-01-01", "1899-12-31", "1900-01-01", "2199-12-31", "2200-01-01",
    "9999-12-31", "10000-01-01", "2024-02-29", "2023-02-29", "2024-02-30", "２０２４-01-01",
    "24:61", "2024-01-01T00:00:00+08:00", "2024年13月1日", "19000101", "2026", "9999",
)  # fmt: skip
TEXTS = (
    "", (" "), "\u3000", "\x00", "张\x00三", "\x0b\x0c\x1b", "\ufffe", "\u202e反", "\u200b", "😀",
    "👨‍👩‍👧‍👦", "\u2066ab\u2069", "\u200f\u061c", "长" * 61, "某" * 5000, (" " * 5000), "1" * 5000,
    "\u0301\u0316" * 2000, "'", '"', "<b>", "%", "_", "\\", "{{7*7}}", "${7}", "';--", "//[",
    "/\\x", "http://[", "=1+1", "\r\nX: y", "ﷺ" * 80, "on", "y", "True", "否", "null", "[]", "{}",
    "A" * 200, "../../etc/passwd", "javascript:x", "Ａ１", "𨱏工", "第1师", "13812345678",
    "340321199002301234",
)  # fmt: skip
_NOTE = '[{{"key":"{key}","who":"x","method":"CODE","at":"{at}"}}]'
DOCUMENTS = (
    "[" * 5000, '{"a":' * 3000, '["\\ud800"]', "[1e999]", "[null]", "5", '"x"', '{"a":NaN}',
    '[{"key":5}]', '{"format":"rongye-package-1"}', '{"ids":[1,2]}', "[1,2,3]", "[-1]", '["1"]',
    _NOTE.format(key="\\ud800", at="2026-01-01T00:00:00+08:00"),
    _NOTE.format(key="k", at="0001-01-01T00:00:00+08:00"),
    _NOTE.format(key="k", at="9999-12-31T23:59:59-08:00"),
)  # fmt: skip
BODIES = (
    b"\xff\xfe\x00a=b", b"name=%FF%00&phone=\xb0\xa1", b"=&=&&", b"%", b"a" * 3000, b"{}",
    b"name=1&name=2&form_key=x", b"\x00", b"name=%ED%A0%80&q=%F0%9F%98", b"name[]=1&name[0]=2",
    b"--x\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1", b"a=1&" * 1500,
)  # fmt: skip
CONTENT_TYPES = (
    "application/json", "text/plain", "multipart/form-data", "multipart/form-data; boundary=x",
    "application/x-www-form-urlencoded; charset=utf-16", "", "application/x-www-form-urlencoded",
    "\xff/\xff",
)  # fmt: skip
HEADERS = (
    ("Accept-Language", "\xff" * 300), ("User-Agent", "x" * 5000), ("User-Agent", ""),
    ("Cookie", "session=AAAA.BBBB.CCCC; x"), ("Referer", "http://["), ("Referer", "\xe5\xb2\x97"),
    ("X-Forwarded-For", "1" * 3000), ("X-Forwarded-For", "::1, x, 999.1.1.1"),
    ("X-Forwarded-Host", "evil.example"), ("If-Modified-Since", "Thu, 99 Foo 0000"),
    ("If-None-Match", '"' * 100), ("If-Match", "W/"), ("Range", "bytes=9-1,-5"),
    ("Range", "bytes=0-99999999999999999999"), ("Sec-Fetch-Site", "cross-site"),
    ("Sec-Fetch-Site", "x"), ("Accept", "*/*;q=x"), ("Authorization", "Basic \xff"),
    ("Accept-Encoding", "gzip;q=-1"), ("X-CSRFToken", "x"), ("Origin", "null"),
    ("Content-Encoding", "gzip"), ("Expect", "100-continue"), ("Date", "29 Feb 2023"),
    ("X-Requested-With", "fetch"), ("Purpose", "prefetch"),
)  # fmt: skip
METHODS = ("HEAD", "OPTIONS", "PUT", "DELETE", "PATCH", "TRACE", "FOO")
# In place of a row's number in an address.
ROWS = ("0", "2147483648", "9" * 25, "１２", "%00", "%FF", "-1", "1\u0301", "%E2%80%AE1", "1%2F2")
