"""Style sheets as browsers get them: whole, marked by their contents, kept until they change."""

import re

from flask import Flask, url_for

SHEET = re.compile(r'<link rel="stylesheet" href="([^"]+)"')


def test_a_page_loads_one_sheet_and_it_is_whole(client):
    page = client.get("/sign-in").get_data(as_text=True)
    [address] = SHEET.findall(page)

    answer = client.get(address)

    text = answer.get_data(as_text=True)
    assert answer.status_code == 200
    assert answer.mimetype == "text/css"
    assert ":root {" in text  # the tokens
    assert ".btn {" in text  # a component
    assert "@import" not in text


def test_a_sheet_the_browser_has_is_not_sent_again(client):
    [address] = SHEET.findall(client.get("/sign-in").get_data(as_text=True))
    mark = client.get(address).get_etag()[0]

    again = client.get(address, headers={"If-None-Match": f'"{mark}"'})

    assert address.endswith(f"?v={mark}")
    assert again.status_code == 304
    assert again.get_data() == b""


def test_a_single_component_may_be_read_too(client):
    answer = client.get("/static/css/components/button.css")

    assert answer.status_code == 200
    assert b"\n  min-height: var(--tap);\n" in answer.get_data()


def test_no_sheet_leads_out_of_its_folder(client):
    for name in ("nothing-here.css", "../../app.py", "..%2F..%2Fapp.py"):
        assert client.get(f"/static/css/{name}").status_code == 404


def test_the_mark_follows_the_contents_of_a_component_while_one_works_on_it(app: Flask, tmp_path):
    (tmp_path / "css").mkdir()
    (tmp_path / "css/part.css").write_text(".a {\n  color: red;\n}\n")
    (tmp_path / "css/app.css").write_text('@import "part.css";\n')
    kept = app.static_folder
    app.static_folder, app.debug = str(tmp_path), True
    try:
        with app.test_request_context():
            before = url_for("static", filename="css/app.css")
            (tmp_path / "css/part.css").write_text(".a {\n  color: blue;\n}\n")
            after = url_for("static", filename="css/app.css")
    finally:
        app.static_folder, app.debug = kept, False

    assert before != after
